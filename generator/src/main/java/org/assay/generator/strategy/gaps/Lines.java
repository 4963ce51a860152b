// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy.gaps;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** For one maximum, a line slope · n + height for each other output (lemmas L-36 to L-39). */
record Lines(double[] slopes, double[] heights) {
  /** At least the value of every line at n >= 0; convex. */
  interface Bound {
    double at(double n);
  }

  double at(int line, double n) {
    return slopes[line] * n + heights[line];
  }

  private double top(double n) {
    return IntStream.range(0, slopes.length).mapToDouble(line -> at(line, n)).max().orElseThrow();
  }

  private static double largest(double[] numbers) {
    return Arrays.stream(numbers).max().orElseThrow();
  }

  /** The largest line at the centre, and from there the extreme slopes: L-38. */
  Bound tangent(double centre) {
    double top = top(centre);
    double steepest = largest(slopes);
    double flattest = Arrays.stream(slopes).min().orElseThrow();
    return n -> top + (n - centre) * (n >= centre ? steepest : flattest);
  }

  /** The largest slope with the largest height: L-39. */
  Bound apart() {
    double slope = largest(slopes);
    double height = largest(heights);
    return n -> slope * n + height;
  }

  /** The largest line itself: L-37. */
  Bound envelope() {
    int[] hull = hull();
    return n -> {
      int low = 0;
      int high = hull.length - 1;
      while (low < high) {
        int middle = (low + high) / 2;
        if (at(hull[middle], n) <= at(hull[middle + 1], n)) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      return at(hull[low], n);
    };
  }

  /** The lines that are largest somewhere, by rising slope. */
  private int[] hull() {
    int[] rising =
        IntStream.range(0, slopes.length)
            .boxed()
            .sorted(Comparator.comparing((Integer i) -> slopes[i]).thenComparing(i -> heights[i]))
            .mapToInt(i -> i)
            .toArray();
    int[] hull = new int[rising.length];
    int size = 0;
    for (int line : rising) {
      if (size > 0 && slopes[hull[size - 1]] == slopes[line]) size--;
      while (size >= 2 && isHidden(hull[size - 2], hull[size - 1], line)) size--;
      hull[size++] = line;
    }
    return Arrays.copyOf(hull, size);
  }

  private boolean isHidden(int a, int b, int c) {
    return (heights[a] - heights[b]) * (slopes[c] - slopes[b])
        >= (heights[b] - heights[c]) * (slopes[b] - slopes[a]);
  }
}

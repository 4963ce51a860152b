// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.gaps;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.assay.checker.exact.Lemma;

/**
 * The handling {@code envelope}: the largest of the lines itself. The lines that are largest
 * somewhere are kept, by rising slope, so that one is found by bisection.
 */
@Lemma("L-37")
final class UpperHull implements Lines.Bound {
  private final Lines lines;
  private final int[] kept; // by rising slope
  private final int size;

  UpperHull(Lines lines) {
    this.lines = lines;
    this.kept = new int[lines.count()];
    int[] rising =
        IntStream.range(0, kept.length)
            .boxed()
            .sorted(
                Comparator.comparing((Integer i) -> lines.slopes()[i])
                    .thenComparing(i -> lines.heights()[i]))
            .mapToInt(i -> i)
            .toArray();
    int kept = 0;
    for (int line : rising) {
      kept = withoutHidden(kept, line);
      this.kept[kept++] = line;
    }
    this.size = kept;
  }

  /** How many of the lines kept so far remain when this one, steeper or equal, is added. */
  private int withoutHidden(int size, int line) {
    int kept = size;
    if (kept > 0 && lines.slopes()[this.kept[kept - 1]].equals(lines.slopes()[line])) {
      kept--; // a parallel below
    }
    while (kept >= 2 && isHidden(this.kept[kept - 2], this.kept[kept - 1], line)) {
      kept--;
    }
    return kept;
  }

  /** Whether b, of middle slope, is nowhere above both a and c. */
  private boolean isHidden(int a, int b, int c) {
    BigInteger left = difference(lines.heights(), a, b).multiply(difference(lines.slopes(), c, b));
    BigInteger right = difference(lines.heights(), b, c).multiply(difference(lines.slopes(), b, a));
    return left.compareTo(right) >= 0;
  }

  private static BigInteger difference(BigInteger[] numbers, int a, int b) {
    return numbers[a].subtract(numbers[b]);
  }

  /**
   * What it takes to make one: sorting, and a test of seven operations for each line kept or not.
   */
  static long operations(int lines) {
    return lines * (Integer.SIZE - Integer.numberOfLeadingZeros(lines) + 14L);
  }

  @Override
  public BigInteger at(BigInteger x) {
    int low = 0;
    int high = size - 1;
    while (low < high) {
      int middle = (low + high) / 2;
      BigInteger here = lines.at(kept[middle], x);
      if (here.compareTo(lines.at(kept[middle + 1], x)) <= 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return lines.at(kept[low], x);
  }

  @Override
  public long operations() {
    return 2 + 5L * (Integer.SIZE - Integer.numberOfLeadingZeros(size - 1)); // two lines, a choice
  }
}

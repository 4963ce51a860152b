// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.gaps;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.assay.checker.exact.Lemma;

/**
 * The handling {@code envelope}: the largest of the lines itself. The lines that are largest
 * somewhere are kept, by rising slope, with the places from which on the next one is as large, so
 * that one is found by bisection of numbers.
 */
@Lemma("L-37")
final class UpperHull implements Lines.Bound {
  private final Lines lines;
  private final int[] kept; // by rising slope
  private final BigInteger[] ends; // where, in units of 2^-Ratio.BITS, the next line takes over

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
    this.ends =
        IntStream.range(0, kept - 1)
            .mapToObj(i -> end(this.kept[i], this.kept[i + 1]))
            .toArray(BigInteger[]::new);
  }

  /** The least x at which a line is at most another, steeper one. */
  private BigInteger end(int flat, int steep) {
    BigInteger ahead = difference(lines.heights(), flat, steep).shiftLeft(Ratio.BITS);
    BigInteger[] parts = ahead.divideAndRemainder(difference(lines.slopes(), steep, flat));
    return parts[1].signum() > 0 ? parts[0].add(BigInteger.ONE) : parts[0];
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
    int high = ends.length;
    while (low < high) {
      int middle = (low + high) / 2;
      if (ends[middle].compareTo(x) <= 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return lines.at(kept[low], x);
  }

  @Override
  public long operations() {
    return 2 + 5L * (Integer.SIZE - Integer.numberOfLeadingZeros(ends.length)); // a line, choices
  }
}

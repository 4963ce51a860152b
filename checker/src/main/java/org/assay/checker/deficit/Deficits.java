// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.deficit;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.assay.checker.deficit.DeficitTable.Measure;
import org.assay.checker.exact.Lemma;

/**
 * Lemma L-09: by how many bins each token falls short of the best at its position, rounded up; and
 * for a query, up to which sum of these an input is good.
 */
@Lemma("L-09")
final class Deficits {
  private final int[][] rows; // z_i(t) of the lemma; none if no input is good
  private final long width; // w
  private final long basis; // the sum of all a_i

  private Deficits(int[][] rows, long width, long basis) {
    this.rows = rows;
    this.width = width;
    this.basis = basis;
  }

  /**
   * For queries whose terms are {@code least} to {@code most}.
   *
   * @param terms H_i(t), [position][token <= m]
   */
  static Deficits of(long[][] terms, long least, long most, Measure measure) {
    long[][] raised = raised(terms, most);
    int tokens = terms.length == 0 ? 0 : terms[0].length;
    measure.meter().add(terms.length * (3L * tokens + 1));
    long room = terms.length == 0 ? 0 : -least;
    for (long[] row : raised) {
      room -= Arrays.stream(row).min().orElseThrow();
    }
    if (room <= 0) {
      return new Deficits(new int[0][], 1, 0);
    }
    long width = (room - 1) / measure.bins() + 1;
    int[][] rows = new int[terms.length][];
    long basis = 0;
    for (int i = 0; i < rows.length; i++) {
      long base = base(raised[i], width);
      basis += base;
      rows[i] = roundedUp(raised[i], base, width);
    }
    int sorting = Integer.SIZE - Integer.numberOfLeadingZeros(tokens);
    measure.meter().add(terms.length * (8L + sorting) * tokens);
    return new Deficits(rows, width, basis);
  }

  int[] ofPosition(int i) {
    return rows[i];
  }

  /** Z of the lemma, for a query with this term; negative if no input is good. */
  long largestSum(long query) {
    return rows.length == 0 ? -1 : Math.floorDiv(-query - basis - 1, width);
  }

  /** A term that makes up for the worst that all others can be is no better for being less. */
  private static long[][] raised(long[][] terms, long most) {
    long[] largest =
        Arrays.stream(terms).mapToLong(row -> Arrays.stream(row).max().orElseThrow()).toArray();
    long spare = Math.max(0, most + Arrays.stream(largest).sum() + 1);
    return IntStream.range(0, terms.length)
        .mapToObj(i -> raised(terms[i], largest[i] - 2 * spare))
        .toArray(long[][]::new);
  }

  private static long[] raised(long[] row, long enough) {
    return Arrays.stream(row).map(h -> Math.max(h, enough)).toArray();
  }

  private static int[] roundedUp(long[] row, long base, long width) {
    return Arrays.stream(row)
        .mapToInt(h -> (int) Math.min(Integer.MAX_VALUE, -Math.floorDiv(base - h, width)))
        .toArray();
  }

  /**
   * a_i of the lemma: less than a width below the least term, and such that rounding the deficits
   * of all tokens up loses least in sum.
   */
  private static long base(long[] row, long width) {
    long least = Arrays.stream(row).min().orElseThrow();
    long[] remainders = Arrays.stream(row).map(h -> (h - least) % width).sorted().toArray();
    long best = 0;
    long bestLoss = Long.MAX_VALUE;
    for (int j = 0; j < remainders.length; j++) { // j tokens lose less, all others a width more
      long loss = remainders[j] - j * (width / remainders.length); // per token, but for a constant
      if (loss < bestLoss) {
        bestLoss = loss;
        best = remainders[j];
      }
    }
    return best == 0 ? least : least + best - width;
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.halfspaces;

import org.assay.checker.exact.Lemma;
import org.assay.checker.rule.halfspaces.LayerTables.Columns;

/**
 * Lemma L-69: a number that is linear in the heads' outputs, from below: a constant, and for each
 * head the mean of {@code heads[head][place]}. The number is at most {@code spread} above in its
 * constant and in each mean.
 */
@Lemma("L-69")
record Combination(long constant, long[][] heads, long spread) {

  /** Column {@code j} for a query. */
  static Combination column(Columns columns, int q, int j) {
    long[][] heads = new long[columns.heads().length][];
    for (int h = 0; h < heads.length; h++) {
      heads[h] = columns.heads()[h][j];
    }
    return new Combination(columns.base()[q][j], heads, columns.units().spread());
  }

  /** This less another one in the same units. */
  Combination minus(Combination other) {
    long[][] differences = new long[heads.length][heads[0].length];
    for (int h = 0; h < heads.length; h++) {
      for (int place = 0; place < differences[h].length; place++) {
        differences[h][place] = heads[h][place] - other.heads[h][place] - other.spread;
      }
    }
    return new Combination(
        constant - other.constant - other.spread, differences, spread + other.spread);
  }

  /** The same with the sign turned. */
  Combination negative() {
    long[][] turned = new long[heads.length][heads[0].length];
    for (int h = 0; h < heads.length; h++) {
      for (int place = 0; place < turned[h].length; place++) {
        turned[h][place] = -heads[h][place] - spread;
      }
    }
    return new Combination(-constant - spread, turned, spread);
  }

  /** The sum of {@code factors[j]} times column {@code from + j}, in units of 2^drop units. */
  static Combination product(Columns columns, int q, int from, int[] factors, int drop) {
    long spread = (columns.units().spread() >> drop) + 2;
    long negative = 0;
    long all = 0;
    long constant = 0;
    for (int j = 0; j < factors.length; j++) {
      negative += Math.max(0, -factors[j]);
      all += Math.abs(factors[j]);
      constant += factors[j] * (columns.base()[q][from + j] >> drop);
    }
    long[][] heads = new long[columns.heads().length][columns.heads()[0][0].length];
    for (int h = 0; h < heads.length; h++) {
      for (int j = 0; j < factors.length; j++) {
        long[] column = columns.heads()[h][from + j];
        for (int place = 0; place < column.length; place++) {
          heads[h][place] += factors[j] * (column[place] >> drop);
        }
      }
      for (int place = 0; place < heads[h].length; place++) {
        heads[h][place] -= spread * negative;
      }
    }
    return new Combination(constant - spread * negative, heads, spread * all);
  }

  /**
   * How far a product of so many columns of so many bits with factors of at most 20 bits is
   * dropped, so that it has no more bits than the numbers of a half-space (L-69).
   */
  static int drop(int factors, int bits, LayerTables.Sizes sizes) {
    return Math.max(0, bits + NormRange.MIDDLE_BITS + ClassHeads.bits(factors) - sizes.most());
  }

  /** A lower bound over a class. */
  long low(ClassHeads of) {
    long low = constant;
    for (int h = 0; h < heads.length; h++) {
      low += of.least(h, heads[h]);
    }
    return low;
  }

  /** An upper bound over a class. */
  long high(ClassHeads of) {
    long high = constant + spread;
    for (int h = 0; h < heads.length; h++) {
      high += of.most(h, heads[h], spread);
    }
    return high;
  }

  NormRange.Ends range(ClassHeads of) {
    return new NormRange.Ends(low(of), high(of));
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.deficit;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import org.assay.checker.deficit.DeficitTable.Measure;
import org.assay.checker.exact.Lemma;

/**
 * For one maximum m and one block of outputs: a term for each token t <= m at each position before
 * the query, and one for each of some queries q <= m. A negative sum of terms proves an input right
 * for the whole block. Inputs whose sum need not be negative are counted (lemmas L-09, L-10).
 *
 * <p>Shapes: before [position][token], own [query], as listed in {@code queries}.
 */
@Lemma({"L-08", "L-10", "L-52"})
public record SumTerms(int m, List<Integer> queries, long[][] before, long[] own) {
  /** Beside its bins a term takes so much time, in units of one bin: sorting, rounding, itself. */
  public static final int BESIDE = 1 << 11;

  /** The places in the list of those queries that have an input whose sum is not negative. */
  public int[] uncertain() {
    long sum = 0;
    long price = Long.MAX_VALUE;
    for (long[] row : before) {
      long largest = Arrays.stream(row).max().orElseThrow();
      sum += largest;
      price = Math.min(price, largest - row[m]);
    }
    int[] uncertain = new int[own.length];
    int n = 0;
    for (int j = 0; j < own.length; j++) {
      boolean isMaximum = queries.get(j) == m;
      boolean isEmpty = !isMaximum && before.length == 0;
      long ofBefore = isMaximum ? sum : sum - price; // else some position must hold m
      if (!isEmpty && own[j] + ofBefore >= 0) {
        uncertain[n++] = j;
      }
    }
    return Arrays.copyOf(uncertain, n);
  }

  /**
   * Adds to each query's charge what those of its inputs weigh that the block does not prove.
   *
   * @return the number of queries that have such inputs
   */
  public int charge(Measure measure, BigInteger[] charges) {
    measure.meter().add(before.length * (m + 4L)); // sums, maxima and prices
    int[] uncertain = uncertain();
    if (uncertain.length == 0) {
      return 0;
    }
    long least = Long.MAX_VALUE;
    long most = Long.MIN_VALUE;
    boolean maxima = true;
    for (int j : uncertain) {
      least = Math.min(least, own[j]);
      most = Math.max(most, own[j]);
      maxima &= queries.get(j) == m;
    }
    DeficitTable table = new DeficitTable(before, least, most, maxima, measure);
    BigInteger all = measure.tokens().fillings(m, 0, before.length, true);
    BigInteger owing = measure.tokens().fillings(m, 0, before.length, false);
    for (int j : uncertain) {
      int q = queries.get(j);
      BigInteger good = table.good(own[j], q == m);
      BigInteger weight = BigInteger.valueOf(measure.tokens().at(before.length).of(q));
      charges[j] = charges[j].add((q == m ? all : owing).subtract(good).multiply(weight));
    }
    return uncertain.length;
  }
}

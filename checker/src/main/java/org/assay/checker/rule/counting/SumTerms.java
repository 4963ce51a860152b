// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.counting;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.assay.checker.exact.Lemma;
import org.assay.checker.margin.InputClass;
import org.assay.checker.rule.counting.DeficitTable.Measure;

/**
 * For one maximum m and one block of outputs: a term for each token t <= m at each position before
 * the query, and one for each of some queries q <= m. A negative sum of terms proves an input right
 * for the whole block. Inputs whose sum need not be negative are counted (lemmas L-09, L-10).
 *
 * <p>Shapes: before [position][token], own [query], as listed in {@code queries}.
 */
@Lemma({"L-08", "L-10", "L-52"})
record SumTerms(int m, List<Integer> queries, long[][] before, long[] own) {

  /** The places in the list of those queries that have an input whose sum is not negative. */
  int[] uncertain() {
    long sum = 0;
    long price = Long.MAX_VALUE;
    for (long[] row : before) {
      long largest = Arrays.stream(row).max().orElseThrow();
      sum += largest;
      price = Math.min(price, largest - row[m]);
    }
    long ofMaximum = sum;
    long ofOthers = sum - price; // some position before the query must hold m
    return IntStream.range(0, own.length)
        .filter(j -> queries.get(j) == m || before.length > 0) // else the class is empty
        .filter(j -> own[j] + (queries.get(j) == m ? ofMaximum : ofOthers) >= 0)
        .toArray();
  }

  /** What {@code uncertain} takes, but for the queries: sums, maxima and prices. */
  private long operations() {
    return before.length * (m + 4L);
  }

  /**
   * Adds to each query's charge what those of its inputs weigh that the block does not prove.
   *
   * @param uncertain as this says
   * @return operations, with those of {@code uncertain} but for the queries
   */
  long charge(int[] uncertain, Measure measure, BigInteger[] charges) {
    if (uncertain.length == 0) {
      return operations();
    }
    long least = Arrays.stream(uncertain).mapToLong(j -> own[j]).min().orElseThrow();
    long most = Arrays.stream(uncertain).mapToLong(j -> own[j]).max().orElseThrow();
    boolean all = Arrays.stream(uncertain).allMatch(j -> queries.get(j) == m);
    DeficitTable table = new DeficitTable(before, least, most, all, measure);
    for (int j : uncertain) {
      int q = queries.get(j);
      BigInteger good = table.good(own[j], q == m);
      BigInteger weight = BigInteger.valueOf(measure.tokens().of(q));
      BigInteger size = new InputClass(q, m, before.length).weight(measure.tokens());
      charges[j] = charges[j].add(size.subtract(weight.multiply(good)));
    }
    return operations() + table.operations();
  }
}

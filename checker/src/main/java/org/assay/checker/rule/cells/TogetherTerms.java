// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.cells;

import java.util.stream.IntStream;
import org.assay.checker.exact.Lemma;
import org.assay.checker.margin.Leads;

/**
 * Lemma L-22. One number for all wrong outputs: what attending to token t adds at most to any of
 * them over the maximum m, with the query q, plus the margin. For m >= 1.
 *
 * <p>Cost: O(v^3 + k v^2), for O(1) per cell.
 */
@Lemma("L-22")
final class TogetherTerms {
  private final Leads leads;
  private final long[][] direct; // [m][q], q <= m
  private final long[][] tokens; // [m][t], t <= m

  TogetherTerms(Leads leads) {
    this.leads = leads;
    int vocab = leads.vocab();
    this.direct = new long[vocab][];
    this.tokens = new long[vocab][];
    IntStream.range(1, vocab).parallel().forEach(this::tabulate);
  }

  /** Of the tables. */
  static long operations(int vocab, int k) {
    long pairs = (vocab + 2L) * (vocab - 1) / 2; // t <= m, m >= 1
    long ofPair = 2 + 3; // differences, for tokens a sum, maxima
    return (pairs * ofPair + 2L * k * (vocab - 1)) * (vocab - 1);
  }

  /** Of token {@code t <= m}; unit: that of the leads. */
  long of(int q, int m, int t) {
    return direct[m][q] + tokens[m][t] + leads.slack(); // L-22 (a), L-20 (b): for every position
  }

  private void tabulate(int m) {
    long[] position = positions(m);
    long[] none = new long[position.length];
    direct[m] = new long[m + 1];
    tokens[m] = new long[m + 1];
    for (int t = 0; t <= m; t++) {
      long ofQuery = leads.right().direct()[t][m];
      long ofToken = leads.right().evou()[t][m];
      direct[m][t] = largest(leads.wrong().direct()[t], none, m) - ofQuery;
      tokens[m][t] = largest(leads.wrong().evou()[t], position, m) - ofToken;
    }
  }

  /** For each output the most that any position adds over m. */
  private long[] positions(int m) {
    long[] most = new long[leads.vocab()];
    for (int o = 0; o < most.length; o++) {
      most[o] = leads.pvou(0, o, m);
      for (int i = 1; i <= leads.last(); i++) {
        most[o] = Math.max(most[o], leads.pvou(i, o, m));
      }
    }
    return most;
  }

  /** The largest sum over the outputs o != m, of which 0 is one. */
  private static long largest(long[] row, long[] addend, int m) { // L-22 (b)
    long largest = row[0] + addend[0];
    for (int o = 1; o < row.length; o++) {
      if (o != m) {
        largest = Math.max(largest, row[o] + addend[o]);
      }
    }
    return largest;
  }
}

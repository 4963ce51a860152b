// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.counting;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assay.checker.exact.Lemma;

/**
 * A class of queries as the maximum grows: what bounds the attention of those queries that are not
 * above it. Unscaled scores, exact; token scores in units of the score table, position scores in
 * units of the position table.
 */
@Lemma("L-11")
final class QueryClass {
  private final PotentialParts parts;
  private final Potentials potentials;
  private final List<Integer> queries = new ArrayList<>();
  private final BigInteger[] most; // [position]: largest of B[q, i] - B[q, L]
  private final BigInteger[] least;
  private BigInteger error = BigInteger.ZERO; // E of the lemma

  QueryClass(PotentialParts parts) {
    this.parts = parts;
    this.potentials = new Potentials(parts.attention().known());
    this.most = new BigInteger[parts.k()];
    this.least = new BigInteger[parts.k()];
  }

  /**
   * The class for maximum m. For tokens t < m upper and lower bound A[q, t] - A[q, m], errors
   * included; for m they are zero.
   */
  record Bounds(
      int m,
      List<Integer> queries,
      BigInteger[] upper,
      BigInteger[] lower,
      BigInteger[] most,
      BigInteger[] least) {}

  void add(int q) {
    queries.add(q);
    potentials.add(q);
    error = error.max(parts.errorUp(q));
    for (int i = 0; i < most.length; i++) {
      BigInteger difference = parts.position(q, i);
      most[i] = most[i] == null ? difference : most[i].max(difference);
      least[i] = least[i] == null ? difference : least[i].min(difference);
    }
    parts.meter().add(3L * most.length + 1); // a difference, two maxima; the error
  }

  /** Requires: at least one query was added, none above m. */
  Bounds at(int m) {
    BigInteger[] upper = potentials.upper(m);
    BigInteger[] lower = potentials.lower(m);
    for (int t = 0; t < m; t++) {
      upper[t] = upper[t].add(error);
      lower[t] = lower[t].subtract(error);
    }
    parts.meter().add(2L * m); // the error, up and down
    return new Bounds(
        m,
        List.copyOf(queries),
        upper,
        lower,
        Arrays.copyOf(most, most.length - 1),
        Arrays.copyOf(least, least.length - 1));
  }
}

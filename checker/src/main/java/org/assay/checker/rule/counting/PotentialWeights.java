// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.counting;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.function.ToLongFunction;
import org.assay.checker.exact.Enclosure;
import org.assay.checker.exact.ExactMatrix;
import org.assay.checker.exact.Lemma;

/**
 * Lemma L-12: the attention weights of a class of queries for one maximum, as fixed-point integers
 * below 2^63 that share one scale.
 *
 * <p>{@code hi} and {@code lo}: of token t at position i < L, over all queries, [position][token].
 * {@code ownHi}, {@code ownLo}: of the query's own token at L, [query]. {@code credit}: the least
 * weight that the maximum has before the query, [query].
 */
@Lemma("L-12")
final class PotentialWeights {
  final long[][] hi;
  final long[][] lo;
  final long[] ownHi;
  final long[] ownLo;
  final long[] credit;
  private final long operations;

  PotentialWeights(PotentialParts parts, PotentialExponentials exp, QueryClass.Bounds bounds) {
    int m = bounds.m();
    int positions = bounds.most().length;
    int n = bounds.queries().size();
    Enclosure[] tokensHi = exp.ofTokens(bounds.upper());
    Enclosure[] tokensLo = exp.ofTokens(bounds.lower());
    Enclosure stretch = parts.stretch(bounds.queries()); // L-44
    Enclosure[] most = stretched(exp.ofPositions(bounds.most()), stretch);
    Enclosure[] least = exp.ofPositions(bounds.least());
    Enclosure[] ownMost = new Enclosure[n];
    Enclosure[] ownLeast = new Enclosure[n];
    Enclosure[] owed = new Enclosure[n];
    for (int j = 0; j < n; j++) {
      int q = bounds.queries().get(j);
      ExactMatrix scores = parts.attention().known();
      BigInteger difference = scores.significand(q, q).subtract(scores.significand(q, m));
      BigInteger error = q == m ? BigInteger.ZERO : parts.error(q);
      ownMost[j] = exp.ofToken(difference.add(error)).times(stretch);
      ownLeast[j] = exp.ofToken(difference.subtract(error));
      owed[j] = exp.ofPosition(parts.leastPosition(q));
    }
    WeightScale scale = new WeightScale();
    Enclosure[][] highest = products(most, tokensHi, scale);
    Enclosure[][] lowest = products(least, tokensLo, scale);
    Arrays.stream(ownMost).forEach(scale::admit);
    Arrays.stream(ownLeast).forEach(scale::admit);
    Arrays.stream(owed).forEach(scale::admit);
    this.hi = Arrays.stream(highest).map(row -> ends(row, scale::hi)).toArray(long[][]::new);
    this.lo = Arrays.stream(lowest).map(row -> ends(row, scale::lo)).toArray(long[][]::new);
    this.ownHi = ends(ownMost, scale::hi);
    this.ownLo = ends(ownLeast, scale::lo);
    this.credit = ends(owed, scale::lo);
    // 4 per exponential; a product and a floor per end of a weight
    long exponentials = 2L * (m + 1) + 2L * positions + 3L * n;
    long stretches = parts.isExact() ? 0 : positions + n;
    this.operations =
        4 * exponentials + 4L * positions * (m + 1) + 3L * n + (positions + 3L) * n + stretches;
  }

  long operations() {
    return operations;
  }

  private static long[] ends(Enclosure[] weights, ToLongFunction<Enclosure> end) {
    return Arrays.stream(weights).mapToLong(end).toArray();
  }

  private static Enclosure[] stretched(Enclosure[] weights, Enclosure stretch) {
    return Arrays.stream(weights).map(weight -> weight.times(stretch)).toArray(Enclosure[]::new);
  }

  private static Enclosure[][] products(
      Enclosure[] positions, Enclosure[] tokens, WeightScale scale) {
    return Arrays.stream(positions)
        .map(
            position ->
                Arrays.stream(tokens)
                    .map(token -> scale.admit(token.times(position)))
                    .toArray(Enclosure[]::new))
        .toArray(Enclosure[][]::new);
  }
}

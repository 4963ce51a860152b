// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.counting;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Stream;
import org.assay.checker.exact.CommonScale;
import org.assay.checker.exact.Enclosure;
import org.assay.checker.exact.ExactMatrix;
import org.assay.checker.exact.Lemma;
import org.assay.checker.margin.Scales;

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

  PotentialWeights(PotentialParts parts, PotentialExponentials exp, QueryClass.Bounds bounds) {
    int m = bounds.m();
    int positions = bounds.most().length;
    int n = bounds.queries().size();
    Enclosure[] tokensHi = exp.tokens().of(bounds.upper());
    Enclosure[] tokensLo = exp.tokens().of(bounds.lower());
    Enclosure stretch = parts.stretch(bounds.queries()); // L-44
    Enclosure[] most = exp.positions().of(bounds.most());
    Arrays.setAll(most, i -> most[i].times(stretch));
    Enclosure[] least = exp.positions().of(bounds.least());
    Enclosure[] ownMost = new Enclosure[n];
    Enclosure[] ownLeast = new Enclosure[n];
    Enclosure[] owed = new Enclosure[n];
    for (int j = 0; j < n; j++) {
      int q = bounds.queries().get(j);
      ExactMatrix scores = parts.attention().known();
      BigInteger difference = scores.significand(q, q).subtract(scores.significand(q, m));
      BigInteger error = q == m ? BigInteger.ZERO : parts.errorUp(q);
      ownMost[j] = exp.tokens().of(difference.add(error)).times(stretch);
      ownLeast[j] = exp.tokens().of(difference.subtract(error));
      owed[j] = exp.positions().of(parts.leastPosition(q));
    }
    Enclosure[][] highest = products(most, tokensHi);
    Enclosure[][] lowest = products(least, tokensLo);
    CommonScale scale =
        CommonScale.below(
            Scales.LONG_WEIGHT,
            Stream.of(highest, lowest, new Enclosure[][] {ownMost, ownLeast, owed})
                .flatMap(Arrays::stream)
                .flatMap(Arrays::stream));
    this.hi = Arrays.stream(highest).map(row -> ends(row, scale::up)).toArray(long[][]::new);
    this.lo = Arrays.stream(lowest).map(row -> ends(row, scale::down)).toArray(long[][]::new);
    this.ownHi = ends(ownMost, scale::up);
    this.ownLo = ends(ownLeast, scale::down);
    this.credit = ends(owed, scale::down);
    parts.meter().add(operations(parts, positions, m, n));
  }

  /** 4 per exponential; a product and a floor per end of a weight. */
  private static long operations(PotentialParts parts, int positions, int m, int n) {
    long exponentials = 2L * (m + 1) + 2L * positions + 3L * n;
    long stretches = parts.isExact() ? 0 : positions + n;
    return 4 * exponentials + 4L * positions * (m + 1) + 3L * n + (positions + 3L) * n + stretches;
  }

  private static long[] ends(Enclosure[] weights, Function<Enclosure, BigInteger> end) {
    return Arrays.stream(weights).map(end).mapToLong(BigInteger::longValueExact).toArray();
  }

  private static Enclosure[][] products(Enclosure[] positions, Enclosure[] tokens) {
    return Arrays.stream(positions)
        .map(
            position ->
                Arrays.stream(tokens).map(token -> token.times(position)).toArray(Enclosure[]::new))
        .toArray(Enclosure[][]::new);
  }
}

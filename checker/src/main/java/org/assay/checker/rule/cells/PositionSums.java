// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.cells;

import java.math.BigInteger;
import java.util.Arrays;
import org.assay.checker.exact.CommonScale;
import org.assay.checker.exact.Enclosure;
import org.assay.checker.exact.Lemma;
import org.assay.checker.margin.MarginParts;
import org.assay.checker.margin.Scales;

/**
 * Lemma L-21. The attention weights of one query, summed for each token over the lightest and over
 * the heaviest n positions before the query, as 63-bit integers relative to a power of two that
 * depends on the maximum only.
 *
 * <p>Cost: O(k log k) per token, then O(1) per sum.
 */
@Lemma("L-21")
final class PositionSums {
  private final Ends[] lightest; // per token
  private final Ends[] heaviest;
  private final BigInteger[] exponents; // per token
  private final int[] shifts; // per token reached
  private final int q;
  private final long lastLo; // the weight of the query itself
  private final long lastHi;
  private BigInteger top;
  private int reached;

  /** For n = 0, 1, ...: bounds of a sum of n weights. */
  private record Ends(long[] lo, long[] hi) {}

  PositionSums(MarginParts model, int q) {
    int vocab = model.vocab();
    this.q = q;
    this.lightest = new Ends[vocab];
    this.heaviest = new Ends[vocab];
    this.exponents = new BigInteger[vocab];
    this.shifts = new int[vocab];
    int last = model.k() - 1;
    BigInteger spare = BigInteger.valueOf(Scales.PRODUCT - Scales.sumOfWeights(model.k()));
    long[] own = new long[2];
    for (int t = 0; t < vocab; t++) {
      Enclosure[] row = new Enclosure[last + 1];
      for (int i = 0; i <= last; i++) {
        row[i] = model.weights().of(q, i, t);
      }
      exponents[t] = Arrays.stream(row).map(Enclosure::exponent).reduce(BigInteger::max).get();
      CommonScale scale = new CommonScale(exponents[t].add(spare));
      long[] lo = new long[last];
      long[] hi = new long[last];
      for (int i = 0; i < last; i++) {
        lo[i] = scale.down(row[i]).longValueExact();
        hi[i] = scale.up(row[i]).longValueExact();
      }
      lightest[t] = new Ends(sumsFromBelow(lo), sumsFromBelow(hi));
      heaviest[t] = new Ends(sumsFromAbove(lo), sumsFromAbove(hi));
      if (t == q) {
        own[0] = scale.down(row[last]).longValueExact();
        own[1] = scale.up(row[last]).longValueExact();
      }
    }
    this.lastLo = own[0];
    this.lastHi = own[1];
    this.top = exponents[0];
  }

  /** Of the sums of one token: two sorted rows, two sums of each. */
  static long operations(int last) {
    return (long) last * (last - 1) + 4L * last; // as sorted by exchanges; sums
  }

  /** Makes the weights relative to the largest of tokens 0..m. Requires: m does not decrease. */
  void reach(int m) {
    for (; reached <= m; reached++) {
      top = top.max(exponents[reached]);
    }
    for (int t = 0; t <= m; t++) { // what is shifted by 63 bits is 0 or, rounded up, 1
      shifts[t] = top.subtract(exponents[t]).min(BigInteger.valueOf(63)).intValueExact();
    }
  }

  /** An upper bound of y times the weight of token t on the n lightest positions. */
  long lightestUp(int t, int n, long y) {
    return productUp(lightest[t].lo[n], lightest[t].hi[n], shifts[t], y);
  }

  /** An upper bound of y times the weight of token t on the n heaviest positions. */
  long heaviestUp(int t, int n, long y) {
    return productUp(heaviest[t].lo[n], heaviest[t].hi[n], shifts[t], y);
  }

  /** An upper bound of y times the weight of the query at its own position. */
  long queryUp(long y) {
    return productUp(lastLo, lastHi, shifts[q], y);
  }

  /** ceil(w y / 2^64) with the end of w that makes it larger. */
  private static long productUp(long lo, long hi, int shift, long y) {
    long weight = y >= 0 ? -(-hi >> shift) : lo >> shift;
    return -Math.multiplyHigh(weight, -y);
  }

  private static long[] sumsFromBelow(long[] weights) {
    long[] sorted = weights.clone();
    Arrays.sort(sorted);
    long[] sums = new long[sorted.length + 1];
    for (int n = 0; n < sorted.length; n++) {
      sums[n + 1] = sums[n] + sorted[n];
    }
    return sums;
  }

  private static long[] sumsFromAbove(long[] weights) {
    long[] negated = Arrays.stream(weights).map(weight -> -weight).toArray();
    return Arrays.stream(sumsFromBelow(negated)).map(sum -> -sum).toArray();
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.margin;

import java.math.BigInteger;
import org.assay.checker.exact.Enclosure;
import org.assay.checker.exact.Exponential;

/**
 * The attention weights of one query, [k, vocab], as fixed-point integers relative to a power of
 * two that depends on the maximum only: the factor c of lemma L-04.
 *
 * <p>Ensures: {@code lo <= 2^bits · c · exp(s_i(q, t)) <= hi}, and all hi for t <= m are below
 * 2^bits.
 */
public final class QueryWeights {
  /** A product of two exponentials is below 9 · 2^(2 BITS) before its exponent. */
  private static final int PRODUCT_BITS = 2 * Exponential.BITS + 4;

  /** Beyond this shift nothing but the last bit of hi is left, for every width in use. */
  private static final int MAX_SHIFT = 1 << 10;

  private final BigInteger[][] lo;
  private final BigInteger[][] hi;
  private final BigInteger[][] exponents;
  private BigInteger top; // the largest exponent of the tokens admitted so far
  private int admitted;

  public QueryWeights(MarginParts model, int q, int bits) {
    int k = model.k();
    int vocab = model.vocab();
    this.lo = new BigInteger[k][vocab];
    this.hi = new BigInteger[k][vocab];
    this.exponents = new BigInteger[k][vocab];
    for (int i = 0; i < k; i++) {
      for (int t = 0; t < vocab; t++) {
        Enclosure weight = model.weights().of(q, i, t);
        lo[i][t] = weight.lo().shiftRight(PRODUCT_BITS - bits);
        hi[i][t] = ceilShift(weight.hi(), PRODUCT_BITS - bits);
        exponents[i][t] = weight.exponent();
      }
    }
    this.top = exponents[0][0];
  }

  /** Makes the weights relative to the largest of tokens 0..m. Requires: m does not decrease. */
  public void admit(int m) {
    for (; admitted <= m; admitted++) {
      for (BigInteger[] row : exponents) {
        top = top.max(row[admitted]);
      }
    }
  }

  /** Requires: t <= m of the last {@code admit}. */
  BigInteger lo(int i, int t) {
    return lo[i][t].shiftRight(shift(i, t));
  }

  /** Requires: t <= m of the last {@code admit}. */
  BigInteger hi(int i, int t) {
    return ceilShift(hi[i][t], shift(i, t));
  }

  private int shift(int i, int t) {
    return top.subtract(exponents[i][t]).min(BigInteger.valueOf(MAX_SHIFT)).intValueExact();
  }

  private static BigInteger ceilShift(BigInteger value, int shift) {
    return value.negate().shiftRight(shift).negate();
  }
}

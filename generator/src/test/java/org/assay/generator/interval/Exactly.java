// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.interval;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import org.apfloat.Apfloat;
import org.apfloat.ApfloatMath;

/** Oracles that share nothing with the code under test but the type to compare with. */
final class Exactly {
  static final MathContext DIGITS = new MathContext(120, RoundingMode.HALF_EVEN);

  private Exactly() {}

  /** The exact value: integer · 2^exponent. */
  static BigDecimal decimal(Apfloat x) {
    if (x.signum() == 0) return BigDecimal.ZERO;
    long bits = x.size();
    BigInteger integer = ApfloatMath.scale(x, bits - x.scale()).truncate().toBigInteger();
    return times2(new BigDecimal(integer), x.scale() - bits);
  }

  static BigDecimal times2(BigDecimal x, long exponent) {
    BigDecimal power = new BigDecimal(BigInteger.ONE.shiftLeft((int) Math.abs(exponent)));
    // 2^-n has n decimals, so dividing by a power of two ends.
    return exponent >= 0 ? x.multiply(power) : x.divide(power);
  }

  /** exp by halving and squaring, good to about 90 digits for |x| < 1000. */
  static BigDecimal exp(BigDecimal x) {
    int halvings = 40;
    BigDecimal z = x.divide(BigDecimal.valueOf(2).pow(halvings), DIGITS);
    BigDecimal sum = BigDecimal.ONE;
    BigDecimal term = BigDecimal.ONE;
    for (int n = 1; n < 20; n++) {
      term = term.multiply(z, DIGITS).divide(BigDecimal.valueOf(n), DIGITS);
      sum = sum.add(term, DIGITS);
    }
    for (int i = 0; i < halvings; i++) sum = sum.multiply(sum, DIGITS);
    return sum;
  }
}

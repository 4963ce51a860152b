// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.execution;

import java.math.BigInteger;
import org.assay.checker.exact.Enclosure;
import org.assay.checker.exact.Exponential;
import org.assay.checker.exact.Lemma;
import org.assay.checker.exact.Rounding;

/**
 * Lemma L-44. Enclosures of exponentials whose arguments may move by so much.
 *
 * <p>Ensures: if lo and hi are those of {@link Exponential}, then hi is below 3.5 · 2^BITS.
 */
@Lemma("L-44")
public final class Widening {
  private static final int BITS = Exponential.BITS;

  /** Up to here 1 + T + T^2 is used, beyond it powers of two. */
  private static final BigInteger SMALL = BigInteger.ONE.shiftLeft(BITS - 3);

  private static final BigInteger ONE = BigInteger.ONE.shiftLeft(BITS);

  private Widening() {}

  /** Each enclosure of exp(x), for all numbers within the bound of the same place of x. */
  public static Enclosure[][] of(Enclosure[][] exponentials, UpperBounds bounds) {
    bounds.meter().add(4L * bounds.rows() * bounds.columns()); // both ends: a factor and a product
    Enclosure[][] widened = new Enclosure[bounds.rows()][bounds.columns()];
    for (int r = 0; r < widened.length; r++) {
      BigInteger[] scaled = bounds.ceilScaled(r, BITS);
      for (int c = 0; c < widened[r].length; c++) {
        widened[r][c] = of(exponentials[r][c], scaled[c]);
      }
    }
    return widened;
  }

  /** For numbers within 2^-BITS bound; the lower end falls as the upper one rises: L-44 (a). */
  public static Enclosure of(Enclosure exponential, BigInteger bound) {
    return bound.compareTo(SMALL) <= 0
        ? byTaylor(exponential, bound)
        : byPowerOfTwo(exponential, bound);
  }

  private static Enclosure byTaylor(Enclosure exponential, BigInteger bound) {
    BigInteger square = Rounding.up(bound.multiply(bound), BITS);
    BigInteger most = ONE.add(bound).add(square);
    return new Enclosure(
        exponential.lo().multiply(ONE.subtract(bound)).shiftRight(BITS),
        Rounding.up(exponential.hi().multiply(most), BITS),
        exponential.exponent());
  }

  private static Enclosure byPowerOfTwo(Enclosure exponential, BigInteger bound) {
    BigInteger power = Rounding.up(bound.multiply(BigInteger.valueOf(3)), BITS + 1);
    int drop = power.min(BigInteger.valueOf(BITS)).intValueExact();
    return new Enclosure(
        exponential.lo().shiftRight(2 * drop), exponential.hi(), exponential.exponent().add(power));
  }
}

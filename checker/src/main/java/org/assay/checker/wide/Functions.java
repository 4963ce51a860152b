// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.wide;

import java.math.BigInteger;
import org.assay.checker.arithmetic.Activation;
import org.assay.checker.exact.Enclosure;
import org.assay.checker.exact.Lemma;
import org.assay.checker.exact.Rounding;

/**
 * Lemmas L-65 and L-66: gelu, gelu-tanh and silu. Each is evaluated at the centre; none moves by
 * more than 5/2 of what its argument does.
 */
@Lemma({"L-65", "L-66"})
final class Functions {
  /** More bits of what is inside: w = p + 64 of the lemmas. */
  private static final int GUARD = 64;

  private static final BigInteger CUBIC = BigInteger.valueOf(8943);
  private static final BigInteger CUBIC_OF = BigInteger.valueOf(200000);

  private final int bits;
  private final int inner;
  private final FixedExponential exponential;
  private final Constants constants;
  private final BigInteger one;

  Functions(int bits) {
    this.bits = bits;
    this.inner = bits + GUARD;
    this.exponential = new FixedExponential(inner);
    this.constants = new Constants(inner);
    this.one = BigInteger.ONE.shiftLeft(inner);
  }

  /** Both ends of an interval. */
  private record Ends(BigInteger lo, BigInteger hi) {}

  Ball of(Ball x, Activation function) {
    BigInteger[] centre = new BigInteger[x.width()];
    BigInteger spread = BigInteger.ZERO;
    for (int j = 0; j < centre.length; j++) {
      Ends ends = at(x.centre()[j], function);
      centre[j] = ends.lo;
      spread = spread.max(ends.hi.subtract(ends.lo));
    }
    BigInteger moved = Fixed.up(x.radius().multiply(BigInteger.valueOf(5)), 1);
    return new Ball(centre, spread.add(moved));
  }

  /** 2^bits f(c / 2^bits). */
  private Ends at(BigInteger c, Activation function) {
    if (isFar(c, function)) { // L-65 (b), L-66 (b)
      BigInteger far = c.max(BigInteger.ZERO);
      return c.signum() > 0
          ? new Ends(far.subtract(BigInteger.ONE), far)
          : new Ends(BigInteger.ONE.negate(), far);
    }
    Ends share =
        switch (function) {
          case GELU -> normal(c.abs());
          case GELU_TANH -> sigmoid(cubed(c.abs()));
          case SILU -> sigmoid(exact(c.abs()));
          case RELU -> throw new IllegalArgumentException("relu needs no enclosure");
        };
    if (c.signum() < 0) { // share(-x) = 1 - share(x), times a negative number
      BigInteger lo = c.multiply(one.subtract(share.lo));
      BigInteger hi = c.multiply(one.subtract(share.hi));
      return new Ends(lo.shiftRight(inner), Rounding.up(hi, inner));
    }
    return new Ends(
        c.multiply(share.lo).shiftRight(inner), Rounding.up(c.multiply(share.hi), inner));
  }

  private boolean isFar(BigInteger c, Activation function) {
    if (function == Activation.GELU) { // x^2 >= 4p
      return c.multiply(c).shiftRight(2 * bits).compareTo(BigInteger.valueOf(4L * bits)) >= 0;
    }
    return c.abs().shiftRight(bits).compareTo(BigInteger.valueOf(4L * bits)) >= 0; // |x| >= 4p
  }

  private Ends exact(BigInteger c) {
    BigInteger fine = c.shiftLeft(GUARD);
    return new Ends(fine, fine);
  }

  /** √(8/π) (x + 0.044715 x^3) for x >= 0, which is twice the argument of tanh. */
  private Ends cubed(BigInteger c) {
    BigInteger cube = CUBIC.multiply(c.pow(3));
    BigInteger inside = CUBIC_OF.multiply(c).shiftLeft(2 * bits).add(cube);
    BigInteger scaled = inside.shiftLeft(inner);
    BigInteger divisor = CUBIC_OF.shiftLeft(3 * bits);
    BigInteger lo = scaled.divide(divisor).multiply(constants.slopeLow).shiftRight(inner);
    BigInteger hi = Fixed.upBy(scaled, divisor).multiply(constants.slopeHigh);
    return new Ends(lo, Rounding.up(hi, inner));
  }

  /** 1 / (1 + exp(-y)) for y >= 0, in units of 2^-inner. */
  private Ends sigmoid(Ends y) {
    BigInteger least = exponential.down(y.hi.negate());
    BigInteger most = exponential.up(y.lo.negate());
    BigInteger square = BigInteger.ONE.shiftLeft(2 * inner);
    return new Ends(square.divide(one.add(most)), Fixed.upBy(square, one.add(least)));
  }

  /** Phi(x) for x >= 0: 1/2 + phi(x) (x + x^3/3 + x^5/(3·5) + ...), in units of 2^-inner. */
  private Ends normal(BigInteger c) {
    BigInteger square = c.multiply(c);
    Ends series = series(c, square);
    BigInteger argument = square.negate().shiftLeft(inner);
    Enclosure least = exponential.of(argument.shiftRight(2 * bits + 1));
    Enclosure most = exponential.of(Rounding.up(argument, 2 * bits + 1));
    BigInteger half = one.shiftRight(1);
    BigInteger lo = least.lo().multiply(series.lo).multiply(constants.densityLow);
    BigInteger hi = most.hi().multiply(series.hi).multiply(constants.densityHigh);
    return new Ends(
        half.add(lo.shiftRight(inner - least.exponent().intValueExact())),
        half.add(Rounding.up(hi, inner - most.exponent().intValueExact())));
  }

  /** x + x^3/3 + x^5/(3·5) + ..., all terms rounded down, and all rounded up. */
  private Ends series(BigInteger c, BigInteger square) {
    BigInteger down = c.shiftLeft(GUARD);
    BigInteger up = down;
    BigInteger lo = down;
    BigInteger hi = up;
    BigInteger twice = square.shiftRight(2 * bits - 1); // of x^2, rounded down
    for (long k = 1; ; k++) {
      BigInteger divisor = BigInteger.valueOf(2 * k + 1).shiftLeft(2 * bits);
      down = down.multiply(square).divide(divisor);
      up = Fixed.upBy(up.multiply(square), divisor);
      lo = lo.add(down);
      hi = hi.add(up);
      boolean falls = twice.compareTo(BigInteger.valueOf(2 * k + 2)) < 0; // by half and more
      if (falls && up.compareTo(BigInteger.ONE) <= 0) { // L-65 (c)
        return new Ends(lo, hi.add(BigInteger.ONE));
      }
    }
  }
}

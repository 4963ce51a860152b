// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.wide;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import org.assay.checker.arithmetic.Norming;
import org.assay.checker.exact.Lemma;

/** Lemma L-64: layer norm and RMS norm of a vector with a radius. */
@Lemma("L-64")
final class Normalising {
  private final int bits;

  Normalising(int bits) {
    this.bits = bits;
  }

  /** (x - mean) / √(variance + epsilon); nothing where the root may be zero. */
  Optional<Ball> of(Ball x, Norming norming) {
    BigInteger width = BigInteger.valueOf(x.width());
    BigInteger[] y = x.centre();
    BigInteger radius = x.radius();
    if (norming.centred()) {
      BigInteger mean =
          Fixed.downBy(Arrays.stream(y).reduce(BigInteger.ZERO, BigInteger::add), width);
      y = Arrays.stream(y).map(entry -> entry.subtract(mean)).toArray(BigInteger[]::new);
      radius = radius.shiftLeft(1).add(BigInteger.ONE);
    }
    Ball centred = new Ball(y, radius);
    BigInteger squares =
        Arrays.stream(y)
            .map(entry -> entry.multiply(entry))
            .reduce(BigInteger.ZERO, BigInteger::add);
    BigInteger error =
        radius
            .multiply(centred.sum(0, y.length))
            .shiftLeft(1)
            .add(radius.multiply(radius).multiply(width));
    BigInteger least = // L-64 (b): a mean of squares is not negative
        Fixed.downBy(squares.subtract(error), width)
            .max(BigInteger.ZERO)
            .add(Fixed.floor(norming.epsilon(), 2 * bits));
    BigInteger most =
        Fixed.upBy(squares.add(error), width).add(norming.epsilon().ceilScaled(2 * bits));
    if (least.signum() <= 0) { // L-64 (a)
      return Optional.empty();
    }
    BigInteger unit = BigInteger.ONE.shiftLeft(6 * bits);
    BigInteger rootLow = unit.divide(most).sqrt();
    BigInteger rootHigh = unit.divide(least).sqrt().add(BigInteger.ONE);
    return Optional.of(divided(centred, rootLow, rootHigh));
  }

  /** Times a number between both ends, in units of 2^(-2 bits). */
  private Ball divided(Ball y, BigInteger rootLow, BigInteger rootHigh) {
    BigInteger[] centre = new BigInteger[y.width()];
    Arrays.setAll(centre, j -> y.centre()[j].multiply(rootLow).shiftRight(2 * bits));
    BigInteger error =
        y.largest().multiply(rootHigh.subtract(rootLow)).add(y.radius().multiply(rootHigh));
    return new Ball(centre, Fixed.up(error, 2 * bits).add(BigInteger.ONE));
  }

  /** Entry by entry times a weight, plus a bias. */
  Ball affine(Ball z, Fixed weight, Fixed bias) {
    BigInteger[] centre = new BigInteger[z.width()];
    Arrays.setAll(
        centre,
        j ->
            z.centre()[j]
                .multiply(weight.entries()[0][j])
                .shiftRight(bits)
                .add(bias.entries()[0][j]));
    BigInteger error =
        z.radius()
            .multiply(weight.largest())
            .add(weight.error().multiply(z.largest().add(z.radius())));
    return new Ball(centre, Fixed.up(error, bits).add(BigInteger.ONE).add(bias.error()));
  }
}

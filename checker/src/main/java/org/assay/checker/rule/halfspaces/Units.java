// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.halfspaces;

import java.math.BigInteger;
import java.util.stream.Stream;
import org.assay.checker.exact.Lemma;
import org.assay.checker.exact.Rounding;
import org.assay.checker.wide.Ball;

/**
 * Lemma L-69: a unit 2^-scale for numbers that are enclosed in balls. {@code spread} is at least by
 * how many units a ball's upper end is above its lower end, both rounded outward.
 */
@Lemma("L-69")
record Units(int scale, long spread) {
  /** Bits of the balls. */
  static final int BITS = 128;

  /** The finest unit, but none below 2^-finest, by which no end has more than so many bits. */
  static Units of(int bits, int finest, Stream<Ball> balls) {
    BigInteger[] most = {BigInteger.ZERO, BigInteger.ZERO};
    balls.forEach(
        ball -> {
          most[0] = most[0].max(ball.largest().add(ball.radius()));
          most[1] = most[1].max(ball.radius());
        });
    int scale = Math.min(finest, bits + BITS - most[0].bitLength());
    BigInteger width = Rounding.up(most[1].shiftLeft(1), BITS - scale);
    return new Units(scale, width.longValueExact() + 1);
  }

  /** The lower end of an entry, in units. */
  long down(Ball ball, int j) {
    return ball.centre()[j].subtract(ball.radius()).shiftRight(BITS - scale).longValueExact();
  }

  /** floor(number / 2^bits), bits >= 0: a shift of a long takes six bits of its distance only. */
  static long coarser(long number, int bits) {
    return number >> Math.min(Long.SIZE - 1, bits);
  }
}

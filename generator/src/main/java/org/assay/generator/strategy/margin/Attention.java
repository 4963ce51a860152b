// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy.margin;

import java.math.BigInteger;
import org.assay.generator.interval.Scaled;

/**
 * The attention weights of one query before normalisation, e_i(t) = exp(score of token t at
 * position i), for tokens up to a maximum; enclosed in doubles and scaled by the power of two that
 * brings the largest upper bound into [1/2, 1). The scale is common to all positions and tokens, so
 * it changes no sign of a margin (Lemma S in {@code lemmas/}).
 *
 * <p>Shape: lo, hi [k][maximum + 1].
 */
public record Attention(double[][] lo, double[][] hi) {
  /** Far below every weight that matters, far above the subnormals. */
  private static final int SMALLEST = -1000;

  static Attention of(Scaled[] tokens, Scaled[] positions, int maximum) {
    BigInteger top = top(tokens, positions, maximum);
    double[][] lo = new double[positions.length][maximum + 1];
    double[][] hi = new double[positions.length][maximum + 1];
    for (int i = 0; i < positions.length; i++) {
      for (int t = 0; t <= maximum; t++) {
        BigInteger exponent = exponent(tokens[t], positions[i]).subtract(top);
        boolean vanishes = exponent.compareTo(BigInteger.valueOf(SMALLEST)) < 0;
        // Products lie between 2^-4 and 2^8: scalb is exact above SMALLEST.
        lo[i][t] = vanishes ? 0 : Math.scalb(below(tokens[t], positions[i]), exponent.intValue());
        hi[i][t] =
            Math.scalb(above(tokens[t], positions[i]), vanishes ? SMALLEST : exponent.intValue());
      }
    }
    return new Attention(lo, hi);
  }

  private static BigInteger top(Scaled[] tokens, Scaled[] positions, int maximum) {
    BigInteger top = null;
    for (Scaled position : positions) {
      for (int t = 0; t <= maximum; t++) {
        int length = Math.getExponent(above(tokens[t], position)) + 1;
        BigInteger own = exponent(tokens[t], position).add(BigInteger.valueOf(length));
        if (top == null || own.compareTo(top) > 0) top = own;
      }
    }
    return top;
  }

  private static BigInteger exponent(Scaled token, Scaled position) {
    return token.exponent().add(position.exponent());
  }

  private static double below(Scaled token, Scaled position) {
    return Math.nextDown(token.lo() * position.lo());
  }

  private static double above(Scaled token, Scaled position) {
    return Math.nextUp(token.hi() * position.hi());
  }
}

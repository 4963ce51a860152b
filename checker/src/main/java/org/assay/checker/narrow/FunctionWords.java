// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.narrow;

import org.assay.checker.arithmetic.Activation;
import org.assay.checker.exact.Lemma;

/** Lemma L-85: gelu, gelu-tanh and silu: x times a share of it, between 0 and 1. */
@Lemma("L-85")
public final class FunctionWords {
  private static final int FINE = Powers.FINE;
  private static final int BITS = Powers.BITS;
  private static final long ONE = 1L << BITS;

  /** 32; beyond it, and for the others beyond 8, a share is 1 but for less than 2^-31. */
  private static final long FAR = 1L << 5 + FINE;

  private static final long FAR_NORMAL = 1L << 3 + FINE;

  /** floor(2^31 0.044715). */
  private static final long CUBIC = 96_024_731;

  /** floor(2^28 √(8/π)). */
  private static final long SLOPE = 428_361_011;

  private final Powers powers;

  FunctionWords(Powers powers) {
    this.powers = powers;
  }

  /** With tables of its own. */
  public FunctionWords() {
    this(new Powers());
  }

  /**
   * What f(x) is of x >= 0, in units of 2^-31, u = floor(2^30 x): between both (L-85 (a)).
   *
   * @param u at least 0; above 2^35 nothing changes
   */
  public Share shareAt(long u, Activation function) {
    boolean far = u >= (function == Activation.SILU ? FAR : FAR_NORMAL);
    return far ? new Share(ONE - 1, ONE) : share(u, function);
  }

  Vector of(Vector x, Activation function) {
    long[] entries = new long[x.width()];
    long error = 0;
    for (int j = 0; j < entries.length; j++) {
      long c = x.centre()[j];
      long u = argument(Math.abs(c), x.scale());
      Share share = shareAt(u, function);
      long least = c < 0 ? ONE - share.most : share.least;
      entries[j] = c * least;
      error = Math.max(error, Math.abs(c) * (share.most - share.least));
    }
    long moved = 5 * x.radius() << BITS - 1; // L-85 (e)
    return new Sum(entries, error + moved, x.scale() + BITS).rounded();
  }

  /** The share of a positive number, in units of 2^-31, is between both. */
  public record Share(long least, long most) {}

  /** floor(2^30 c / 2^scale), or more than FAR where it is more. */
  private static long argument(long c, int scale) {
    if (scale >= FINE) {
      return c >> Math.min(scale - FINE, Long.SIZE - 1);
    }
    int up = FINE - scale;
    if (c == 0) {
      return 0;
    }
    return up > 5 + FINE || c >= FAR >> up ? FAR : c << up;
  }

  private Share share(long u, Activation function) {
    Share share =
        switch (function) {
          case GELU -> NormalTable.share(u);
          case GELU_TANH -> sigmoid(cubed(u, 0), cubed(u, 1));
          case SILU -> sigmoid(u, u);
          case RELU -> throw new IllegalArgumentException("relu has no share");
        };
    return new Share(share.least, Math.min(ONE, share.most + 2)); // L-85 (a)
  }

  /** 1 / (1 + exp(-y)) for y between both (L-85 (b)). */
  private Share sigmoid(long least, long most) {
    return new Share(
        (ONE << BITS) / (ONE + powers.up(least)), (ONE << BITS) / (ONE + powers.down(most)) + 1);
  }

  /** √(8/π) (x + 0.044715 x^3), rounded down, or up with {@code up} 1 (L-85 (c)). */
  private static long cubed(long u, int up) {
    long x = (u >> 2) + up; // units of 2^-28
    long square = (x * x >> 28) + up;
    long inside = (1L << 28) + (square * (CUBIC + up) >> 31) + up;
    long sum = (x * inside >> 28) + up;
    return ((sum * (SLOPE + up) >> 28) + up) << 2;
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.execution;

import static org.assay.checker.verdict.RejectCode.UNSUPPORTED_PROFILE;

import org.assay.checker.circuit.Weights;
import org.assay.checker.circuit.Weights.Projection;
import org.assay.checker.exact.ExactMatrix;
import org.assay.checker.exact.Lemma;
import org.assay.checker.verdict.Rejection;

/**
 * Lemma L-41, range: every weight is a binary32 number, and no execution of the profile overflows.
 *
 * <p>Shapes: each bound is [1, 1]. {@code value}: of every computed entry of a value vector; {@code
 * sum}: of every computed entry of the last residual, behind the weights.
 */
@Lemma("L-41")
record FloatRange(UpperBounds value, UpperBounds sum) {
  /** Two numbers of this size may be multiplied, and weighted by exponentials. */
  private static final int MIDDLE = 50;

  private static final int LAST = 120;

  /**
   * @throws Rejection UNSUPPORTED_PROFILE that names the tensor, or the product that may overflow
   */
  static FloatRange of(Weights weights) throws Rejection {
    requireBinary32(weights);
    UpperBounds residual =
        within(
            UpperBounds.of(weights.embed())
                .largest()
                .plus(UpperBounds.of(weights.position()).largest()),
            "embed.W_E + pos_embed.W_pos",
            MIDDLE);
    product(residual, weights.query(), "queries: residual * W_Q + b_Q", MIDDLE);
    product(residual, weights.key(), "keys: residual * W_K + b_K", MIDDLE);
    UpperBounds value = product(residual, weights.value(), "values: residual * W_V + b_V", MIDDLE);
    UpperBounds mixed = value.plusAll(1, 0).shifted(2);
    UpperBounds output = product(mixed, weights.output(), "head: mean value * W_O + b_O", LAST);
    UpperBounds sum = within(residual.plus(output), "residual + head", LAST + 2);
    product(sum, weights.unembed(), "logits: residual * W_U + b_U", LAST);
    return new FloatRange(value, sum);
  }

  /** Bounds |x W + b| with any rounding, for |x| <= size. */
  private static UpperBounds product(UpperBounds size, Projection map, String place, int limit)
      throws Rejection {
    UpperBounds columns = UpperBounds.of(map.matrix()).columnSums().largest();
    UpperBounds bias = UpperBounds.of(map.bias()).largest();
    return within(size.times(columns).plus(bias), place, limit);
  }

  /** L-41 (b): below 2^limit; then with rounding errors at most twice as much, and 1. */
  private static UpperBounds within(UpperBounds bound, String place, int limit) throws Rejection {
    Rejection.require( // L-41 (b)
        bound.magnitudeBits() <= limit,
        UNSUPPORTED_PROFILE,
        "%s: overflow is not excluded: got a bound of 2^%d or more, want < 2^%d",
        place,
        bound.magnitudeBits() - 1,
        limit);
    return bound.shifted(1).plusAll(1, 0);
  }

  private static void requireBinary32(Weights weights) throws Rejection {
    requireBinary32("embed.W_E", weights.embed());
    requireBinary32("pos_embed.W_pos", weights.position());
    requireBinary32("blocks.0.attn.W_Q", weights.query().matrix());
    requireBinary32("blocks.0.attn.W_K", weights.key().matrix());
    requireBinary32("blocks.0.attn.W_V", weights.value().matrix());
    requireBinary32("blocks.0.attn.W_O", weights.output().matrix());
    requireBinary32("unembed.W_U", weights.unembed().matrix());
    requireBinary32("blocks.0.attn.b_Q", weights.query().bias());
    requireBinary32("blocks.0.attn.b_K", weights.key().bias());
    requireBinary32("blocks.0.attn.b_V", weights.value().bias());
    requireBinary32("blocks.0.attn.b_O", weights.output().bias());
    requireBinary32("unembed.b_U", weights.unembed().bias());
  }

  private static void requireBinary32(String name, ExactMatrix matrix) throws Rejection {
    for (int r = 0; r < matrix.rows(); r++) {
      for (int c = 0; c < matrix.columns(); c++) {
        if (!Binary32Number.holds(matrix.significand(r, c), matrix.exponent())) { // L-41 (a)
          throw new Rejection(
              UNSUPPORTED_PROFILE, "%s [%d, %d]: the weight is not a binary32 number", name, r, c);
        }
      }
    }
  }
}

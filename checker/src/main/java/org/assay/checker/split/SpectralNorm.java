// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.split;

import java.math.BigInteger;
import org.assay.checker.exact.ExactMatrix;
import org.assay.checker.exact.Lemma;
import org.assay.checker.exact.Rounding;

/** Lemma L-28. Bounds spectral norms of products from above, by traces of high powers. */
@Lemma("L-28")
public final class SpectralNorm {
  /** The power is 2^SQUARINGS: the bound is at most columns^(2^-SQUARINGS) times too large. */
  private static final int SQUARINGS = 7;

  /** Bits of the entries between two squarings. */
  private static final int BITS = 128;

  /** A matrix and a bound of its error in the Frobenius norm, in units of its exponent. */
  private record Rounded(ExactMatrix matrix, BigInteger error) {

    /** L-28 (3): at most 1 per entry is lost, less than {@code rows} in the Frobenius norm. */
    static Rounded of(ExactMatrix matrix, BigInteger error) {
      int drop = Math.max(0, matrix.significandBits() - BITS);
      BigInteger floors = drop == 0 ? BigInteger.ZERO : BigInteger.valueOf(matrix.rows());
      BigInteger before = Rounding.up(error, drop);
      return new Rounded(Entries.floor(matrix, drop), before.add(floors));
    }

    /** L-28 (4). */
    Rounded squaredUp() {
      BigInteger largest = BigInteger.ONE.shiftLeft(matrix.significandBits());
      BigInteger norm = largest.multiply(BigInteger.valueOf(matrix.rows()));
      BigInteger grown = error.multiply(norm.shiftLeft(1).add(error));
      matrix.meter().add(3); // the error: two products, a sum
      return of(matrix.times(matrix), grown);
    }

    /** At least the trace of what this stands for: L-28 (5). */
    ExactMatrix traceUp() {
      BigInteger trace = error.multiply(BigInteger.valueOf(matrix.rows()));
      for (int r = 0; r < matrix.rows(); r++) {
        trace = trace.add(matrix.significand(r, r));
      }
      matrix.meter().add(1L + matrix.rows());
      return matrix.with(new BigInteger[][] {{trace}}, 1, matrix.exponent());
    }
  }

  private SpectralNorm() {}

  /**
   * Bounds the square of the spectral norm of left · right^T, [1, 1], without forming that product.
   */
  public static ExactMatrix squaredUp(ExactMatrix left, ExactMatrix right) {
    ExactMatrix product = gram(left).times(gram(right));
    Rounded power = Rounded.of(product, BigInteger.ZERO);
    for (int i = 0; i < SQUARINGS; i++) {
      power = power.squaredUp();
    }
    ExactMatrix root = power.traceUp();
    for (int i = 0; i < SQUARINGS; i++) {
      root = RootUp.of(root);
    }
    return root;
  }

  /** matrix^T matrix. */
  private static ExactMatrix gram(ExactMatrix matrix) {
    ExactMatrix transposed = matrix.transposed();
    return transposed.timesTransposed(transposed);
  }
}

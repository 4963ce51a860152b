// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.model;

import java.util.Arrays;
import java.util.Optional;

/**
 * The binary formats of IEEE 754, and bfloat16, as bits: sign, biased exponent, fraction.
 *
 * <p>Guarantee: an encoding whose {@link #isFinite} holds stands for {@code significand ·
 * 2^exponent} exactly; -0.0 for 0, subnormals as they are.
 */
public enum Dtype {
  F16(2, 10),
  BF16(2, 7),
  F32(4, 23),
  F64(8, 52);

  final int bytes;
  private final int fractionBits;
  private final int exponentBits;
  private final int allOnes;

  Dtype(int bytes, int fractionBits) {
    this.bytes = bytes;
    this.fractionBits = fractionBits;
    this.exponentBits = 8 * bytes - 1 - fractionBits;
    this.allOnes = (1 << exponentBits) - 1;
  }

  /** The format with this name in a safetensors header; nothing if it is none of these. */
  static Optional<Dtype> named(String name) {
    return Arrays.stream(values()).filter(dtype -> dtype.name().equals(name)).findFirst();
  }

  /** Neither an infinity nor a NaN. */
  boolean isFinite(long bits) {
    return biasedExponent(bits) != allOnes;
  }

  long significand(long bits) {
    long fraction = bits & ((1L << fractionBits) - 1);
    long magnitude = biasedExponent(bits) == 0 ? fraction : fraction | 1L << fractionBits;
    boolean negative = (bits >>> (fractionBits + exponentBits) & 1) == 1;
    return negative ? -magnitude : magnitude;
  }

  int exponent(long bits) {
    int bias = allOnes >> 1;
    return Math.max(biasedExponent(bits), 1) - bias - fractionBits;
  }

  private int biasedExponent(long bits) {
    return (int) (bits >>> fractionBits) & allOnes;
  }
}

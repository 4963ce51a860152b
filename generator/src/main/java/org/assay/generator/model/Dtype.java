// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.model;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** The four encodings that widen to a double without loss. */
enum Dtype {
  F64(8) {
    @Override
    double next(ByteBuffer in) {
      return in.getDouble();
    }
  },
  F32(4) {
    @Override
    double next(ByteBuffer in) {
      return in.getFloat();
    }
  },
  F16(2) {
    @Override
    double next(ByteBuffer in) {
      return half(in.getShort());
    }
  },
  BF16(2) {
    @Override
    double next(ByteBuffer in) {
      return Float.intBitsToFloat(in.getShort() << 16);
    }
  };

  private final int bytes;

  Dtype(int bytes) {
    this.bytes = bytes;
  }

  /** The encoding of this name; empty if it is one that Assay does not read. */
  static Optional<Dtype> named(String name) {
    return Arrays.stream(values()).filter(dtype -> dtype.name().equals(name)).findFirst();
  }

  int bytes() {
    return bytes;
  }

  abstract double next(ByteBuffer in);

  /**
   * IEEE 754 binary16: 1 sign, 5 exponent, 10 fraction bits. {@code Float.float16ToFloat} is Java
   * 20.
   */
  private static double half(short bits) {
    int exponent = bits >> 10 & 31;
    int fraction = bits & 1023;
    double magnitude;
    if (exponent == 31) {
      magnitude = fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
    } else if (exponent == 0) {
      magnitude = fraction * 0x1p-24;
    } else {
      magnitude = Math.scalb((double) (1024 + fraction), exponent - 25);
    }
    return bits < 0 ? -magnitude : magnitude;
  }
}

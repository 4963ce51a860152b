// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Every encoding stands for its exact value; the oracle is Java's own floating point. */
class DtypeTest {
  /** Both sides are exact: every binary fraction is a decimal one. */
  private static void standsFor(double want, Dtype dtype, long bits) {
    assertEquals(Double.isFinite(want), dtype.isFinite(bits), () -> dtype + " " + bits);
    if (Double.isFinite(want)) {
      BigDecimal got = exact(dtype.significand(bits), dtype.exponent(bits));
      assertEquals(0, new BigDecimal(want).compareTo(got), () -> dtype + " " + bits + " " + want);
    }
  }

  private static BigDecimal exact(long significand, int exponent) {
    BigDecimal power = BigDecimal.valueOf(2).pow(Math.abs(exponent));
    BigDecimal half = new BigDecimal("0.5").pow(Math.abs(exponent));
    return BigDecimal.valueOf(significand).multiply(exponent < 0 ? half : power);
  }

  /** From the definition of binary16 (IEEE 754-2008, 3.4): Java 17 has no conversion of its own. */
  private static double half(int bits) {
    int exponent = bits >> 10 & 31;
    int fraction = bits & 1023;
    double magnitude =
        exponent == 31
            ? (fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN)
            : exponent == 0
                ? fraction * 0x1p-24
                : (1 + fraction / 1024.0) * Math.pow(2, exponent - 15);
    return bits >> 15 == 1 ? -magnitude : magnitude;
  }

  @Test
  void everyF16StandsForItsValue() {
    for (int bits = 0; bits < 1 << 16; bits++) {
      standsFor(half(bits), Dtype.F16, bits);
    }
  }

  @Test
  void everyBf16IsTheUpperHalfOfAnF32() {
    for (int bits = 0; bits < 1 << 16; bits++) {
      float want = Float.intBitsToFloat(bits << 16);
      assertEquals(Float.isFinite(want), Dtype.BF16.isFinite(bits));
      if (Float.isFinite(want)) {
        double got = Math.scalb((double) Dtype.BF16.significand(bits), Dtype.BF16.exponent(bits));
        assertEquals((double) want + 0.0, got + 0.0); // -0.0 stands for 0
      }
    }
  }

  @Test
  void everyF32StandsForItsValue() {
    Random random = new Random(32);
    IntStream edges =
        IntStream.range(0, 256) // each exponent, with fractions at both ends, and both signs
            .flatMap(e -> IntStream.of(0, 1, 0x7fffff).map(fraction -> e << 23 | fraction))
            .flatMap(bits -> IntStream.of(bits, bits | 1 << 31));
    IntStream.concat(edges, random.ints(2000))
        .forEach(
            bits -> standsFor(Float.intBitsToFloat(bits), Dtype.F32, Integer.toUnsignedLong(bits)));
  }

  @Test
  void everyF64StandsForItsValue() {
    Random random = new Random(64);
    LongStream edges =
        LongStream.of(0, 1, 2, 1022, 1023, 1024, 1075, 1076, 2045, 2046, 2047)
            .flatMap(e -> LongStream.of(0, 1, (1L << 52) - 1).map(fraction -> e << 52 | fraction))
            .flatMap(bits -> LongStream.of(bits, bits | 1L << 63));
    LongStream.concat(edges, random.longs(300))
        .forEach(bits -> standsFor(Double.longBitsToDouble(bits), Dtype.F64, bits));
  }

  @Test
  void aNameIsExactlyThatOfTheHeader() {
    for (Dtype dtype : Dtype.values()) {
      assertEquals(Optional.of(dtype), Dtype.named(dtype.name()));
    }
    for (String other : new String[] {"", "f32", "F8_E4M3", "I64", "BOOL", "F32 "}) {
      assertTrue(Dtype.named(other).isEmpty(), other);
    }
    assertEquals(2, Dtype.F16.bytes);
    assertEquals(2, Dtype.BF16.bytes);
    assertEquals(4, Dtype.F32.bytes);
    assertEquals(8, Dtype.F64.bytes);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.counting;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.BitSet;
import java.util.Random;
import org.assay.checker.deficit.CommonSize;
import org.assay.checker.exact.Meter;
import org.assay.checker.hint.Bits;
import org.assay.checker.verdict.RejectCode;
import org.assay.checker.verdict.Rejection;
import org.junit.jupiter.api.Test;

/** Lemma L-13: factors, products, sizes; and the hint that says where. */
class ClassRowsTest {
  private static final BigInteger ONE = BigInteger.ONE.shiftLeft(20);

  private static ClassRows scaled(long[][][] rows, long[] query, Meter meter) {
    int m = rows.length == 0 ? 0 : rows[0].length - 1;
    return new ClassRows(m, rows, query).scaled(meter);
  }

  private static ClassRows scaled(long[][][] rows, long[] query) {
    return scaled(rows, query, new Meter());
  }

  private static long ceiling(long factor, long entry) {
    BigInteger product = BigInteger.valueOf(factor).multiply(BigInteger.valueOf(entry));
    BigInteger[] parts = product.divideAndRemainder(ONE);
    return parts[0].longValueExact() + (parts[1].signum() > 0 ? 1 : 0);
  }

  @Test
  void productsAreRoundedUp() {
    Random random = new Random(13);
    for (int i = 0; i < 20_000; i++) {
      long entry = random.nextLong() >> random.nextInt(3, 63);
      long factor = random.nextInt(1 << 20) >> random.nextInt(20);
      assertEquals(
          ceiling(factor, entry), CommonSize.productUp(factor, entry), entry + ", " + factor);
      assertEquals(entry, CommonSize.productUp(1 << 20, entry));
    }
    assertEquals(1, CommonSize.productUp(1, 1));
    assertEquals(0, CommonSize.productUp(1, -1));
    assertEquals(-1, CommonSize.productUp(1, -(1 << 20)));
    assertEquals(1 << 10, CommonSize.productUp(1 << 10, 1 << 20));
  }

  /** The maximum's parts 10 + 0, 40 + 20 and 3 + 2: the last sets the scale. */
  @Test
  void wilderOutputsShrinkToTheCalmest() {
    long[][][] rows = {{{0, 900, 7}, {10, -40, 3}}, {{7, -20, -5}, {0, 20, -2}}};
    Meter meter = new Meter();
    ClassRows scaled = scaled(rows, new long[] {-100, -600, -9}, meter);
    long half = (5 << 20) / 10;
    long twelfth = (5 << 20) / 60;
    assertArrayEquals(new long[] {ceiling(half, -100), ceiling(twelfth, -600), -9}, scaled.query());
    assertArrayEquals(
        new long[] {ceiling(half, 7), ceiling(twelfth, -20), -5}, scaled.before()[1][0]);
    // 5 rows of 3 entries, 2 positions
    assertEquals(BigInteger.valueOf(3 * (4 * 5 + 2 * 2 + 5)), meter.operations());
  }

  /** An output to which the maximum adds nothing does not make the others vanish. */
  @Test
  void outputsShrinkByLittleMoreThanSixBits() {
    long large = 1L << 57;
    ClassRows scaled =
        scaled(new long[][][] {{{5, 9, 5}, {-large, 0, 4}}}, new long[] {large, 7, 9});
    assertArrayEquals(new long[] {large >> 6, 7, 9}, scaled.query());
    ClassRows tiny = scaled(new long[][][] {{{0, 0}, {63, 0}}}, new long[] {63, 5});
    assertArrayEquals(new long[] {ceiling((1 << 20) / 63, 63), 5}, tiny.query());
    assertArrayEquals(new long[] {5, -4}, scaled(new long[0][][], new long[] {5, -4}).query());
  }

  /** Sizes of 58 and 57 bits lose 16 of them, both. */
  @Test
  void sizesLoseTheSameBits() {
    long large = 1L << 57;
    ClassRows scaled =
        scaled(new long[][][] {{{5, 9}, {-large, large >> 1}}}, new long[] {large, large});
    assertArrayEquals(new long[] {large >> 1, large}, scaled.query());
  }

  @Test
  void entriesNeverGrow() {
    Random random = new Random(31);
    for (int trial = 0; trial < 200; trial++) {
      int entries = random.nextInt(1, 6);
      long[][][] rows = new long[random.nextInt(4)][random.nextInt(1, 5)][];
      int bits = random.nextInt(6, 63);
      for (long[][] ofPlace : rows) {
        for (int t = 0; t < ofPlace.length; t++) {
          ofPlace[t] = random.longs(entries).map(x -> x >> bits).toArray();
        }
      }
      long[] query = random.longs(entries).map(x -> x >> bits).toArray();
      long[] got = scaled(rows, query).query();
      for (int o = 0; o < entries; o++) {
        assertTrue(Math.abs(got[o]) <= Math.abs(query[o]) && got[o] >= Math.min(query[o], 0));
        assertTrue(got[o] <= query[o] / 200 + 1 || query[o] > 0, "rounded up, below 1/128");
      }
    }
  }

  @Test
  void pairsAreReadByQueryThenMaximum() throws Rejection {
    BitSet bits = new BitSet();
    bits.set(1); // (0, 1)
    bits.set(3); // (1, 1)
    Pairs pairs = Pairs.of(3, new Bits("scaled", bits, 6));
    assertTrue(pairs.has(0, 1) && pairs.has(1, 1));
    assertTrue(!pairs.has(0, 0) && !pairs.has(0, 2) && !pairs.has(1, 2) && !pairs.has(2, 2));
    Pairs.of(3, new Bits("scaled", bits, 11));
    refused(3, bits, 5, "got 5 bits, want 6");
    refused(3, bits, 12, "got 12 bits, want 6");
    bits.set(6);
    refused(3, bits, 11, "got 11 bits");
  }

  private static void refused(int vocab, BitSet bits, int length, String message) {
    Rejection why =
        assertThrows(Rejection.class, () -> Pairs.of(vocab, new Bits("scaled", bits, length)));
    assertEquals(RejectCode.HINT_RANGE, why.code());
    assertTrue(why.getMessage().contains(message), why.getMessage());
  }
}

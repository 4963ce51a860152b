// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.halfspaces;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.assay.checker.arithmetic.Norming;
import org.assay.checker.exact.Rational;
import org.assay.checker.rule.halfspaces.NormRange.Ends;
import org.assay.checker.rule.halfspaces.NormRange.Middle;
import org.assay.checker.rule.halfspaces.NormRange.Product;
import org.junit.jupiter.api.Test;

/** Lemma L-59, against vectors that are drawn. */
class NormRangeTest {
  private static final int SCALE = 10;

  private static Norming norming(int over) {
    BigInteger denominator = BigInteger.valueOf(over);
    return new Norming(false, new Rational(BigInteger.ONE, denominator));
  }

  /** Entries move along one direction; the range is that of the root, but for little. */
  @Test
  void theRangeHoldsAllRootsAndIsNarrow() {
    Random random = new Random(3);
    int found = 0;
    for (int round = 0; round < 500; round++) {
      int width = 1 + random.nextInt(5);
      int size = round % 2 == 0 ? 1 << 12 : 1 << 25;
      long[][] some = vectors(random, width, size);
      Ends[] entries =
          IntStream.range(0, width)
              .mapToObj(j -> ends(Arrays.stream(some).mapToLong(y -> y[j]).toArray()))
              .toArray(Ends[]::new);
      Middle middle = Middle.of(entries);
      int shift = random.nextInt(4);
      Ends along = ends(Arrays.stream(some).mapToLong(y -> product(y, middle.entries())).toArray());
      Ends dropped = new Ends(along.lo() >> shift, -(-along.hi() >> shift));
      Product product = new Product(middle, dropped, shift);
      Optional<NormRange> range = NormRange.of(norming(1000), SCALE, entries, product);
      double[] roots = Arrays.stream(some).mapToDouble(NormRangeTest::root).toArray();
      double least = Arrays.stream(roots).min().orElseThrow();
      double most = Arrays.stream(roots).max().orElseThrow();
      assertTrue(range.isPresent());
      assertTrue(range.get().lo() <= least + 1e-6, range + " least " + least);
      assertTrue(range.get().hi() >= most - 1e-6, range + " most " + most);
      // what is lost is the square of how far entries are from the middle
      double far = Arrays.stream(entries).mapToDouble(e -> e.hi() - e.lo()).sum();
      found +=
          range.get().hi() - most < 2 + 0.3 * far && least - range.get().lo() < 2 + far ? 1 : 0;
    }
    assertTrue(found > 450, "narrow: " + found);
  }

  private static long[][] vectors(Random random, int width, int size) {
    long[] centre = random.longs(width, -size, size).toArray();
    long[] way = random.longs(width, -size / 4, size / 4).toArray();
    long[][] some = new long[40][width];
    for (int s = 0; s < some.length; s++) {
      int at = s - some.length / 2;
      Arrays.setAll(some[s], j -> centre[j] + way[j] * at / 100);
    }
    return some;
  }

  private static Ends ends(long[] numbers) {
    return new Ends(
        Arrays.stream(numbers).min().orElseThrow(), Arrays.stream(numbers).max().orElseThrow());
  }

  private static long product(long[] y, int[] middle) {
    return IntStream.range(0, y.length).mapToLong(j -> y[j] * middle[j]).sum();
  }

  private static double root(long[] y) {
    double squares = Arrays.stream(y).mapToDouble(x -> (double) x * x).sum();
    return Math.sqrt(squares / y.length + Math.scalb(1.0, 2 * SCALE) / 1000);
  }

  @Test
  void theMiddleHasTwentyBits() {
    Middle middle = Middle.of(new Ends[] {new Ends(-8, 11), new Ends(1 << 22, (1 << 22) + 9)});
    assertEquals(3, middle.shift());
    assertEquals(524_288, middle.entries()[1]);
    assertEquals(0, middle.entries()[0]);
    assertEquals(0, Middle.of(new Ends[] {new Ends(-5, 9)}).shift());
    assertEquals(-3, Middle.of(new Ends[] {new Ends(-9, 4)}).entries()[0]);
  }

  /** (a): an epsilon of 0 and entries that may be 0, and a root of more than 60 bits. */
  @Test
  void nothingIsSaidOfARootThatMayBeNothingOrIsTooLarge() {
    Ends[] zero = {new Ends(-5, 5)};
    Product none = new Product(Middle.of(zero), new Ends(0, 0), 0);
    Norming exact = new Norming(false, Rational.ZERO);
    assertTrue(NormRange.of(exact, SCALE, zero, none).isEmpty());
    assertEquals(new NormRange(32, 33), NormRange.of(norming(1000), SCALE, zero, none).get());
    long most = (1L << 60) - 2;
    Ends[] large = {new Ends(most, most)};
    Product along = new Product(new Middle(new int[] {0}, 0), new Ends(0, 0), 0);
    assertTrue(NormRange.of(exact, SCALE, large, along).isPresent());
    Ends[] larger = {new Ends(most + 1, most + 1)};
    assertTrue(NormRange.of(exact, SCALE, larger, along).isEmpty());
  }
}

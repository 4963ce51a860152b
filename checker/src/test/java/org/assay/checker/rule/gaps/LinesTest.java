// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.gaps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.assay.checker.rule.gaps.Sharing.Corner;
import org.junit.jupiter.api.Test;

/** Lemmas L-37 to L-39: the three bounds of the largest of many lines, by hand and by trying. */
class LinesTest {
  private static BigInteger[] numbers(long... numbers) {
    return LongStream.of(numbers).mapToObj(BigInteger::valueOf).toArray(BigInteger[]::new);
  }

  private static Lines lines(long[] slopes, long[] heights) {
    return new Lines(numbers(slopes), numbers(heights));
  }

  /** So many halves, in units of 2^-Ratio.BITS. */
  private static BigInteger halves(long number) {
    return BigInteger.valueOf(number).shiftLeft(Ratio.BITS - 1);
  }

  private static BigInteger largest(Lines lines, BigInteger x) {
    return Lines.largest(
        IntStream.range(0, lines.count())
            .mapToObj(line -> lines.at(line, x))
            .toArray(BigInteger[]::new));
  }

  private static Lines random(Random random) {
    int count = random.nextInt(1, 9);
    return lines(
        random.ints(count, -4, 5).asLongStream().toArray(),
        random.ints(count, -12, 13).asLongStream().toArray());
  }

  @Test
  void theHullIsTheLargestLine() {
    Random random = new Random(37);
    for (int trial = 0; trial < 500; trial++) {
      Lines lines = random(random);
      UpperHull hull = new UpperHull(lines);
      for (int x = 0; x < 40; x++) {
        assertEquals(largest(lines, halves(x)), hull.at(halves(x)), "trial " + trial);
      }
    }
  }

  /** Where two lines meet between units, a unit before and after. */
  @Test
  void theHullIsExactWhereLinesMeet() {
    for (int slope = 1; slope < 8; slope++) {
      for (int height = 1; height < 6; height++) {
        Lines lines = lines(new long[] {0, slope}, new long[] {height, 0});
        UpperHull hull = new UpperHull(lines);
        BigInteger before =
            BigInteger.valueOf(height).shiftLeft(Ratio.BITS).divide(BigInteger.valueOf(slope));
        for (int more = -1; more <= 2; more++) {
          BigInteger x = before.add(BigInteger.valueOf(more));
          assertEquals(largest(lines, x), hull.at(x), slope + ", " + height + ", " + more);
        }
      }
    }
  }

  @Test
  void theHullKeepsNoLineThatIsNowhereAlone() {
    assertEquals(2, new UpperHull(lines(new long[] {3}, new long[] {1})).operations());
    // parallel lines
    assertEquals(2, new UpperHull(lines(new long[] {3, 3}, new long[] {1, 2})).operations());
    assertEquals(7, new UpperHull(lines(new long[] {3, 2}, new long[] {1, 2})).operations());
    // 2 - x, 1, x meet at 1
    long[] slopes = {-1, 0, 1};
    assertEquals(7, new UpperHull(lines(slopes, new long[] {2, 1, 0})).operations());
    assertEquals(12, new UpperHull(lines(slopes, new long[] {2, 2, 0})).operations());
    assertEquals(15, UpperHull.operations(1));
    assertEquals(48, UpperHull.operations(3));
    assertEquals(68, UpperHull.operations(4));
  }

  @Test
  void theTangentTouchesAtItsCentre() {
    // x and 3 - 2 x meet at 1
    Lines lines = lines(new long[] {1, -2}, new long[] {0, 3});
    Tangent tangent = new Tangent(lines, halves(2));
    assertEquals(halves(2), tangent.at(halves(2)));
    assertEquals(halves(3), tangent.at(halves(3)));
    assertEquals(halves(4), tangent.at(halves(1)));
    assertEquals(halves(6), tangent.at(halves(0)));
    assertEquals(4, tangent.operations());
  }

  @Test
  void theExtremesAreTakenApart() {
    Extremes extremes = new Extremes(lines(new long[] {1, -2}, new long[] {0, 3}));
    assertEquals(halves(6), extremes.at(halves(0)));
    assertEquals(halves(10), extremes.at(halves(4)));
    assertEquals(2, extremes.operations());
    assertEquals(BigInteger.valueOf(-2), Lines.least(numbers(1, -2)));
    assertEquals(BigInteger.ONE, Lines.largest(numbers(1, -2)));
  }

  @Test
  void noBoundIsBelowALine() {
    Random random = new Random(38);
    for (int trial = 0; trial < 300; trial++) {
      Lines lines = random(random);
      List<Lines.Bound> bounds =
          List.of(new Tangent(lines, halves(random.nextInt(20))), new Extremes(lines));
      for (int x = 0; x < 40; x++) {
        for (Lines.Bound bound : bounds) {
          assertTrue(bound.at(halves(x)).compareTo(largest(lines, halves(x))) >= 0, "" + trial);
        }
      }
    }
  }

  /** A cell whose tokens that are m have so many halves of all attention's inverse. */
  private static Sharing sharing(int c, long... mores) {
    Corner[] corners =
        LongStream.of(mores)
            .mapToObj(more -> new Corner(halves(more), BigInteger.ZERO))
            .toArray(Corner[]::new);
    return new Sharing(new GapCell(0, 1, c, 1), List.of(corners));
  }

  @Test
  void aMeanIsTakenOfTheCellsWithTheSameCount() {
    List<Sharing> cells = List.of(sharing(1, 0), sharing(2, 0), sharing(1, 4), sharing(0, 0));
    List<Integer> sizes = Handling.MEAN_QUERY.groups(cells).stream().map(List::size).toList();
    assertEquals(List.of(1, 2, 1), sizes);
    assertEquals(List.of(cells), Handling.ENVELOPE.groups(cells));
    assertEquals(List.of(cells), Handling.DROP_AVERAGE_QUERY.groups(cells));
  }

  @Test
  void everyHandlingMakesItsBoundAndCountsIt() {
    Lines lines = lines(new long[] {1, -2, 1}, new long[] {0, 3, -1});
    List<Sharing> cells = List.of(sharing(1, 1, 0), sharing(1, 0, 3)); // at most 3/2 and 5/2
    Lines.Bound mean = Handling.MEAN_QUERY.bound(lines, cells);
    assertEquals(5 * 3 + 2 + 1, Handling.MEAN_QUERY.operations(3, 2));
    assertEquals(halves(4), mean.at(halves(4))); // touches at 2
    assertEquals(halves(6), mean.at(halves(3)));
    Handling.MEAN_QUERY.bound(lines, List.of()); // touches at 0
    assertEquals(halves(10), Handling.DROP_AVERAGE_QUERY.bound(lines, cells).at(halves(4)));
    assertEquals(6, Handling.DROP_AVERAGE_QUERY.operations(3, 2));
    assertEquals(halves(4), Handling.ENVELOPE.bound(lines, cells).at(halves(1)));
    assertEquals(48, Handling.ENVELOPE.operations(3, 2));
  }

  @Test
  void theTwoLargestEntriesAreFound() {
    Random random = new Random(3);
    for (int trial = 0; trial < 300; trial++) {
      BigInteger[] row = numbers(random.longs(random.nextInt(2, 6), -2, 3).toArray());
      TopTwo top = TopTwo.of(row);
      BigInteger[] sorted = Arrays.stream(row).sorted().toArray(BigInteger[]::new);
      assertEquals(sorted[row.length - 1], top.largest());
      assertEquals(sorted[row.length - 2], top.second());
      assertEquals(Arrays.asList(row).indexOf(top.largest()), top.at());
      for (int m = 0; m < row.length; m++) {
        int left = m;
        BigInteger[] others =
            IntStream.range(0, row.length)
                .filter(i -> i != left)
                .mapToObj(i -> row[i])
                .toArray(BigInteger[]::new);
        assertEquals(Lines.largest(others), top.besides(m));
      }
    }
  }
}

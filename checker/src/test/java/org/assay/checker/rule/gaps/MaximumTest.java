// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.gaps;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import org.assay.checker.exact.Cost;
import org.assay.checker.exact.ExactMatrix;
import org.assay.checker.exact.Meter;
import org.assay.checker.exact.Rational;
import org.assay.checker.execution.Sides;
import org.assay.checker.rule.gaps.Sharing.Corner;
import org.assay.checker.split.Split;
import org.junit.jupiter.api.Test;

/** Lemma L-36 by hand: what other outputs lead by, and cells at the edge of being proved. */
class MaximumTest {
  private static final BigInteger ONE = BigInteger.ONE.shiftLeft(Ratio.BITS);

  private static ExactMatrix matrix(int exponent, long[]... rows) {
    BigInteger[][] entries =
        Arrays.stream(rows)
            .map(row -> Arrays.stream(row).mapToObj(BigInteger::valueOf).toArray(BigInteger[]::new))
            .toArray(BigInteger[][]::new);
    return ExactMatrix.of(entries, rows[0].length, exponent);
  }

  private static long[] row(long... entries) {
    return entries;
  }

  private static Rational half() {
    return new Rational(BigInteger.ONE, BigInteger.TWO);
  }

  private static BigInteger units(long whole, int bits, long more) {
    return BigInteger.valueOf(whole).shiftLeft(bits).add(BigInteger.valueOf(more));
  }

  @Test
  void leadsAreRoundedUp() {
    ExactMatrix evou = matrix(0, row(7, 1, 2), row(0, 5, 3), row(1, 1, 4));
    ExactMatrix pvou = matrix(0, row(1, 0, 0), row(0, 2, 3));
    Split one = new Split(matrix(-200, row(1, 0, 2)), matrix(0, row(3), row(2), row(1)));
    Split other =
        new Split(
            matrix(1, row(0, 1, 0)), matrix(-94, row(3, 4, 5), row(0, 1, 2), row(-1, -2, -3)));
    RivalTables tables =
        new RivalTables(Sides.exact(evou), Sides.exact(pvou), List.of(one, other), half());
    Meter meter = tables.meter();
    assertEquals(BigInteger.valueOf(3 * 9 + 6), meter.operations());
    assertEquals(2, tables.splits());
    int bits = 96 - 3; // the largest entry is 7
    BigInteger margin = BigInteger.ONE.shiftLeft(bits - 1);
    Lines lines = tables.linesUp(0, 1); // outputs 0 and 2 over 1
    assertEquals(BigInteger.valueOf(3 * 9 + 6 + 2 * (2 + 5)), meter.operations());
    assertArrayEquals(
        new BigInteger[] {units(1, bits, 2).add(margin), units(1, bits, 2).add(margin)},
        lines.slopes());
    assertArrayEquals(new BigInteger[] {units(-5, bits, 1), units(-2, bits, 1)}, lines.heights());
    lines = tables.linesUp(1, 2); // outputs 0 and 1 over 2
    assertArrayEquals(
        new BigInteger[] {units(1, bits, 1).add(margin), units(2, bits, 1).add(margin)},
        lines.slopes());
    assertEquals(units(3, bits, 0), tables.excessUp(0, 0, 2));
    assertEquals(BigInteger.TWO, tables.excessUp(1, 0, 0)); // 3 / 2, rounded up
    assertEquals(BigInteger.valueOf(3), tables.excessUp(1, 0, 2));
    assertEquals(BigInteger.valueOf(-1), tables.excessUp(1, 2, 2)); // -3 / 2
    assertEquals(units(6, bits, 1), tables.tokenLeadUp(0, 1));
    assertEquals(units(-5, bits, 1), tables.tokenLeadUp(0, 0));
    assertEquals(units(3, bits, 1), tables.tokenLeadUp(2, 1));
  }

  /** The largest entry of all tables has 96 bits. */
  @Test
  void theLargestEntryDecidesAboutTheUnit() {
    long large = 1 << 20;
    ExactMatrix small = matrix(0, row(0, 1), row(0, 0));
    ExactMatrix column = matrix(0, row(0), row(0));
    Split none = new Split(matrix(0, row(0, 0)), column);
    ExactMatrix wide = matrix(0, row(0, 0), row(0, large));
    ExactMatrix shallow = matrix(0, row(0, 0));
    assertUnit(
        new RivalTables(Sides.exact(wide), Sides.exact(shallow), List.of(none), Rational.ZERO));
    assertUnit(
        new RivalTables(
            Sides.exact(small),
            Sides.exact(matrix(0, row(0, large))),
            List.of(none),
            Rational.ZERO));
    Rational margin = new Rational(BigInteger.valueOf(large), BigInteger.ONE);
    assertUnit(new RivalTables(Sides.exact(small), Sides.exact(shallow), List.of(none), margin));
    Split common = new Split(matrix(0, row(0, large)), column);
    assertUnit(
        new RivalTables(
            Sides.exact(small), Sides.exact(shallow), List.of(none, common), Rational.ZERO));
    Split excess = new Split(shallow, matrix(0, row(0), row(large)));
    assertUnit(
        new RivalTables(
            Sides.exact(small), Sides.exact(shallow), List.of(excess, none), Rational.ZERO));
  }

  private static void assertUnit(RivalTables tables) {
    BigInteger lead = tables.tokenLeadUp(0, 0).subtract(BigInteger.ONE);
    if (lead.signum() != 0) {
      assertEquals(BigInteger.ONE.shiftLeft(96 - 21), lead);
    } else {
      assertEquals(units(1 << 20, 96 - 21, 1), tables.tokenLeadUp(1, 0));
    }
  }

  /**
   * Two tokens; the direct path of 0 leads that of 1 by so many units, the excess is given in
   * units: nothing but these and the roundings counts.
   */
  private static Maximum maximum(long direct, long excess) {
    return new Maximum(rivals(direct, excess), 1);
  }

  private static RivalTables rivals(long direct, long excess) {
    ExactMatrix evou = matrix(0, row(8, 8), row(0, 0)); // 4 bits: units of 2^-92
    Split split = new Split(matrix(-92, row(direct, 0)), matrix(-92, row(excess), row(excess)));
    return new RivalTables(
        Sides.exact(evou), Sides.exact(matrix(0, row(0, 0))), List.of(split), Rational.ZERO);
  }

  private static boolean isProved(Maximum maximum, GapCell cell, Corner... corners) {
    List<Sharing> cells = List.of(new Sharing(cell, List.of(corners)));
    List<GapCell> proved = maximum.proved(Handling.ENVELOPE, cells);
    assertTrue(proved.isEmpty() || proved.equals(List.of(cell)));
    return !proved.isEmpty();
  }

  /** Three roundings up, of one unit each: slope -2, height 1, and 1 for a token. */
  @Test
  void aSumOfZeroIsNotProved() {
    GapCell alone = new GapCell(1, 1, 0, 0);
    GapCell query = new GapCell(0, 1, 1, 1);
    GapCell rest = new GapCell(1, 1, 1, 1);
    GapCell both = new GapCell(0, 1, 2, 1);
    Corner ofQuery = new Corner(ONE, BigInteger.ZERO);
    Corner ofRest = new Corner(BigInteger.ZERO, ONE);
    Corner ofBoth = new Corner(ONE, ONE);
    RivalTables tables = rivals(-2, 0);
    assertEquals(3 + 1 + 5, Cost.of(tables.meter(), () -> new Maximum(tables, 1)));
    Maximum zero = new Maximum(tables, 1);
    Maximum negative = maximum(-3, 0);
    assertFalse(isProved(zero, alone, Corner.ALONE));
    assertTrue(isProved(negative, alone, Corner.ALONE));
    assertFalse(isProved(maximum(-3, 1), alone, Corner.ALONE));
    assertTrue(isProved(maximum(-4, 1), alone, Corner.ALONE));
    assertFalse(isProved(zero, query, ofQuery));
    assertTrue(isProved(negative, query, ofQuery));
    assertFalse(isProved(zero, rest, ofRest));
    assertTrue(isProved(negative, rest, ofRest));
    assertFalse(isProved(zero, both, ofBoth));
    assertTrue(isProved(negative, both, ofBoth));
    Corner less = new Corner(BigInteger.ZERO, ONE.negate());
    assertFalse(isProved(negative, rest, ofRest, less));
    // a hull of one line; two corners
    assertEquals(
        15 + 2 * (5 + 4 + 2), Cost.of(tables.meter(), () -> isProved(zero, rest, ofRest, less)));
  }

  /** Tokens 0, 1, 2 lead by 1, 5, 3 over output 3: up to each the largest counts. */
  @Test
  void theRestLeadsByItsLargest() {
    ExactMatrix evou =
        matrix(0, row(1, 0, 0, 0), row(5, 0, 0, 0), row(3, 0, 0, 0), row(0, 0, 0, 4));
    ExactMatrix none = matrix(0, row(0, 0, 0, 0));
    Split useless = new Split(none, matrix(3, row(1), row(1), row(1), row(1)));
    Split split = new Split(none, matrix(0, row(0), row(0), row(0), row(0)));
    Maximum maximum =
        new Maximum(
            new RivalTables(
                Sides.exact(evou), Sides.exact(none), List.of(useless, split), Rational.ZERO),
            3);
    Corner most = new Corner(BigInteger.ZERO, BigInteger.valueOf(3).shiftLeft(Ratio.BITS - 2));
    Corner more = new Corner(BigInteger.ZERO, BigInteger.valueOf(5).shiftLeft(Ratio.BITS - 2));
    assertTrue(isProved(maximum, new GapCell(3, 3, 1, 3), most)); // 3/4 < 4
    assertTrue(isProved(maximum, new GapCell(3, 3, 1, 3), more)); // 5/4 < 4
    for (int gap : new int[] {1, 2}) {
      assertTrue(isProved(maximum, new GapCell(3, 3, 1, gap), most)); // 15/4 < 4
      assertFalse(isProved(maximum, new GapCell(3, 3, 1, gap), more)); // 25/4
    }
    Corner query = new Corner(ONE, BigInteger.ZERO);
    assertTrue(isProved(maximum, new GapCell(2, 3, 1, 1), query)); // 3 < 4
    assertFalse(isProved(maximum, new GapCell(1, 3, 1, 1), query)); // 5
  }

  @Test
  void cellsHaveTheSizeOfTheirGap() {
    assertTrue(new GapCell(2, 2, 0, 0).isTried());
    assertFalse(new GapCell(1, 2, 1, 0).isTried());
    assertTrue(new GapCell(1, 2, 1, 1).isTried());
    assertTrue(new GapCell(1, 2, 1, 2).isTried());
    assertFalse(new GapCell(1, 2, 1, 3).isTried());
    assertEquals(2, new GapCell(2, 2, 2, 1).others());
    assertEquals(1, new GapCell(1, 2, 2, 1).others());
    assertEquals(3, new GapCell(1, 4, 2, 1).top());
    assertEquals(BigInteger.valueOf(3 * 9), new GapCell(4, 4, 2, 2).size(3));
    assertEquals(BigInteger.valueOf(10 * 8), new GapCell(4, 4, 3, 3).size(5));
    assertEquals(BigInteger.ONE, new GapCell(1, 4, 1, 2).size(3));
    Sharing sharing =
        new Sharing(
            new GapCell(1, 4, 1, 2),
            List.of(Corner.ALONE, new Corner(ONE, ONE), new Corner(ONE, BigInteger.ONE)));
    assertEquals(ONE.multiply(BigInteger.valueOf(3)), sharing.most());
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.computed;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import org.assay.checker.arithmetic.Activation;
import org.assay.checker.arithmetic.Contest;
import org.assay.checker.arithmetic.Lead;
import org.assay.checker.arithmetic.Norming;
import org.assay.checker.exact.ExactMatrix;
import org.assay.checker.exact.Rational;
import org.assay.checker.medium.Disc;
import org.junit.jupiter.api.Test;

/** Lemmas L-95 and L-98: how far rows of executions are, by the formulas of the lemmas. */
class ComputedTest {
  private static final long ONE = 1L << Disc.BITS;

  private final Computed computed = new Computed();

  private static Carried row(long far, long... entries) {
    return new Carried(new Disc(entries, 0, true), far);
  }

  private static Carried tooLarge() {
    return row(0, Disc.MOST + 1);
  }

  /** g_k of L-95. */
  private static long rounded(int k, long size) {
    BigInteger[] share =
        BigInteger.valueOf(size)
            .multiply(BigInteger.valueOf(k))
            .divideAndRemainder(BigInteger.valueOf((1 << 24) - k));
    return share[0].longValueExact() + share[1].signum();
  }

  /** l of L-95, of one entry. */
  private static long length(Carried row) {
    long units = (Math.abs(row.exact().centre()[0]) >> 32) + 1;
    return (units << 32) + row.exact().radius() + row.far();
  }

  private static Rational ratio(long over, long under) {
    return new Rational(BigInteger.valueOf(over), BigInteger.valueOf(under));
  }

  private Weighed matrix(int exponent, long... row) {
    BigInteger[] entries =
        Arrays.stream(row).mapToObj(BigInteger::valueOf).toArray(BigInteger[]::new);
    return computed.prepared(ExactMatrix.of(new BigInteger[][] {entries}, row.length, exponent));
  }

  @Test
  void errorsOfSumsAddUpAndOfMeansAreDivided() {
    Carried first = row(10, 3 * ONE);
    Carried second = row(21, -ONE / 2);
    Carried sum = computed.sum(List.of(first, second));
    long all = length(first) + length(second);
    assertArrayEquals(new long[] {5 * ONE / 2}, sum.exact().centre());
    assertEquals(31 + rounded(2, all) + 1, sum.far());
    Carried mean = computed.mean(List.of(first, second));
    assertArrayEquals(new long[] {5 * ONE / 4}, mean.exact().centre());
    assertEquals((31 + rounded(6, all) + 1) / 2 + 1, mean.far());
    Carried third = computed.mean(List.of(first, second, row(1, ONE / 2)));
    long more = 32 + rounded(7, all + length(row(1, ONE / 2)));
    assertEquals((more + 2) / 3 + 1, third.far());
    for (List<Carried> one : List.of(List.of(first, tooLarge()), List.of(tooLarge(), first))) {
      assertFalse(computed.isShort(computed.sum(one)));
      assertEquals(1, computed.mean(one).width());
    }
  }

  /** 3 times 1/2 plus 1/4. */
  @Test
  void aProductEnlargesErrorsAndRoundings() {
    Weighed weight = matrix(-1, 1);
    Weighed bias = matrix(-2, 1);
    Carried x = row(10_000, 3 * ONE);
    Carried found = computed.linear(x, weight, bias);
    assertArrayEquals(new long[] {7 * ONE / 4}, found.exact().centre());
    BigInteger unit = BigInteger.valueOf(ONE);
    BigInteger norm = BigInteger.valueOf(weight.limbs().norm());
    long moved = BigInteger.valueOf(x.far()).multiply(norm).divide(unit).longValueExact() + 1;
    BigInteger reach = BigInteger.valueOf(length(x)).multiply(weight.absolute()).divide(unit);
    long all = reach.longValueExact() + 1 + length(bias.carried(0));
    assertEquals(moved + rounded(3, all) + 1, found.far());
    assertTrue(moved > 5000 && moved < 5100, "half of what the operand is off: " + moved);
    assertFalse(computed.isShort(computed.linear(tooLarge(), weight, bias)));
    assertEquals(2, computed.linear(tooLarge(), weight, matrix(0, 1, 2)).width());
    assertEquals(2, computed.linear(x, matrix(0, 1, 2), matrix(60, 1, 2)).width());
  }

  @Test
  void functionsEnlargeErrorsByTheirSlope() {
    long[] halves = {13, 4, 2}; // ceil(5/4 d)
    long[] wholes = {25, 8, 3}; // ceil(5/2 d)
    long[] errors = {10, 3, 1};
    for (int i = 0; i < errors.length; i++) {
      Carried x = row(errors[i], 3 * ONE / 2);
      long functions = rounded(34, length(x)) + 1;
      assertEquals(errors[i] + 1, computed.activated(x, Activation.RELU).far());
      assertEquals(halves[i] + functions, computed.activated(x, Activation.GELU).far());
      assertEquals(wholes[i] + functions, computed.activated(x, Activation.GELU_TANH).far());
      assertEquals(wholes[i] + functions, computed.activated(x, Activation.SILU).far());
    }
    Carried negative = computed.activated(row(5, -ONE, ONE), Activation.RELU);
    assertArrayEquals(new long[] {0, ONE}, negative.exact().centre());
    for (Activation function : Activation.values()) {
      assertFalse(computed.isShort(computed.activated(tooLarge(), function)));
      assertEquals(1, computed.activated(tooLarge(), function).width());
    }
  }

  @Test
  void whatIsCopiedIsNoFarther() {
    Carried both = computed.concatenated(List.of(row(4, ONE, 2 * ONE), row(7, 3 * ONE)));
    assertArrayEquals(new long[] {ONE, 2 * ONE, 3 * ONE}, both.exact().centre());
    assertEquals(11, both.far());
    Carried slice = computed.slice(both, 1, 2);
    assertArrayEquals(new long[] {2 * ONE, 3 * ONE}, slice.exact().centre());
    assertEquals(11, slice.far());
    Carried unknown = computed.concatenated(List.of(row(4, ONE, ONE), tooLarge()));
    assertFalse(computed.isShort(unknown));
    assertEquals(3, unknown.width());
    assertFalse(computed.isShort(computed.slice(tooLarge(), 0, 1)));
    assertEquals(1, computed.slice(tooLarge(), 0, 1).width());
    assertTrue(computed.isShort(slice));
  }

  @Test
  void whatIsTooFarIsUnknown() {
    Disc zero = new Disc(new long[1], 0, true);
    BigInteger most = BigInteger.ONE.shiftLeft(54);
    assertTrue(computed.isShort(Carried.of(zero, most)));
    assertFalse(computed.isShort(Carried.of(zero, most.add(BigInteger.ONE))));
    assertFalse(computed.isShort(Carried.of(Disc.unknown(1), BigInteger.ZERO)));
    assertTrue(row(0, Disc.MOST).isUsable());
    assertFalse(tooLarge().isUsable());
  }

  /** Weights below a unit: the largest is one all the same. */
  @Test
  void aNormIsWeightedByTheLargestThatAWeightMayBe() {
    long size = 1L << 50;
    Carried x = row(3 * size / 2, size, -size, size, -size);
    Norming norming = new Norming(true, ratio(1, 1 << 10));
    BigInteger spread = Normed.spread(x, norming).orElseThrow();
    assertTrue(spread.bitLength() > Disc.BITS, "spread " + spread);
    Weighed none = matrix(0, 0, 0, 0, 0);
    Weighed tiny = matrix(-60, 1, 1, 1, 1);
    long radius = tiny.row(0).radius();
    long biased = rounded(20, length(none.carried(0)) + (1L << 32)); // a root of four squares
    long far = computed.normalized(x, norming, tiny, none).orElseThrow().far();
    BigInteger moved = spread.multiply(BigInteger.valueOf(radius)).shiftRight(Disc.BITS);
    assertEquals(moved.longValueExact() + 2 + biased, far);
    assertTrue(computed.normalized(row(0, Disc.MOST + 1, 0), norming, tiny, none).isEmpty());
  }

  /** 17/24 of what outputs are off, twice. */
  @Test
  void aLeadIsCertainBeyondTwiceTheRadius() {
    Contest contest = new Contest(0, 1, 0, ratio(0, 1));
    long[][] cases = {{24, 34}, {25, 36}, {23, 34}, {0, 0}}; // far, the largest lead that is open
    for (long[] one : cases) {
      assertEquals(Lead.CERTAIN, computed.lead(row(one[0], one[1] + 1, 0), contest));
      Lead open = one[0] == 0 ? Lead.REFUTED : Lead.OPEN;
      assertEquals(open, computed.lead(row(one[0], one[1], 0), contest));
    }
    Carried wide = new Carried(new Disc(new long[] {35, 0}, 12, true), 12);
    assertEquals(Lead.CERTAIN, computed.lead(wide, contest));
    Carried near = new Carried(new Disc(new long[] {34, 0}, 12, true), 12);
    assertEquals(Lead.OPEN, computed.lead(near, contest));
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.execution;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;
import org.assay.checker.circuit.Circuits;
import org.assay.checker.circuit.Weights;
import org.assay.checker.circuit.Weights.Projection;
import org.assay.checker.claim.Demand;
import org.assay.checker.claim.Premises;
import org.assay.checker.claim.Profile;
import org.assay.checker.claim.TokenWeights;
import org.assay.checker.exact.Enclosure;
import org.assay.checker.exact.ExactMatrix;
import org.assay.checker.exact.Exponential;
import org.assay.checker.exact.Meter;
import org.assay.checker.exact.Rational;
import org.assay.checker.margin.MarginParts;
import org.assay.checker.margin.TinyModel;
import org.assay.checker.rule.exhaustion.BruteForce;
import org.assay.checker.verdict.RejectCode;
import org.assay.checker.verdict.Rejection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FloatErrorsTest {
  private static final long SEED = Long.getLong("seed", 20261122L);
  private static final Profile BINARY32 = Profile.ANY_ORDER;

  private static BigDecimal entry(UpperBounds bounds, int r, int c) {
    ExactMatrix values = bounds.values();
    BigDecimal power = new BigDecimal(BigInteger.TWO.pow(Math.abs(values.exponent())));
    BigDecimal significand = new BigDecimal(values.significand(r, c));
    return values.exponent() < 0 ? significand.divide(power) : significand.multiply(power);
  }

  private static UpperBounds bounds(double... row) {
    return UpperBounds.of(TinyModel.exact(row));
  }

  @Test
  void gammaIsRoundedUp() {
    // k 2^64 / (2^24 - k)
    assertEquals(BigInteger.ZERO, Roundings.gammaUp(BINARY32, 0));
    assertEquals(
        new BigInteger("1099511693313"),
        Roundings.gammaUp(BINARY32, 1)); // 2^40 + 2^16 + 2^-8 + ...
    Profile coarse = new Profile("coarse", 8, 8, 1, 4);
    assertEquals(BigInteger.ONE.shiftLeft(64), Roundings.gammaUp(coarse, 128));
    assertThrows(IllegalArgumentException.class, () -> Roundings.gammaUp(coarse, 129));
    assertEquals(BigInteger.valueOf(3).shiftLeft(40), Roundings.units(BINARY32, 3));
  }

  @Test
  void exponentialsMayBeOffByAHalfAtMost() {
    assertEquals(40, new Profile("rough", 8, 40, 1, 4).exp0()); // 40 + 88 = 2^7
    assertThrows(IllegalArgumentException.class, () -> new Profile("rougher", 8, 41, 1, 4));
    assertThrows(IllegalArgumentException.class, () -> new Profile("none", 0, 0, 0, 4));
  }

  @Test
  void twoProfilesHaveNames() throws Rejection {
    assertEquals(BINARY32, Profile.named("binary32-any-order"));
    Profile wide = Profile.named("binary32-any-engine");
    assertEquals(new Profile("binary32-any-engine", 24, 48, 4, 8), wide);
    Rejection why = assertThrows(Rejection.class, () -> Profile.named("binary32"));
    assertEquals(RejectCode.UNKNOWN_PROFILE, why.code());
    assertEquals(
        "UNKNOWN_PROFILE: profile: got \"binary32\", want binary32-any-order or binary32-any-engine",
        why.getMessage());
  }

  /** 24 bits of the largest entry: what is exact stays so, the rest moves up by less than one. */
  @Test
  void boundsAreRoundedUpTo24Bits() {
    UpperBounds two = bounds(-16_777_215, 0.25);
    assertEquals(new BigDecimal(16_777_215), entry(two, 0, 0));
    assertEquals(BigDecimal.ONE, entry(two, 0, 1));
    assertEquals(new BigDecimal(16_777_218), entry(bounds(16_777_217, 0), 0, 0));
    assertEquals(BigDecimal.ZERO, entry(bounds(16_777_217, 0), 0, 1));
    assertEquals(BigDecimal.ZERO, entry(bounds(0, 0), 0, 0));
    assertEquals(new BigDecimal(4), entry(bounds(3).plusAll(1, 0), 0, 0));
    assertEquals(new BigDecimal(8_388_609), entry(bounds(8_388_608).plusAll(1, 99), 0, 0));
    assertEquals(new BigDecimal("1.5"), entry(bounds(0).plusAll(3, 1), 0, 0));
    assertEquals(new BigDecimal(11), entry(bounds(1, 2).timesTransposed(bounds(3, 4)), 0, 0));
    assertEquals(new BigDecimal(6), entry(bounds(3).shifted(1), 0, 0));
    assertEquals(new BigDecimal(7), entry(bounds(3, 7, 5).largest(), 0, 0));
    assertEquals(new BigDecimal(5), entry(bounds(2, 3).plusColumn(bounds(2)), 0, 1));
  }

  @Test
  void ceilingsAreThoseOfTheEntries() {
    BigInteger[] scaled = bounds(3, 0, 5).ceilScaled(0, -1);
    assertEquals(BigInteger.TWO, scaled[0]);
    assertEquals(BigInteger.ZERO, scaled[1]);
    assertEquals(BigInteger.valueOf(3), scaled[2]);
    assertEquals(BigInteger.valueOf(12), bounds(3).ceilScaled(0, 2)[0]);
    assertEquals(BigInteger.ONE, bounds(3).ceilScaled(0, -500)[0]);
  }

  @Test
  void magnitudesAreExclusive() {
    assertEquals(3, bounds(7).magnitudeBits());
    assertEquals(4, bounds(8, 1).magnitudeBits());
    assertTrue(bounds(0).magnitudeBits() < -8192);
  }

  @Test
  void shapesMustFit() {
    UpperBounds two = bounds(1, 2);
    assertThrows(IllegalArgumentException.class, () -> two.plus(bounds(1)));
    assertThrows(IllegalArgumentException.class, () -> two.plusRow(bounds(1)));
    assertThrows(IllegalArgumentException.class, () -> two.times(two));
  }

  /** L-41 with n = h = 1, r = 2, W = 4, b = 8: 2 (4 γ_3 + 4 φ) + 8 γ_2 + 16 φ (4 + 6). */
  @Test
  void theErrorOfAProjectionIsThatOfTheLemma() {
    ExactMatrix four = TinyModel.exact(new double[] {4});
    Projection map = new Projection(four, TinyModel.exact(new double[] {8}));
    FloatPath path = FloatPath.ofResiduals(TinyModel.exact(new double[] {2}), map, BINARY32);
    double unit = 0x1p-24;
    assertEquals(16, entry(path.size(), 0, 0).intValueExact());
    double want = 8 * 3 * unit / (1 - 3 * unit) + 8 * 2 * unit / (1 - 2 * unit);
    assertEquals(want, entry(path.error(), 0, 0).doubleValue(), want * 0x1p-22);
    assertTrue(entry(path.error(), 0, 0).compareTo(new BigDecimal(want)) > 0);
    FloatPath token = FloatPath.ofTokens(TinyModel.exact(new double[] {2}), map, BINARY32);
    assertEquals(8, entry(token.size(), 0, 0).intValueExact());
    double alone = 8 * 3 * unit / (1 - 3 * unit);
    assertEquals(alone, entry(token.error(), 0, 0).doubleValue(), alone * 0x1p-22);
  }

  /** L-44, widening: by 1 - T and 1 + T + T^2 up to 1/8, then by powers of two. */
  @Test
  void weightsAreWidenedOnBothSides() {
    BigInteger one = BigInteger.ONE.shiftLeft(Exponential.BITS);
    Enclosure exp = new Enclosure(one, one, BigInteger.TEN);
    assertEquals(exp, Widening.of(exp, BigInteger.ZERO));
    BigInteger eighth = one.shiftRight(3);
    Enclosure small = Widening.of(exp, eighth);
    assertEquals(one.subtract(eighth), small.lo());
    assertEquals(one.add(eighth).add(one.shiftRight(6)), small.hi());
    assertEquals(BigInteger.TEN, small.exponent());
    Enclosure large = Widening.of(exp, eighth.add(BigInteger.ONE)); // 3/16 < 1: one power of two
    assertEquals(new Enclosure(one.shiftRight(2), one, BigInteger.valueOf(11)), large);
    Enclosure huge = Widening.of(exp, one.multiply(BigInteger.valueOf(200)));
    assertEquals(new Enclosure(BigInteger.ZERO, one, BigInteger.valueOf(310)), huge);
  }

  /** Of logits alike in size the second line proves less, the rougher the arithmetic the less. */
  @Test
  void rougherArithmeticProvesLess() throws Rejection {
    Random random = new Random(SEED);
    long lost = 0;
    for (int trial = 0; trial < 60; trial++) {
      TinyModel.Draw draw = r -> (double) (float) r.nextGaussian();
      TinyModel model = new TinyModel(random, draw, draw);
      Weights weights = model.weights();
      Rational margin =
          trial % 2 == 0 ? Rational.ZERO : new Rational(BigInteger.ONE, BigInteger.TEN);
      Demand demand =
          trial % 3 > 0
              ? Demand.of(margin)
              : new Demand(
                  margin, new TokenWeights(random.ints(model.vocab, 1, 9).boxed().toList()));
      Circuits circuits = Circuits.of(weights);
      BigInteger real = new BruteForce().count(MarginParts.exact(circuits), demand);
      BigInteger least = BigInteger.valueOf(Long.MAX_VALUE);
      for (int bits : new int[] {24, 16, 12, 9}) {
        Profile profile = new Profile("test", bits, 8, 1, 4);
        BigInteger computed = new BruteForce().count(Premises.of(weights, profile), demand);
        String where = "seed " + SEED + ", trial " + trial + ", bits " + bits;
        assertTrue(computed.compareTo(real.min(least)) <= 0, where);
        least = computed;
      }
      lost += real.subtract(least).longValue();
    }
    assertTrue(lost > 100, "inputs lost to the roughest arithmetic: " + lost);
  }

  private static double gamma(int k) {
    return k * 0x1p-24 / (1 - k * 0x1p-24);
  }

  /** Vocab 2, k = 3, n = 3, h = 2; all weights as drawn, the key bias 0. */
  private static TinyModel model(TinyModel.Draw draw) {
    for (int seed = 0; ; seed++) {
      TinyModel model = new TinyModel(new int[] {2, 3}, new Random(seed), draw, draw);
      if (model.dModel == 3 && model.dHead == 2) {
        return model;
      }
    }
  }

  private static void assertBound(double want, UpperBounds bounds) {
    assertEquals(want, entry(bounds, 1, 1).doubleValue(), want * 1e-5);
    assertTrue(entry(bounds, 1, 1).compareTo(new BigDecimal(want * (1 - 1e-9))) >= 0);
  }

  /** L-42 where every weight is 1: q = 7, k_t = k_i = 3. */
  @ParameterizedTest
  @CsvSource({"binary32-any-order, 8", "binary32-any-engine, 48"})
  void theErrorsOfScoresAreThoseOfTheLemma(String name, int exp0) throws Rejection {
    FloatScores scores = FloatErrors.of(model(r -> 1.0).weights(), Profile.named(name)).scores();
    double dq = 6 * gamma(5) + gamma(4);
    double dk = 3 * gamma(5);
    double slope = gamma(8) * (7 + dq) + dq;
    double scale = 2 / Math.sqrt(2); // h terms
    double tokens = scale * (slope * (3 + dk) + 7 * dk);
    double positions = scale * (slope * (3 + dk) + (7 + dq) * dk);
    double argument = 2 * (scale * 21 + scale * 21 + tokens + positions);
    double softmax = 0x1p-24 * 10 * argument + 2 * 0x1p-24 * (4 * exp0 + 4);
    assertBound(tokens, scores.tokens());
    assertBound(positions + softmax, scores.positions());
    BigDecimal twice = new BigDecimal(scores.twice().get(1));
    double got = twice.divide(new BigDecimal(BigInteger.TWO.pow(Exponential.BITS))).doubleValue();
    double want = 2 * (tokens + positions + softmax);
    assertTrue(got >= want * (1 - 1e-9) && got <= want * (1 + 1e-5), got + ", " + want);
  }

  /** L-43 where every weight is 1: v_t = 3, v_i = 4, residual 2; 9 and r roundings up to W_O. */
  @ParameterizedTest
  @CsvSource({"binary32-any-order, 13", "binary32-any-engine, 17"})
  void theErrorsOfLogitsAreThoseOfTheLemma(String name, int mixing) throws Rejection {
    FloatLogits logits = FloatErrors.of(model(r -> 1.0).weights(), Profile.named(name)).logits();
    double dv = 3 * gamma(5);
    double more = 1 + gamma(11);
    assertBound((more * (gamma(mixing) * (3 + dv) + dv) * 2 + gamma(11) * 6) * 3, logits.evou());
    double di = dv + gamma(4);
    assertBound((more * (gamma(mixing) * (4 + di) + di) * 2 + gamma(11) * 8) * 3, logits.pvou());
    assertBound((gamma(6) * 2 + gamma(8)) * 3 + gamma(4), logits.direct());
  }

  /** L-43 where only W_U is not 0: n 16 + 2 n 16 (h+1) (V+2) + 4 (n+2) (X+4), V = 1, X = 5. */
  @Test
  void whatMayBeFlushedIsThatOfTheLemma() throws Rejection {
    TinyModel model = model(r -> 0.0);
    for (double[] row : model.unembed) {
      java.util.Arrays.fill(row, 1);
    }
    UpperBounds direct = FloatErrors.of(model.weights(), BINARY32).logits().direct();
    double want = 3 * 16 + 2 * 3 * 16 * 3 * 3 + 4 * 5 * 9;
    assertBound(want * 0x1p-126, direct);
    for (double[] row : model.wO) {
      java.util.Arrays.fill(row, 1);
    }
    UpperBounds mixed = FloatErrors.of(model.weights(), BINARY32).logits().direct();
    assertBound(2 * 3 * 2 * 2 * 16 * 0x1p-57, mixed); // 2 colsum W_U (V+1) w (K+1)^2 2^-57
  }

  @Test
  void everyOperationIsCounted() {
    ExactMatrix zeros = ExactMatrix.zero(3, 5);
    Meter meter = zeros.meter();
    UpperBounds square = UpperBounds.of(zeros).constant(3, 5, 1, 0);
    square.plus(square);
    assertEquals(BigInteger.valueOf(15), meter.operations());
    square.scaled(BigInteger.ONE);
    assertEquals(BigInteger.valueOf(30), meter.operations());
    square.rowMaxima();
    assertEquals(BigInteger.valueOf(42), meter.operations());
    square.timesTransposed(square);
    assertEquals(BigInteger.valueOf(42 + 9 * 9), meter.operations());
  }

  /** 1 + 2^-24 has 25 bits. */
  @Test
  void everyWeightMustBeABinary32Number() {
    int fields = 0;
    for (int i = 0; i < 11; i++) {
      TinyModel model = model(r -> 1.0);
      double[][] all = {
        model.embed[0],
        model.position[0],
        model.wQ[0],
        model.wK[0],
        model.wV[0],
        model.wO[0],
        model.unembed[0],
        model.bQ,
        model.bV,
        model.bO,
        model.bU
      };
      all[i][0] = 1 + 0x1p-24;
      Rejection why =
          assertThrows(Rejection.class, () -> FloatErrors.of(model.weights(), BINARY32));
      assertEquals(RejectCode.UNSUPPORTED_PROFILE, why.code(), () -> "weight " + why);
      all[i][0] = 1 + 0x1p-23;
      assertEquals(2, assertDoesNotThrow(() -> errors(model)).logits().evou().rows());
      fields++;
    }
    assertEquals(11, fields);
  }

  private static FloatErrors errors(TinyModel model) throws Rejection {
    return FloatErrors.of(model.weights(), BINARY32);
  }

  @Test
  void overflowNamesThePlace() {
    TinyModel model = new TinyModel(new Random(SEED), r -> 1.0, r -> 1.0);
    model.unembed[0][0] = 0x1p125;
    Rejection why = assertThrows(Rejection.class, () -> FloatErrors.of(model.weights(), BINARY32));
    assertEquals(RejectCode.UNSUPPORTED_PROFILE, why.code());
    String message = why.getMessage();
    assertTrue(message.contains("logits: residual * W_U + b_U: overflow is not excluded"), message);
    assertTrue(message.endsWith("want < 2^120"), message);
  }
}

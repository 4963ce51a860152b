// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.gaps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.assay.checker.circuit.Weights;
import org.assay.checker.claim.Demand;
import org.assay.checker.claim.Premises;
import org.assay.checker.exact.Rational;
import org.assay.checker.hint.Bits;
import org.assay.checker.split.AttentionOption;
import org.assay.checker.split.AttentionOptionTest;
import org.assay.checker.split.DirectOption;
import org.assay.checker.split.Directions;
import org.assay.checker.verdict.RejectCode;
import org.assay.checker.verdict.Rejection;
import org.junit.jupiter.api.Test;

/** The hints of rule R-06, and its limits. */
class SubCubicTest {
  static List<SubCubicOptions> combinations() {
    List<SubCubicOptions> all = new ArrayList<>();
    for (DirectOption direct : DirectOption.values()) {
      for (Handling handling : Handling.values()) {
        for (AttentionOption attention : AttentionOption.values()) {
          all.add(new SubCubicOptions(direct, handling, attention));
        }
      }
    }
    return all;
  }

  @Test
  void thereAre165CombinationsWithCodeWords() throws Rejection {
    assertEquals(165, combinations().size());
    for (SubCubicOptions one : combinations()) {
      assertEquals(
          one,
          SubCubicOptions.of(one.direct().word(), one.handling().word(), one.attention().word()));
    }
    Rejection why =
        assertThrows(Rejection.class, () -> SubCubicOptions.of("max_diff", "envelope", "none"));
    assertEquals(RejectCode.UNKNOWN_STRATEGY, why.code());
  }

  @Test
  void gapsAreReadPairByPair() throws Rejection {
    Gaps gaps = GapSearch.gaps(5, 3, (q, m, c) -> (2 * q + m + c) % 5);
    for (int q = 0; q < 5; q++) {
      for (int m = q; m < 5; m++) {
        for (int c = 1; c < 3; c++) {
          assertEquals((2 * q + m + c) % 5, gaps.gap(q, m, c));
        }
      }
    }
  }

  @Test
  void gapsOfAnotherLengthOrRangeAreRejected() throws Rejection {
    Gaps.of(3, 2, new Bits("gaps", new BitSet(), 12));
    Gaps.of(3, 2, new Bits("gaps", new BitSet(), 17));
    Gaps.of(3, 1, new Bits("gaps", new BitSet(), 0));
    Gaps.of(1, 9, new Bits("gaps", new BitSet(), 0));
    assertHintRange(
        () -> Gaps.of(3, 2, new Bits("gaps", new BitSet(), 11)), "gaps: got 11 bits, want 12");
    assertHintRange(
        () -> Gaps.of(3, 2, new Bits("gaps", new BitSet(), 18)), "gaps: got 18 bits, want 12");
    BitSet last = new BitSet();
    last.set(12);
    assertHintRange(() -> Gaps.of(3, 2, new Bits("gaps", last, 13)), "gaps: got 13 bits, want 12");
    BitSet three = new BitSet();
    three.set(10, 12);
    assertHintRange(() -> Gaps.of(3, 2, new Bits("gaps", three, 12)), "gap: got 3, want < 3");
  }

  @Test
  void directionsAreInTwosComplement() throws Rejection {
    BitSet bits = new BitSet();
    bits.set(0);
    bits.set(19, 36);
    bits.set(36, 54);
    List<BigInteger[]> vectors =
        Directions.of(List.of(2, 1), new Bits("directions", bits, 54)).vectors();
    assertEquals(BigInteger.valueOf(-(1 << 17)), vectors.get(0)[0]);
    assertEquals(BigInteger.valueOf((1 << 17) - 1), vectors.get(0)[1]);
    assertEquals(BigInteger.ONE.negate(), vectors.get(1)[0]);
    assertHintRange(
        () -> Directions.of(List.of(2, 1), new Bits("directions", bits, 60)),
        "directions: got 60 bits, want 54");
    assertHintRange(
        () -> Directions.of(List.of(2, 1), new Bits("directions", bits, 48)),
        "directions: got 48 bits, want 54");
  }

  @Test
  void workOverTheLimitIsDeclined() throws Rejection {
    SubCubicOptions options = SubCubicOptions.of("max_diff", "envelope", "svd");
    SubCubic proof = new SubCubic(options, null, new Directions(List.of()));
    assertEquals("sub-cubic", proof.name());
    proof.requireLimits(512, 1); // 513^2 > 2^18
    assertThrows(Rejection.class, () -> proof.requireLimits(513, 1));
    proof.requireLimits(512, 16);
    Rejection why = assertThrows(Rejection.class, () -> proof.requireLimits(512, 17));
    assertEquals("LIMIT_EXCEEDED: sub-cubic cells: got 4456448, want <= 4194304", why.getMessage());
  }

  /** Before anything is multiplied out; with one token there is nothing to prove. */
  @Test
  void modelsOverTheLimitOfTheCircuitsAreDeclined() throws Rejection {
    SubCubicOptions options = SubCubicOptions.of("max_diff", "envelope", "max_diff");
    SubCubic proof = new SubCubic(options, null, new Directions(List.of()));
    Weights wide = AttentionOptionTest.sized(2050, 1, 4100);
    Rejection why =
        assertThrows(
            Rejection.class, () -> proof.count(Premises.exact(wide), Demand.of(Rational.ZERO)));
    assertTrue(why.getMessage().startsWith("LIMIT_EXCEEDED: work of the exact circuits: got 172"));
    Weights small = AttentionOptionTest.sized(1, 1, 1);
    assertEquals(BigInteger.ONE, proof.count(Premises.exact(small), Demand.of(Rational.ZERO)));
  }

  /** Reads hints. */
  private interface Reading {
    void read() throws Rejection;
  }

  private static void assertHintRange(Reading reading, String message) {
    Rejection why = assertThrows(Rejection.class, reading::read);
    assertEquals(RejectCode.HINT_RANGE, why.code());
    assertTrue(why.getMessage().startsWith("HINT_RANGE: " + message), why::getMessage);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.part;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assay.checker.verdict.Findings;
import org.assay.checker.verdict.Findings.Proof;
import org.junit.jupiter.api.Test;

/** Lemma L-99: which parts are those of a claim, and what they say together. */
class AdditionTest {
  private static final String DIGEST = "ab";
  private static final int UNITS = 10;

  /** A claim of 100 inputs in ten units, with a second line or without. */
  private record Claim(boolean executed) implements Divided {
    @Override
    public Findings.Claimed claimed() {
      Optional<Findings.Execution> execution =
          executed
              ? Optional.of(new Findings.Execution("profile", BigInteger.ZERO))
              : Optional.empty();
      BigInteger total = BigInteger.valueOf(10L * UNITS);
      return new Findings.Claimed(
          "model", "exhaustive", "0", List.of(), BigInteger.ONE, total, execution);
    }

    @Override
    public Findings read(Findings known) {
      return known;
    }

    @Override
    public String unit() {
      return "inputs";
    }

    @Override
    public long units() {
      return UNITS;
    }

    @Override
    public Counted count(Range range) {
      throw new IllegalStateException("parts are added up, not decided");
    }
  }

  private static Proof proof(long proved, Optional<Long> executed, Long... levels) {
    return new Proof(
        BigInteger.valueOf(proved),
        executed.map(BigInteger::valueOf),
        BigInteger.valueOf(1000 + proved),
        List.of(levels));
  }

  private static Part part(int from, int to, Proof proof) {
    Range range = new Range(from, to);
    return new Part(DIGEST, "inputs", UNITS, range, BigInteger.valueOf(10L * (to - from)), proof);
  }

  private static Proof sum(boolean executed, Part... parts) throws Addition.Wrong {
    return new Addition(List.of(parts)).of(DIGEST, new Claim(executed));
  }

  private static void assertWrong(String reason, boolean executed, Part... parts) {
    String message =
        assertThrows(Addition.Wrong.class, () -> sum(executed, parts), reason).getMessage();
    assertTrue(message.startsWith("parts: " + reason), message);
  }

  private static Proof none() {
    return proof(0, Optional.empty());
  }

  @Test
  void countsOperationsAndLevelsAreAddedUp() throws Exception {
    Part first = part(0, 3, proof(20, Optional.empty(), 5L, 7L));
    Part second = part(3, 10, proof(60, Optional.empty(), 1L, 2L, 4L));
    for (List<Part> parts : List.of(List.of(first, second), List.of(second, first))) {
      Proof sum = sum(false, parts.toArray(Part[]::new));
      assertEquals(BigInteger.valueOf(80), sum.proved());
      assertEquals(Optional.empty(), sum.executed());
      assertEquals(BigInteger.valueOf(2080), sum.operations());
      assertEquals(List.of(6L, 9L, 4L), sum.levels());
    }
    Part executed = part(0, 4, proof(20, Optional.of(20L)));
    Proof both = sum(true, executed, part(4, 10, proof(50, Optional.of(0L))));
    assertEquals(Optional.of(BigInteger.valueOf(20)), both.executed());
    assertEquals(List.of(), both.levels());
  }

  @Test
  void emptyPartsMayStandAnywhere() throws Exception {
    Part[] parts = {part(4, 10, none()), part(4, 4, none()), part(0, 4, none())};
    Part[] more =
        Stream.of(parts[0], part(10, 10, none()), parts[2], part(0, 0, none()), parts[1])
            .toArray(Part[]::new);
    assertEquals(BigInteger.ZERO, sum(false, parts).proved());
    assertEquals(BigInteger.valueOf(5000), sum(false, more).operations());
  }

  /** Condition (b); their totals are right but for the first and the last. */
  @Test
  void everyUnitIsInOnePart() {
    assertWrong("they end at unit 9, want 10", false, part(0, 9, none()));
    assertWrong("units from 0 on: got part 1..10", false, part(1, 10, none()));
    assertWrong("units from 4 on: got part 5..10", false, part(0, 4, none()), part(5, 10, none()));
    assertWrong("units from 6 on: got part 5..10", false, part(0, 6, none()), part(5, 10, none()));
    assertWrong("units from 10 on: got", false, part(0, 10, none()), part(0, 10, none()));
    assertWrong("they end at unit 0, want 10", false);
    Part[] each =
        IntStream.range(0, UNITS).mapToObj(u -> part(u, u + 1, none())).toArray(Part[]::new);
    each[7] = part(7, 7, none());
    assertWrong("units from 7 on: got part 8..9", false, each);
  }

  /** Conditions (a) and (c). */
  @Test
  void partsOfAnotherClaimAreRefused() {
    Part good = part(0, 10, none());
    BigInteger total = good.total();
    Part digest = new Part("cd", "inputs", UNITS, good.range(), total, none());
    assertWrong("claim: got cd, want ab", false, digest);
    Part unit = new Part(DIGEST, "query tokens", UNITS, good.range(), total, none());
    assertWrong("units: got 10 query tokens, want 10 inputs", false, unit);
    for (int units : new int[] {UNITS - 1, UNITS + 1}) {
      Part other = new Part(DIGEST, "inputs", units, good.range(), total, none());
      assertWrong("units: got " + units + " inputs", false, other);
    }
    for (int more : new int[] {-1, 1}) {
      BigInteger wrong = total.add(BigInteger.valueOf(more));
      Part other = new Part(DIGEST, "inputs", UNITS, good.range(), wrong, none());
      assertWrong("their totals add up to " + wrong + ", want 100", false, other);
    }
  }

  /** Condition (d), on both sides. */
  @Test
  void aPartProvesNoMoreThanItsInputs() throws Exception {
    assertEquals(
        BigInteger.valueOf(100), sum(false, part(0, 10, proof(100, Optional.empty()))).proved());
    assertWrong("part 0..10 proves 101 of 100", false, part(0, 10, proof(101, Optional.empty())));
    Part all = part(0, 10, proof(100, Optional.of(100L)));
    assertEquals(Optional.of(BigInteger.valueOf(100)), sum(true, all).executed());
    String reason = "part 0..10 proves 90 of 100, of executions ";
    assertWrong(reason + 91, true, part(0, 10, proof(90, Optional.of(91L))));
    assertWrong(reason + "none", true, part(0, 10, proof(90, Optional.empty())));
    assertWrong(reason + 90, false, part(0, 10, proof(90, Optional.of(90L))));
  }
}

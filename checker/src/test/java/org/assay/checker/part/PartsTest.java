// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.part;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.assay.checker.Checker;
import org.assay.checker.vectors.Vector;
import org.assay.checker.verdict.Verdict;
import org.junit.jupiter.api.Test;

/** Claims of the vectors, cut in random ways: the parts say what the whole says, in any order. */
class PartsTest {
  private static final long SEED = Long.getLong("seed", 20261130L);
  private static final int MOST_UNITS = 200;

  private final PartChecker checker = new PartChecker(Optional.empty());
  private final Random random = new Random(SEED);

  @Test
  void anyCutSaysWhatTheWholeSays() throws IOException {
    int circuits = 0;
    int programs = 0;
    for (Vector vector : Vector.all()) {
      Optional<Part> none = isPlain(vector) ? part(vector, new Range(0, 0)) : Optional.empty();
      if (none.isPresent() && none.get().units() <= MOST_UNITS) {
        compare(vector, none.get().units());
        programs += none.get().unit().equals("inputs") ? 1 : 0;
        circuits += none.get().unit().equals("inputs") ? 0 : 1;
      }
    }
    assertTrue(circuits > 15, "circuits: " + circuits);
    assertTrue(programs > 15, "programs: " + programs);
  }

  /** Of each section some, and none that is made when it is run. */
  private static boolean isPlain(Vector vector) {
    return vector.side().equals("accept")
        && !vector.isSigned()
        && !vector.json().containsKey("generate")
        && Math.floorMod(vector.name().hashCode(), 8) == 0;
  }

  private void compare(Vector vector, long units) throws IOException {
    Verdict whole = Checker.unsigned().check(certificate(vector), vector.models());
    List<Part> parts = new ArrayList<>();
    long from = 0;
    while (from < units) {
      long to = from + random.nextLong(Math.min(units - from, 60) + 1);
      parts.add(part(vector, new Range(from, to)).orElseThrow());
      from = to;
    }
    Collections.shuffle(parts, random);
    Verdict sum = checker.sum(certificate(vector), vector.models(), reread(parts));
    String what = vector.name() + ", seed " + SEED;
    assertEquals(whole.outcome(), sum.outcome(), what);
    assertEquals(proved(whole), proved(sum), what);
    assertEquals(
        whole.findings().proof().orElseThrow().executed(),
        sum.findings().proof().orElseThrow().executed(),
        what);
    assertNothingIsLost(vector, parts);
  }

  /** Without one of them that is not empty, or with one twice, nothing is decided. */
  private void assertNothingIsLost(Vector vector, List<Part> parts) {
    Part one =
        parts.stream()
            .filter(part -> part.range().from() < part.range().to())
            .findFirst()
            .orElseThrow();
    List<Part> fewer = new ArrayList<>(parts);
    fewer.remove(one);
    List<Part> more = new ArrayList<>(parts);
    more.add(one);
    for (List<Part> wrong : List.of(fewer, more)) {
      assertThrows(
          PartChecker.NotItsParts.class,
          () -> checker.sum(certificate(vector), vector.models(), wrong),
          vector.name());
    }
  }

  /** Of version 1 and of programs. */
  @Test
  void aStrategyThatIsNotDividedIsToldWhichAre() throws IOException {
    for (String name : List.of("f-grouped", "f-half-spaces")) {
      Vector vector = Vector.of("decline/L-99/" + name);
      Verdict verdict =
          checker.part(certificate(vector), vector.models(), new Range(0, 1)).verdict();
      String reason = verdict.message().orElseThrow();
      assertTrue(reason.contains("decided input by input: "), reason);
    }
  }

  private static List<Part> reread(List<Part> parts) throws IOException {
    StringBuilder lines = new StringBuilder();
    parts.forEach(part -> lines.append(part.json()).append('\n'));
    List<Part> read = PartChecker.parts(lines.toString().getBytes(StandardCharsets.US_ASCII));
    assertEquals(parts, read);
    return read;
  }

  private static BigInteger proved(Verdict verdict) {
    return verdict.findings().proof().orElseThrow().proved();
  }

  private Optional<Part> part(Vector vector, Range range) throws IOException {
    return checker.part(certificate(vector), vector.models(), range).part();
  }

  private static byte[] certificate(Vector vector) {
    return vector.bytes("certificate.json");
  }
}

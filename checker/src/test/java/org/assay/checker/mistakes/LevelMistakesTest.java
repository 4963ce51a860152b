// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.mistakes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The levels' arithmetic with one mistake at a time (L-80 to L-91 and what they stand on): each is
 * noticed by the vector or test that the list names, which the checker itself passes. {@code
 * -Dassay.turn=N} takes one in twelve, others by the number.
 */
@Tag("long")
class LevelMistakesTest {
  private static final int PARTS = 12;
  private static final Duration PATIENCE = Duration.ofMinutes(2); // a mistake may go on for ever

  private static List<Mistake> some() {
    List<Mistake> all = Mistake.all();
    Long turn = Long.getLong("assay.turn");
    if (turn == null) return all;
    return IntStream.range(0, all.size())
        .filter(i -> i % PARTS == turn % PARTS)
        .mapToObj(all::get)
        .toList();
  }

  @TestFactory
  Stream<DynamicTest> eachMistakeIsNoticed() {
    return some().stream()
        .map(one -> DynamicTest.dynamicTest(one.toString(), () -> assertNoticed(one)));
  }

  private static void assertNoticed(Mistake one) {
    Variant variant = Variant.of(one.type(), one.source());
    assertTimeoutPreemptively(
        PATIENCE, () -> assertNotEquals("", Probe.failure(variant, one.noticed())));
  }

  @TestFactory
  Stream<DynamicTest> withoutAMistakeNothingIsNoticed() {
    Set<String> probes = some().stream().map(Mistake::noticed).collect(Collectors.toSet());
    return new TreeSet<>(probes)
        .stream()
            .map(
                probe ->
                    DynamicTest.dynamicTest(
                        probe, () -> assertEquals("", Probe.failure(Variant.unchanged(), probe))));
  }

  @Test
  void eachLemmaHasSome() {
    Set<String> found = Mistake.all().stream().map(Mistake::lemma).collect(Collectors.toSet());
    List<String> missing =
        IntStream.rangeClosed(80, 91)
            .mapToObj(number -> "L-" + number)
            .filter(lemma -> !found.contains(lemma))
            .toList();
    assertEquals(List.of(), missing);
    Mistake.all().forEach(Mistake::source); // each is in its file, once
  }
}

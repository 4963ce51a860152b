// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import org.assay.generator.model.Model;
import org.assay.generator.strategy.counting.GroupedCounting;
import org.assay.generator.strategy.exhaustion.BruteForce;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** No input of these models has a margin below 5e-5, so the count is the exact accuracy. */
class ReferenceModelsTest {
  @ParameterizedTest
  @CsvSource({"max-of-3-vocab-32, 32767, 32768", "trap-for-mean-plus-diff, 5770, 65536"})
  void bruteForceCountsExactly(String name, BigInteger correct, long total) throws Exception {
    Model model = Model.read(Path.of("src/test/resources/models", name + ".safetensors"));
    AtomicLong decided = new AtomicLong();
    BigInteger counted =
        new BruteForce().prove(model, Margin.parse("0"), decided::addAndGet).correct();
    assertEquals(correct, counted);
    assertEquals(total, decided.get());
  }

  @Test
  @Tag("long")
  void bruteForceCountsFourTokensExactly() throws Exception {
    bruteForceCountsExactly("max-of-4-seed-50", BigInteger.valueOf(16772327), 16777216);
  }

  @Test
  @Tag("long")
  void groupedCountingIsNearlyExact() throws Exception {
    Model model = Model.read(Path.of("src/test/resources/models/max-of-4-seed-50.safetensors"));
    GroupedCounting strategy = new GroupedCounting(OptionalInt.empty());
    AtomicLong steps = new AtomicLong();
    Proof proof = strategy.prove(model, Margin.parse("0"), steps::addAndGet);
    long counted = proof.correct().longValueExact();
    assertTrue(counted <= 16772327 && counted > 16772327 - 16777216 / 10_000, "" + counted);
    assertEquals(strategy.steps(model).longValueExact(), steps.get());
    assertEquals("2048", proof.hints().get("bins"));
    assertTrue(proof.hints().get("cover").length() < 3000, proof.hints()::toString);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.assay.generator.model.Model;
import org.assay.generator.strategy.Margin;
import org.assay.generator.strategy.exhaustion.BruteForce;
import org.assay.generator.strategy.split.CircuitTables;
import org.junit.jupiter.api.Test;

class MarginHistogramTest {
  /** What the figure calls wrong is what brute force, which is exact, does not count. */
  @Test
  void wrongIsWhatBruteForceLeavesOut() throws Exception {
    Model model = Model.read(Path.of("src/test/resources/models/max-of-3-vocab-32.safetensors"));
    MarginHistogram histogram = MarginHistogram.of(CircuitTables.of(model), model.k());
    assertFalse(histogram.isSample());
    assertEquals(32 * 32 * 32, histogram.total());
    long right =
        new BruteForce().prove(model, Margin.parse("0"), steps -> {}).correct().longValueExact();
    assertEquals(histogram.total() - right, histogram.wrong());
    assertTrue(histogram.counts().length <= 50, "too many bins");
    assertTrue(histogram.counts().length >= 15, "too few bins");
  }

  /** Proved by grouped counting: at least 0.9993684718 of all inputs are right. */
  @Test
  void manyInputsAreSampled() throws Exception {
    Path file = Path.of("../certificates/models/max-of-10-vocab-64-seed-50.safetensors");
    Model model = Model.read(file);
    MarginHistogram histogram = MarginHistogram.of(CircuitTables.of(model), model.k());
    assertTrue(histogram.isSample());
    assertEquals(1 << 18, histogram.total());
    assertTrue(histogram.wrong() < histogram.total() / 1000, "wrong: " + histogram.wrong());
  }
}

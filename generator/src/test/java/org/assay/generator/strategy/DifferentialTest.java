// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleSupplier;
import org.assay.checker.Checker;
import org.assay.checker.verdict.Verdict;
import org.assay.generator.certificate.Claim;
import org.assay.generator.certificate.Envelope;
import org.assay.generator.certificate.Statement;
import org.assay.generator.model.Model;
import org.assay.generator.model.ModelFiles;
import org.assay.generator.strategy.exhaustion.BruteForce;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the generator counts the checker counts too, whatever the weights. */
class DifferentialTest {
  private final Random random = new Random(Long.getLong("seed", 11));

  @Test
  void onOrdinaryModelsBothCountTheSame() throws Exception {
    int counted = 0;
    for (int trial = 0; trial < 60; trial++) {
      String margin = trial % 2 == 0 ? "0" : "1/3";
      long[] counts = counts(random::nextGaussian, margin, trial);
      assertEquals(counts[1], counts[0], "trial " + trial);
      counted += (int) counts[0];
    }
    assertTrue(counted > 200, "only " + counted + " inputs were counted");
  }

  @Test
  @Tag("long")
  void onExtremeModelsTheGeneratorCountsNoMore() throws Exception {
    int counted = 0;
    for (int trial = 0; trial < 300; trial++) {
      int spread = new int[] {8, 30, 100, 1000}[trial % 4];
      long[] counts =
          counts(
              () ->
                  random.nextInt(5) == 0
                      ? 0
                      : Math.scalb(random.nextGaussian(), random.nextInt(2 * spread) - spread),
              trial % 3 == 0 ? "1/1000" : "0",
              trial);
      assertTrue(counts[0] <= counts[1], "trial " + trial + ": " + counts[0] + " > " + counts[1]);
      counted += (int) counts[0];
    }
    assertTrue(counted > 300, "only " + counted + " inputs were counted");
  }

  /** What the generator and what the checker count on one random model. */
  private long[] counts(DoubleSupplier weight, String margin, int trial) throws Exception {
    int[] sizes = {1 + trial % 3, 2 + random.nextInt(4), 1 + random.nextInt(3), 1 + trial % 4};
    Map<String, double[]> tensors = ModelFiles.tensors(sizes, weight);
    tensors.get("unembed.b_U")[sizes[1] - 1] += Math.abs(weight.getAsDouble());
    byte[] file = ModelFiles.file(sizes, tensors);
    Model model = ModelFiles.model(sizes, tensors);
    BigInteger correct = new BruteForce().prove(model, Margin.parse(margin), n -> {}).correct();
    Claim.Sizes claimed = new Claim.Sizes(sizes[0], sizes[1], sizes[2], sizes[3]);
    Statement statement =
        new Statement(
            "m.safetensors",
            model.sha256(),
            new Claim(claimed, margin, correct),
            "brute-force",
            Map.of());
    byte[] certificate = new Envelope(statement.payload(), List.of()).bytes();
    Verdict verdict = Checker.unsigned().check(certificate, sha256 -> file);
    assertEquals(
        Verdict.Outcome.ACCEPTED, verdict.outcome(), () -> trial + ": " + verdict.message());
    return new long[] {
      correct.longValueExact(), verdict.findings().proof().orElseThrow().proved().longValueExact()
    };
  }
}

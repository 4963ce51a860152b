// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy.cells;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.assay.generator.model.Model;
import org.assay.generator.model.ModelFiles;
import org.assay.generator.strategy.CheckerCount;
import org.assay.generator.strategy.Margin;
import org.assay.generator.strategy.Proof;
import org.assay.generator.strategy.Strategy;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Both cubic strategies: never more than all inputs that are right, and the checker agrees. */
class CubicTest {
  private final Random random = new Random(Long.getLong("seed", 29));

  @Test
  @Tag("long")
  void theyCountAtMostTheTruthAndWhatTheCheckerCounts() throws Exception {
    long right = 0;
    long plain = 0;
    long retested = 0;
    int same = 0;
    int trials = 300;
    for (int trial = 0; trial < trials; trial++) {
      int[] sizes = {1 + trial % 5, 2 + random.nextInt(4), 1 + random.nextInt(3), 2};
      String margin = trial % 3 == 0 ? "1/3" : "0";
      byte[] file = file(sizes, trial % 7 == 0 ? 1000 : 1);
      Model model = ModelFiles.parse(file);
      long truth = CheckerCount.truth(model, file, margin);
      long[] cubic = counts(new Cubic(), model, file, margin);
      long[] retest = counts(new CubicRetest(), model, file, margin);
      assertTrue(cubic[1] <= truth && retest[1] <= truth, "trial " + trial);
      assertTrue(cubic[0] <= retest[0], "trial " + trial);
      right += truth;
      plain += cubic[0];
      retested += retest[0];
      if (cubic[0] == cubic[1] && retest[0] == retest[1]) same++;
    }
    assertTrue(same >= trials * 19 / 20, same + " counts are the checker's");
    assertTrue(retested > plain && plain > right / 4, plain + ", " + retested + " of " + right);
  }

  @Test
  void aTrapIsNone() throws Exception {
    Path path = Path.of("src/test/resources/models/trap-for-mean-plus-diff.safetensors");
    byte[] file = Files.readAllBytes(path);
    Model model = Model.read(path);
    for (Strategy strategy : new Strategy[] {new Cubic(), new CubicRetest()}) {
      long[] counts = counts(strategy, model, file, "0");
      assertTrue(counts[1] <= 5770 && counts[0] == counts[1], strategy.name() + counts[1]);
    }
  }

  @Test
  @Tag("long")
  void ofAReferenceModelTheCountIsTheCheckers() throws Exception {
    Path path = Path.of("src/test/resources/models/max-of-4-seed-50.safetensors");
    byte[] file = Files.readAllBytes(path);
    Model model = Model.read(path);
    long[] cubic = counts(new Cubic(), model, file, "0");
    assertEquals(cubic[1], cubic[0]);
    Proof proof = new CubicRetest().prove(model, Margin.parse("0"), n -> {});
    long own = proof.correct().longValueExact();
    assertEquals(CheckerCount.of(model, file, "0", "cubic-retest", proof.hints()), own);
    assertTrue(own > 0.995 * 16772327 && cubic[0] < own, cubic[0] + ", " + own);
    assertTrue(proof.hints().get("cells").length() < 13_602, "the certificate is too long");
  }

  /** Own count, and the checker's. */
  private static long[] counts(Strategy strategy, Model model, byte[] file, String margin)
      throws Exception {
    Proof proof = strategy.prove(model, Margin.parse(margin), n -> {});
    long own = proof.correct().longValueExact();
    long checkers = CheckerCount.of(model, file, margin, strategy.name(), proof.hints());
    assertTrue(own >= 0 && own <= checkers, own + " > " + checkers);
    return new long[] {own, checkers};
  }

  private byte[] file(int[] sizes, int spread) {
    Map<String, double[]> tensors =
        ModelFiles.tensors(
            sizes, () -> Math.scalb(random.nextGaussian(), random.nextInt(spread) - spread / 2));
    tensors.get("unembed.b_U")[sizes[1] - 1] += random.nextInt(4);
    return ModelFiles.file(sizes, tensors);
  }
}

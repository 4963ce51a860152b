// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy.gaps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assay.generator.model.Model;
import org.assay.generator.model.ModelFiles;
import org.assay.generator.strategy.CheckerCount;
import org.assay.generator.strategy.Margin;
import org.assay.generator.strategy.Proof;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** All combinations: never more than all inputs that are right, and the checker agrees. */
class SubCubicTest {
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

  private final Random random = new Random(Long.getLong("seed", 23));

  @Test
  @Tag("long")
  void everyCombinationCountsAtMostTheTruthAndWhatTheCheckerCounts() throws Exception {
    long right = 0;
    long counted = 0;
    int same = 0;
    List<SubCubic> all = SubCubic.combinations();
    assertEquals(165, all.stream().distinct().count());
    for (int trial = 0; trial < 3 * all.size(); trial++) {
      SubCubic strategy = all.get(trial % all.size());
      int[] sizes = {1 + trial % 4, 2 + random.nextInt(4), 1 + random.nextInt(3), 2};
      String margin = trial % 5 == 0 ? "1/3" : "0";
      byte[] file = file(sizes);
      Model model = ModelFiles.parse(file);
      Proof proof = strategy.prove(model, Margin.parse(margin), n -> {});
      long own = proof.correct().longValueExact();
      long checkers = CheckerCount.of(model, file, margin, strategy.name(), proof.hints());
      long truth = CheckerCount.truth(model, file, margin);
      String what = strategy + ": own " + own + ", checker's " + checkers + ", true " + truth;
      assertTrue(own >= 0 && own <= checkers && checkers <= truth, what);
      right += truth;
      counted += own;
      if (own == checkers) same++;
    }
    assertTrue(same >= 3 * all.size() - 3, same + " counts are the checker's");
    assertTrue(counted > right / 4, counted + " of " + right + " were counted");
  }

  /** The hints are in their format whatever the doubles become. */
  @Test
  void extremeWeightsDoNotCrash() throws Exception {
    List<SubCubic> all = SubCubic.combinations();
    for (int trial = 0; trial < all.size(); trial++) {
      int spread = trial % 2 == 0 ? 30 : 1000;
      int[] sizes = {1 + trial % 3, 2 + trial % 3, 2, 1 + trial % 2};
      byte[] file =
          ModelFiles.file(
              sizes,
              ModelFiles.tensors(
                  sizes,
                  () -> Math.scalb(random.nextGaussian(), random.nextInt(2 * spread) - spread)));
      Model model = ModelFiles.parse(file);
      Proof proof = all.get(trial).prove(model, Margin.parse("0"), n -> {});
      long checkers = CheckerCount.of(model, file, "0", "sub-cubic", proof.hints());
      assertTrue(checkers <= Math.pow(sizes[1], sizes[0]), all.get(trial)::toString);
    }
  }

  /**
   * Without a mean, the cells do not depend on each other: no gaps prove more than the smallest.
   */
  @Test
  void randomGapsProveNoMore() throws Exception {
    for (SubCubic strategy : SubCubic.combinations()) {
      if (strategy.handling() == Handling.MEAN_QUERY) continue;
      byte[] file = file(new int[] {3, 5, 2, 2});
      Model model = ModelFiles.parse(file);
      Proof proof = strategy.prove(model, Margin.parse("0"), n -> {});
      Map<String, String> hints = new LinkedHashMap<>(proof.hints());
      hints.put("gaps", "\"" + randomGaps(30, 5) + "\"");
      long other = CheckerCount.of(model, file, "0", "sub-cubic", hints);
      assertTrue(other <= proof.correct().longValueExact(), strategy::toString);
    }
  }

  @Test
  void noCombinationIsTrapped() throws Exception {
    Path path = Path.of("src/test/resources/models/trap-for-mean-plus-diff.safetensors");
    byte[] file = Files.readAllBytes(path);
    Model model = Model.read(path);
    for (SubCubic strategy : SubCubic.combinations()) {
      Proof proof = strategy.prove(model, Margin.parse("0"), n -> {});
      long checkers = CheckerCount.of(model, file, "0", "sub-cubic", proof.hints());
      assertTrue(checkers <= 5770, strategy + " proves " + checkers);
      assertTrue(proof.correct().longValueExact() <= checkers, strategy::toString);
    }
  }

  /** Models that copy their maximum, more or less: there is something to prove. */
  private byte[] file(int[] sizes) {
    Map<String, double[]> tensors = ModelFiles.tensors(sizes, () -> random.nextGaussian() / 2);
    double[] favour = tensors.get("unembed.b_U");
    for (int o = 0; o < favour.length; o++) favour[o] += o * random.nextInt(3);
    return ModelFiles.file(sizes, tensors);
  }

  private String randomGaps(int count, int vocab) {
    StringBuilder bits = new StringBuilder();
    for (int cell = 0; cell < count; cell++) {
      String gap = Integer.toBinaryString(8 + random.nextInt(vocab));
      bits.append(gap.substring(1));
    }
    while (bits.length() % 6 != 0) bits.append('0');
    StringBuilder packed = new StringBuilder();
    for (int at = 0; at < bits.length(); at += 6) {
      packed.append(ALPHABET.charAt(Integer.parseInt(bits.substring(at, at + 6), 2)));
    }
    return packed.toString();
  }
}

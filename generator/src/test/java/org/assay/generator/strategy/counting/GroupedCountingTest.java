// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy.counting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import org.assay.generator.model.Model;
import org.assay.generator.model.ModelFiles;
import org.assay.generator.strategy.CheckerCount;
import org.assay.generator.strategy.Margin;
import org.assay.generator.strategy.Proof;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** On tiny models: never more than all inputs that are right, and the checker agrees. */
class GroupedCountingTest {
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

  private final Random random = new Random(Long.getLong("seed", 17));

  @Test
  @Tag("long")
  void itCountsAtMostTheTruthAndAboutWhatTheCheckerCounts() throws Exception {
    long right = 0;
    long counted = 0;
    for (int trial = 0; trial < 400; trial++) {
      int[] sizes = {1 + trial % 4, 2 + random.nextInt(4), 1 + random.nextInt(3), 2};
      String margin = trial % 3 == 0 ? "1/3" : "0";
      byte[] file = file(sizes, trial % 5 == 0 ? 12 : 0);
      Model model = ModelFiles.parse(file);
      int bins = trial % 2 == 0 ? sizes[0] : 64 << random.nextInt(8);
      Proof proof =
          new GroupedCounting(OptionalInt.of(bins)).prove(model, Margin.parse(margin), n -> {});
      long truth = truth(model, file, margin);
      long own = proof.correct().longValueExact();
      long checkers = proved(model, file, margin, proof.hints());
      String what =
          String.format(
              Locale.ROOT, "trial %d: own %d, checker's %d, true %d", trial, own, checkers, truth);
      assertTrue(own >= 0 && own <= truth && checkers <= truth, what);
      if (trial % 5 != 0) assertTrue(own <= checkers, what);
      right += truth;
      counted += own;
    }
    assertTrue(counted > right * 4 / 5, counted + " of " + right + " were counted");
  }

  /** No cover proves too much, and the generator's is better than most. */
  @Test
  void randomCoversProveNoMoreThanTheTruth() throws Exception {
    int better = 0;
    for (int trial = 0; trial < 60; trial++) {
      int[] sizes = {3, 5, 2, 2};
      byte[] file = file(sizes, 0);
      Model model = ModelFiles.parse(file);
      Proof proof =
          new GroupedCounting(OptionalInt.of(256)).prove(model, Margin.parse("0"), n -> {});
      Map<String, String> hints = new LinkedHashMap<>(proof.hints());
      hints.put("cover", "\"" + randomCover(sizes[1]) + "\"");
      long other = proved(model, file, "0", hints);
      long truth = truth(model, file, "0");
      assertTrue(other <= truth, other + " > " + truth);
      if (proved(model, file, "0", proof.hints()) >= other) better++;
    }
    assertTrue(better >= 58, "only " + better + " of 60 covers are the better ones");
  }

  /** L-13: where one output's logits vary much more than another's. */
  @Test
  void unlikeOutputsAreScaledAndMoreIsProved() throws Exception {
    long scaled = 0;
    long asTheyAre = 0;
    for (int trial = 0; trial < 40; trial++) {
      int[] sizes = {3, 5, 3, 2};
      byte[] file = ModelFiles.file(sizes, unlike(sizes));
      Model model = ModelFiles.parse(file);
      Proof proof =
          new GroupedCounting(OptionalInt.of(1024)).prove(model, Margin.parse("0"), n -> {});
      long proved = proved(model, file, "0", proof.hints());
      assertTrue(proved <= truth(model, file, "0"), "trial " + trial);
      assertTrue(proof.correct().longValueExact() <= proved, "trial " + trial);
      if (proof.hints().containsKey("scaled")) {
        Map<String, String> hints = new LinkedHashMap<>(proof.hints());
        hints.remove("scaled");
        scaled += proved;
        asTheyAre += proved(model, file, "0", hints);
      }
    }
    assertTrue(scaled > asTheyAre, scaled + " with, " + asTheyAre + " without factors");
  }

  private Map<String, double[]> unlike(int[] sizes) {
    Map<String, double[]> tensors = ModelFiles.tensors(sizes, random::nextGaussian);
    double[] unembed = tensors.get("unembed.W_U");
    for (int i = 0; i < unembed.length; i++) unembed[i] *= 1 << 2 * (i % sizes[1] % 3);
    return tensors;
  }

  @Test
  void ofOneOutputAndOfOnePositionNothingIsLost() throws Exception {
    for (int[] sizes : List.of(new int[] {1, 2, 1, 1}, new int[] {1, 5, 3, 2})) {
      for (int trial = 0; trial < 20; trial++) {
        byte[] file = file(sizes, 0);
        Model model = ModelFiles.parse(file);
        Proof proof =
            new GroupedCounting(OptionalInt.empty()).prove(model, Margin.parse("0"), n -> {});
        assertEquals(truth(model, file, "0"), proof.correct().longValueExact());
      }
    }
  }

  private byte[] file(int[] sizes, int spread) {
    Map<String, double[]> tensors =
        ModelFiles.tensors(
            sizes,
            () -> Math.scalb(random.nextGaussian(), spread == 0 ? 0 : random.nextInt(spread) - 6));
    tensors.get("unembed.b_U")[sizes[1] - 1] += random.nextInt(4);
    return ModelFiles.file(sizes, tensors);
  }

  private String randomCover(int vocab) {
    StringBuilder bits = new StringBuilder();
    for (int pair = 0; pair < vocab * (vocab + 1) / 2; pair++) cut(vocab, bits);
    while (bits.length() % 6 != 0) bits.append('0');
    StringBuilder packed = new StringBuilder();
    for (int at = 0; at < bits.length(); at += 6) {
      packed.append(ALPHABET.charAt(Integer.parseInt(bits.substring(at, at + 6), 2)));
    }
    return packed.toString();
  }

  private void cut(int outputs, StringBuilder bits) {
    if (outputs == 1) return;
    boolean split = random.nextBoolean();
    bits.append(split ? '1' : '0');
    if (split) {
      cut(outputs / 2, bits);
      cut(outputs - outputs / 2, bits);
    }
  }

  /**
   * What the checker proves by enumeration. The generator's own enumeration leaves out inputs whose
   * margin has a tiny weight, and on models of this kind there are some.
   */
  private static long truth(Model model, byte[] file, String margin) throws Exception {
    return CheckerCount.truth(model, file, margin);
  }

  /** What the checker proves by grouped counting with these hints. */
  private static long proved(Model model, byte[] file, String margin, Map<String, String> hints)
      throws Exception {
    return CheckerCount.of(model, file, margin, "grouped-counting", hints);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy.counting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import org.assay.checker.Checker;
import org.assay.checker.verdict.Findings;
import org.assay.checker.verdict.Verdict;
import org.assay.generator.certificate.Claim;
import org.assay.generator.certificate.Envelope;
import org.assay.generator.certificate.Statement;
import org.assay.generator.model.Model;
import org.assay.generator.model.ModelFiles;
import org.assay.generator.strategy.ForwardPass;
import org.assay.generator.strategy.Margin;
import org.assay.generator.strategy.Proof;
import org.assay.generator.strategy.split.AttentionOption;
import org.assay.generator.strategy.split.DirectOption;
import org.junit.jupiter.api.Test;

/** On tiny models: never more than all inputs that are right, and the checker agrees. */
class PotentialCountingTest {
  private static final BigDecimal THIRD =
      BigDecimal.ONE.divide(new BigDecimal(3), new MathContext(60));

  private final Random random = new Random(Long.getLong("seed", 23));

  @Test
  void itCountsAtMostTheTruthAndAboutWhatTheCheckerCounts() throws Exception {
    long right = 0;
    long counted = 0;
    for (int trial = 0; trial < 60; trial++) {
      int[] sizes = {1 + trial % 4, 2 + random.nextInt(3), 1 + random.nextInt(3), 2};
      String margin = trial % 3 == 0 ? "1/3" : "0";
      byte[] file = file(sizes, trial % 5 == 0 ? 12 : 0);
      Model model = ModelFiles.parse(file);
      int bins = trial % 2 == 0 ? sizes[0] : 64 << random.nextInt(8);
      PotentialCounting strategy =
          new PotentialCounting(
              PotentialOptions.EXACT,
              OptionalInt.of(1 + random.nextInt(sizes[1])),
              OptionalInt.of(bins),
              OptionalLong.empty());
      Proof proof = strategy.prove(model, Margin.parse(margin), n -> {});
      Findings.Proof checked = checked(model, file, margin, "potential-counting", proof.hints());
      long truth = truth(model, margin);
      long own = proof.correct().longValueExact();
      long checkers = checked.proved().longValueExact();
      String what =
          String.format(
              Locale.ROOT, "trial %d: own %d, checker %d, true %d", trial, own, checkers, truth);
      assertTrue(own >= 0 && own <= truth && checkers <= truth, what);
      right += truth;
      counted += Math.min(own, checkers);
      if (trial % 5 != 0) {
        assertTrue(own <= checkers, what);
        assertEquals(
            1.0, checked.operations().doubleValue() / proof.operations().getAsLong(), 0.1, what);
      }
    }
    assertTrue(counted > right * 3 / 5, counted + " of " + right + " were counted");
  }

  /** With every option: the checker reads the hints, and what it proves is true. */
  @Test
  void everyOptionIsRead() throws Exception {
    for (AttentionOption attention : AttentionOption.values()) {
      for (String direct :
          List.of("exact", "mean_query+max_diff", "svd_query+max_diff", "max_diff")) {
        int[] sizes = {1 + random.nextInt(3), 2 + random.nextInt(3), 1 + random.nextInt(3), 2};
        byte[] file = file(sizes, 0);
        Model model = ModelFiles.parse(file);
        PotentialOptions options = PotentialOptions.of(attention.word(), direct);
        Proof proof =
            new PotentialCounting(
                    options, OptionalInt.empty(), OptionalInt.empty(), OptionalLong.empty())
                .prove(model, Margin.parse("0"), n -> {});
        Findings.Proof checked = checked(model, file, "0", "potential-counting", proof.hints());
        long truth = truth(model, "0");
        String what = attention + ", " + direct;
        assertTrue(checked.proved().longValueExact() <= truth, what);
        assertEquals(
            1.0, checked.operations().doubleValue() / proof.operations().getAsLong(), 0.1, what);
      }
    }
  }

  @Test
  void aBudgetIsKeptAndTheSmallestIsNamed() throws Exception {
    int[] sizes = {3, 8, 4, 2};
    byte[] file = file(sizes, 0);
    Model model = ModelFiles.parse(file);
    Margin none = Margin.parse("0");
    String message =
        assertThrows(IllegalArgumentException.class, () -> by(1).prove(model, none, n -> {}))
            .getMessage();
    assertTrue(message.matches("budget: got 1 operations, want at least [0-9]+"), message);
    long smallest = Long.parseLong(message.replaceAll(".* ", ""));
    long before = -1;
    for (long budget : new long[] {smallest, smallest * 3 / 2, smallest * 4, smallest * 100}) {
      Proof proof = by(budget).prove(model, none, n -> {});
      Findings.Proof checked = checked(model, file, "0", "potential-counting", proof.hints());
      assertTrue(proof.operations().getAsLong() <= budget, proof.operations() + " > " + budget);
      assertTrue(checked.operations().longValueExact() <= budget + budget / 100);
      assertTrue(checked.proved().longValueExact() >= before, "more operations prove less");
      before = checked.proved().longValueExact();
    }
    assertThrows(
        IllegalArgumentException.class, () -> by(smallest - 1).prove(model, none, n -> {}));
  }

  @Test
  void optionsOutOfRangeAreNamed() {
    assertThrows(IllegalArgumentException.class, () -> PotentialOptions.of("x", "exact"));
    assertThrows(
        IllegalArgumentException.class, () -> PotentialOptions.of("svd", "max_diff_exact"));
    PotentialOptions options = PotentialOptions.of("svd", "max_diff");
    assertEquals(Optional.of(DirectOption.MAX_DIFF), options.direct());
    assertEquals("max_diff", options.directWord());
  }

  private static PotentialCounting by(long budget) {
    return new PotentialCounting(
        PotentialOptions.EXACT, OptionalInt.empty(), OptionalInt.empty(), OptionalLong.of(budget));
  }

  private byte[] file(int[] sizes, int spread) {
    Map<String, double[]> tensors =
        ModelFiles.tensors(
            sizes,
            () -> Math.scalb(random.nextGaussian(), spread == 0 ? 0 : random.nextInt(spread) - 6));
    for (int o = 0; o < sizes[1]; o++) tensors.get("unembed.b_U")[o] += o * random.nextInt(4);
    return ModelFiles.file(sizes, tensors);
  }

  /** By a textbook's forward pass in decimals: enumeration in fixed point misses tiny margins. */
  private static long truth(Model model, String margin) {
    BigDecimal delta = margin.equals("0") ? BigDecimal.ZERO : THIRD;
    ForwardPass pass = new ForwardPass(model, new MathContext(80));
    int[] x = new int[model.k()];
    long right = 0;
    for (long n = 0; n < Math.pow(model.vocab(), model.k()); n++) {
      long rest = n;
      for (int i = 0; i < x.length; i++, rest /= model.vocab()) x[i] = (int) (rest % model.vocab());
      if (pass.margin(x).compareTo(delta) > 0) right++;
    }
    return right;
  }

  private static Findings.Proof checked(
      Model model, byte[] file, String margin, String strategy, Map<String, String> hints)
      throws Exception {
    Claim.Sizes sizes = new Claim.Sizes(model.k(), model.vocab(), model.dModel(), model.dHead());
    Claim claim = new Claim(sizes, margin, BigInteger.ZERO);
    Statement statement = new Statement("m.safetensors", model.sha256(), claim, strategy, hints);
    byte[] certificate = new Envelope(statement.payload(), List.of()).bytes();
    Verdict verdict = Checker.unsigned().check(certificate, sha256 -> file);
    assertEquals(Verdict.Outcome.ACCEPTED, verdict.outcome(), () -> "" + verdict.message());
    return verdict.findings().proof().orElseThrow();
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.assay.generator.certificate.NetworkStatement;
import org.assay.generator.engine.Network;
import org.assay.generator.issue.CheckerProcess;
import org.assay.generator.issue.KeptMargin;
import org.assay.generator.model.TensorFile;
import org.assay.generator.network.evaluate.Evaluator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an execution may lose of a lead, found by margins that the real checker decides. */
class KeptMarginTest {
  private static final Path CERTIFICATES = Path.of("../certificates");
  private static final String NAME = "max-of-3-vocab-32-seed-50";
  private static final Path MODEL = CERTIFICATES.resolve("models/" + NAME + ".safetensors");
  private static final int[] INPUT = {30, 2, 11};

  @TempDir private Path folder;
  private CheckerProcess checker;
  private Network network;

  @BeforeEach
  void prepare() throws Exception {
    checker = new CheckerProcess(RealChecker.in(folder));
    Path certificate = CERTIFICATES.resolve(NAME + "/cubic-retest.cert.json");
    network = Network.of(TensorFile.read(MODEL), certificate);
  }

  private KeptMargin kept(int[] input, String profile) {
    NetworkStatement only = network.only(input).orElseThrow();
    return new KeptMargin(checker, MODEL, only, profile);
  }

  private double lead() throws Exception {
    Evaluator evaluator = new Evaluator(network.program(), network.model(), network.length());
    evaluator.set(INPUT);
    double[] sorted = evaluator.outputs().clone();
    assertEquals(sorted[30], Arrays.stream(sorted).max().getAsDouble());
    Arrays.sort(sorted);
    return sorted[sorted.length - 1] - sorted[sorted.length - 2];
  }

  @Test
  void aBoundIsFoundToAFewPercentWhateverTheLeadIsSaidToBe() throws Exception {
    KeptMargin kept = kept(INPUT, "binary32-any-engine");
    double bound = kept.lost(lead()).orElseThrow();
    assertTrue(bound > 1e-6 && bound < 0.1 * lead(), "" + bound);
    double half = kept.lost(lead() * 0.5).orElseThrow(); // all of that is kept, but for the first
    assertTrue(half < 1e-6 * lead(), "" + half);
    double more = kept.lost(lead() + bound).orElseThrow();
    assertTrue(more > 1.8 * bound && more < 2.2 * bound, more + " " + bound);
  }

  @Test
  void whatIsNotKeptAtAllHasNoBound() throws Exception {
    Network other =
        new Network(
            network.model(),
            network.program(),
            network.length(),
            network.inputs(),
            30,
            31,
            network.question());
    NetworkStatement wrong = other.only(new int[] {2, 3, 30}).orElseThrow();
    KeptMargin outside = new KeptMargin(checker, MODEL, wrong, "binary32-any-engine");
    assertTrue(outside.lost(1).isPresent(), "30 is right, and competes with 31");
    NetworkStatement never = other.only(new int[] {2, 3, 4}).orElseThrow(); // 4 does not compete
    assertEquals(
        Optional.empty(), new KeptMargin(checker, MODEL, never, "binary32-any-engine").lost(1));
  }
}

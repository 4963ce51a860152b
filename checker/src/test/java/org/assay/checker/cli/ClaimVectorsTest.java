// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.assay.checker.vectors.Run;
import org.assay.checker.vectors.Vector;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The vectors of claims with token weights or a profile: few enough to run for every mutant. */
class ClaimVectorsTest {
  private static final Path ACCEPTED = Path.of("../spec/vectors/accept");
  private static final String SECTIONS = "[a-z]+/(F-03/e|F-10/[a-z]|F-11/e|L-4[1-8]/|L-5[0-2]/).*";

  @Test
  @Tag("long")
  void weightsAndProfilesAreReadAndJudged() {
    List<Vector> some = Vector.all().stream().filter(one -> one.name().matches(SECTIONS)).toList();
    assertTrue(some.size() > 60, () -> "found " + some.size());
    for (Vector vector : some) {
      assertEquals(List.of(), Run.failures(vector, Main::run), vector.name());
    }
  }

  private static String said(String vector, String model) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int exit =
        Main.run(
            new String[] {
              "--unsigned",
              "--long",
              "--model",
              ACCEPTED.resolve(model).toString(),
              ACCEPTED.resolve(vector).resolve("certificate.json").toString()
            },
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));
    assertEquals(0, exit);
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void bothLinesAndTheWeightsAreSaid() {
    String lines = said("L-44/weights-not-widened", "L-44/weights-not-widened/model.safetensors");
    assertTrue(
        lines.contains(
            "; and so is, in every execution within profile binary32-any-order, the largest"
                + " computed logit on at least "),
        lines);
    String weighted = said("L-50/brute-force-0", "../models/L-50-0.safetensors");
    assertTrue(
        weighted.contains(
            "under the product distribution with token weights [4, 11, 7], with probability at"
                + " least 176/10648, on a sequence in {0..2}^3"),
        weighted);
  }
}

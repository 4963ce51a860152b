// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.strategy;

import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assay.checker.circuit.Weights;
import org.assay.checker.exact.Meter;
import org.assay.checker.exact.Rational;
import org.assay.checker.format.ModelFile;
import org.junit.jupiter.api.Test;

class SubCubicScratchTest {
  @Test
  void measure() throws Exception {
    for (String file : System.getProperty("files").split(",")) {
      Weights weights = ModelFile.parse(Files.readAllBytes(Path.of(file)));
      for (Handling handling : Handling.values()) {
        for (DirectOption direct :
            new DirectOption[] {
              DirectOption.valueOf(System.getProperty("direct", "MAX_DIFF_EXACT"))
            }) {
          SubCubicOptions options =
              new SubCubicOptions(
                  direct,
                  handling,
                  AttentionOption.valueOf(System.getProperty("attention", "EXACT")));
          Directions none = GapCellsTest.none(options, weights);
          long t0 = System.nanoTime();
          Gaps gaps =
              new GapSearch(weights, Rational.ZERO, new SubCubic(options, null, none)).search();
          long t1 = System.nanoTime();
          SubCubic proof = new SubCubic(options, gaps, none);
          Meter meter = new Meter();
          BigInteger proved = proof.provedCorrect(weights, Rational.ZERO, meter);
          long t2 = System.nanoTime();
          double total = Math.pow(weights.vocab(), weights.k());
          System.out.printf(
              "%s %s %s %s %.4f search %d ms check %d ms ops %s%n",
              Path.of(file).getFileName(),
              handling,
              direct,
              proved,
              proved.doubleValue() / total,
              (t1 - t0) / 1000000,
              (t2 - t1) / 1000000,
              meter.operations());
          if (direct == DirectOption.MAX_DIFF_EXACT) break;
        }
      }
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.strategy;

import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
      for (String h : System.getProperty("handlings").split(",")) {
        for (String d : System.getProperty("directs").split(",")) {
          for (String a : System.getProperty("attentions").split(",")) {
            AttentionOption attention = AttentionOption.valueOf(a);
            SubCubicOptions options =
                new SubCubicOptions(DirectOption.valueOf(d), Handling.valueOf(h), attention);
            List<BigInteger[]> vectors =
                new ArrayList<>(GapCellsTest.none(options, weights).vectors().subList(0, options.direct().directionLengths(weights.dModel()).size()));
            vectors.addAll(GoodDirections.of(attention, weights));
            Directions directions = new Directions(vectors);
            long t0 = System.nanoTime();
            Gaps gaps =
                new GapSearch(weights, Rational.ZERO, new SubCubic(options, null, directions))
                    .search();
            long t1 = System.nanoTime();
            SubCubic proof = new SubCubic(options, gaps, directions);
            Meter meter = new Meter();
            BigInteger proved = proof.provedCorrect(weights, Rational.ZERO, meter);
            long t2 = System.nanoTime();
            double total = Math.pow(weights.vocab(), weights.k());
            System.out.printf(
                "%s %s %s %s %s %.4f search %d ms check %d ms ops %s%n",
                Path.of(file).getFileName().toString().replace(".safetensors", ""), h, d, a, proved,
                proved.doubleValue() / total, (t1 - t0) / 1000000, (t2 - t1) / 1000000,
                meter.operations());
          }
        }
      }
    }
  }
}

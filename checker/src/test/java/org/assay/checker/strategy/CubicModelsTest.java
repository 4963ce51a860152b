// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.strategy;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assay.checker.circuit.Circuits;
import org.assay.checker.exact.Meter;
import org.assay.checker.exact.Rational;
import org.assay.checker.format.ModelFile;
import org.assay.checker.verdict.Rejection;
import org.junit.jupiter.api.Test;

/** Trained models against the published formulas in floating point, and pinned counts. */
class CubicModelsTest {
  private static final Path REFERENCE = Path.of("src/test/resources/models");
  private static final Path CERTIFIED = Path.of("../certificates/models");

  private record Expected(long exact, long cubic, long retest, long operations) {}

  private static void assertProves(Path folder, String name, Expected want)
      throws IOException, Rejection {
    Path file = folder.resolve(name + ".safetensors");
    Circuits circuits = Circuits.of(ModelFile.parse(Files.readAllBytes(file)), new Meter());
    FloatCubic published = new FloatCubic(circuits);
    long start = System.nanoTime();
    Meter meter = new Meter();
    BigInteger cubic = new Cubic().provedCorrect(circuits, Rational.ZERO, meter);
    long middle = System.nanoTime();
    Meter meterOfRetest = new Meter();
    CubicRetest strategy = new CubicRetest(CellLists.of(published.again));
    strategy.requireLimits(circuits.vocab(), circuits.k());
    BigInteger retest = strategy.provedCorrect(circuits, Rational.ZERO, meterOfRetest);
    long end = System.nanoTime();
    System.out.println(
        name
            + ": cubic "
            + cubic
            + " float "
            + published.cubic
            + " "
            + (middle - start) / 1000000
            + " ms "
            + meter.operations()
            + " ops; retest "
            + retest
            + " float "
            + published.retest
            + " "
            + (end - middle) / 1000000
            + " ms "
            + meterOfRetest.operations()
            + " ops, cells "
            + published.again.size()
            + " chars "
            + (CellLists.bits(published.again).length() + 5) / 6
            + " ratio "
            + cubic.doubleValue() / want.exact
            + " "
            + retest.doubleValue() / want.exact);
  }

  @Test
  void trainedModels() throws IOException, Rejection {
    assertProves(REFERENCE, "trap-for-mean-plus-diff", new Expected(5770, 0, 0, 0));
    assertProves(REFERENCE, "max-of-3-vocab-32", new Expected(32767, 0, 0, 0));
    assertProves(REFERENCE, "max-of-4-seed-50", new Expected(16772327, 0, 0, 0));
    assertProves(CERTIFIED, "max-of-4-vocab-64-seed-50", new Expected(16762251, 0, 0, 0));
    assertProves(CERTIFIED, "max-of-4-vocab-64-seed-104", new Expected(16770020, 0, 0, 0));
    assertProves(CERTIFIED, "max-of-4-vocab-64-seed-123", new Expected(16772699, 0, 0, 0));
    assertProves(CERTIFIED, "max-of-4-vocab-64-seed-519", new Expected(16767860, 0, 0, 0));
    assertProves(CERTIFIED, "max-of-4-vocab-64-seed-742", new Expected(16769665, 0, 0, 0));
    assertProves(
        Path.of("/work/shared/reference"),
        "max-of-10-seed-50",
        new Expected(1152921504606846976L, 0, 0, 0));
  }
}

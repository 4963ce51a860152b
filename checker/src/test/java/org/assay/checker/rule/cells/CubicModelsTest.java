// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.cells;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assay.checker.circuit.Circuits;
import org.assay.checker.claim.Demand;
import org.assay.checker.exact.Meter;
import org.assay.checker.exact.Rational;
import org.assay.checker.json.Numbers;
import org.assay.checker.margin.MarginParts;
import org.assay.checker.model.ModelFile;
import org.assay.checker.verdict.Rejection;
import org.junit.jupiter.api.Test;

/**
 * Trained models against the published formulas in floating point, which differ in the v inputs of
 * a class that hold no other token than m and the query; counts and operations are pinned.
 */
class CubicModelsTest {
  private static final Path REFERENCE = Path.of("src/test/resources/models");
  private static final Path CERTIFIED = Path.of("../certificates/models");

  /** How many inputs are right; how many the strategies prove; the operations of both. */
  private record Expected(long right, long cubic, long retest, long[] operations) {}

  private static void assertProves(Path folder, String name, Expected want)
      throws IOException, Rejection {
    Path file = folder.resolve(name + ".safetensors");
    Circuits circuits = Circuits.of(ModelFile.parse(Files.readAllBytes(file)));
    FloatCubic published = new FloatCubic(circuits);
    Demand demand = Demand.of(Rational.ZERO);
    Meter meter = circuits.meter();
    BigInteger before = meter.operations();
    BigInteger cubic = new Cubic().count(MarginParts.exact(circuits), demand);
    assertEquals(BigInteger.valueOf(want.cubic), cubic, name);
    assertEquals(BigInteger.valueOf(want.operations[0]), meter.operations().subtract(before), name);
    long apart = cubic.subtract(published.cubic).longValueExact();
    assertTrue(apart >= 0 && apart <= 2, name + ": " + apart);
    CubicRetest strategy = new CubicRetest(CellLists.of(published.again));
    strategy.requireLimits(circuits.vocab(), circuits.k());
    before = meter.operations();
    BigInteger retest = strategy.count(MarginParts.exact(circuits), demand);
    assertEquals(published.retest, retest, name);
    assertEquals(BigInteger.valueOf(want.retest), retest, name);
    assertEquals(BigInteger.valueOf(want.operations[1]), meter.operations().subtract(before), name);
    assertTrue(want.cubic < want.retest && want.retest <= want.right, name);
  }

  /** Its published mean+diff bound is false; right are 5770. */
  @Test
  void theTrap() throws IOException, Rejection {
    long[] operations = {143769, 276969};
    assertProves(REFERENCE, "trap-for-mean-plus-diff", new Expected(5770, 10, 5770, operations));
  }

  @Test
  void maxOfThree() throws IOException, Rejection {
    long[] operations = {892718, 909923};
    assertProves(REFERENCE, "max-of-3-vocab-32", new Expected(32767, 32700, 32767, operations));
  }

  /** The published verifier says 0.9673 of this model. */
  @Test
  void maxOfFour() throws IOException, Rejection {
    Expected want = new Expected(16772327, 16228615, 16768867, new long[] {8263433, 14086271});
    assertProves(REFERENCE, "max-of-4-seed-50", want);
  }

  @Test
  void certifiedModels() throws IOException, Rejection {
    assertProves(
        CERTIFIED,
        "max-of-4-vocab-64-seed-50",
        new Expected(16762251, 16050595, 16752980, new long[] {8263433, 16116572}));
    assertProves(
        CERTIFIED,
        "max-of-4-vocab-64-seed-742",
        new Expected(16769665, 15823474, 16655906, new long[] {8263433, 17480207}));
  }

  /** A margin below every margin of an input that is counted loses nothing; a large one does. */
  @Test
  void marginsCount() throws IOException, Rejection {
    Path file = REFERENCE.resolve("max-of-3-vocab-32.safetensors");
    Circuits circuits = Circuits.of(ModelFile.parse(Files.readAllBytes(file)));
    BigInteger previous = BigInteger.valueOf(32700);
    for (String margin : new String[] {"1/1000000", "1", "2", "4", "8", "100"}) {
      BigInteger proved =
          new Cubic().count(MarginParts.exact(circuits), Demand.of(Numbers.rational(margin)));
      assertTrue(proved.compareTo(previous) <= 0, margin);
      previous = proved;
    }
    assertEquals(BigInteger.ZERO, previous);
  }
}

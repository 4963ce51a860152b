// SPDX-License-Identifier: Apache-2.0
package org.assay.checker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assay.checker.circuit.Circuits;
import org.assay.checker.claim.Demand;
import org.assay.checker.exact.Rational;
import org.assay.checker.json.Numbers;
import org.assay.checker.margin.MarginParts;
import org.assay.checker.model.ModelFile;
import org.assay.checker.rule.exhaustion.BruteForce;
import org.assay.checker.verdict.Rejection;
import org.junit.jupiter.api.Test;

/**
 * Models trained and counted outside this project, by an independent float64 program. No input has
 * a margin of absolute value below 5e-5, so the exact count must be theirs. The operations are
 * pinned: they are the same on every machine.
 */
class ReferenceModelsTest {
  private static void assertCount(String name, Rational margin, long correct, long operations)
      throws IOException, Rejection {
    Path file = Path.of("src/test/resources/models", name + ".safetensors");
    Circuits circuits = Circuits.of(ModelFile.parse(Files.readAllBytes(file)));
    BigInteger proved = new BruteForce().count(MarginParts.exact(circuits), Demand.of(margin));
    assertEquals(BigInteger.valueOf(correct), proved, name);
    assertEquals(BigInteger.valueOf(operations), circuits.meter().operations(), name);
  }

  @Test
  void maxOfFourIsCountedExactly() throws IOException, Rejection {
    assertCount("max-of-4-seed-50", Rational.ZERO, 16772327, 141339034);
  }

  @Test
  void maxOfThreeIsCountedExactly() throws IOException, Rejection {
    assertCount("max-of-3-vocab-32", Rational.ZERO, 32767, 6135340);
  }

  /** Its d_head is 33: no square. */
  @Test
  void theTrapIsCountedExactly() throws IOException, Rejection {
    assertCount("trap-for-mean-plus-diff", Rational.ZERO, 5770, 3408351);
  }

  /** The smallest margin of all inputs is 1.0566104585803124. */
  @Test
  void aMarginBelowTheSmallestLosesNothing() throws IOException, Rejection {
    assertCount("max-of-3-vocab-32", Numbers.rational("132/125"), 32767, 6135340);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.checker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.assay.checker.vectors.Run;
import org.assay.checker.vectors.Vector;
import org.junit.jupiter.api.Test;

/** The vectors of claims with token weights or a profile: few enough to run for every mutant. */
class ClaimVectorsTest {
  private static final String SECTIONS = "[a-z]+/(F-03/e|F-10/[a-z]|F-11/e|L-4[1-8]/|L-5[0-2]/).*";

  @Test
  void weightsAndProfilesAreReadAndJudged() {
    List<Vector> some = Vector.all().stream().filter(one -> one.name().matches(SECTIONS)).toList();
    assertTrue(some.size() > 60, () -> "found " + some.size());
    for (Vector vector : some) {
      assertEquals(List.of(), Run.failures(vector, Main::run), vector.name());
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.checker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.assay.checker.cli.Main;
import org.assay.checker.vectors.Run;
import org.assay.checker.vectors.Vector;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every vector of {@code spec/vectors} through the command line. */
class VectorsTest {
  @TestFactory
  Stream<DynamicTest> theCheckerSaysWhatTheVectorExpects() {
    return Vector.all().stream()
        .map(
            vector ->
                DynamicTest.dynamicTest(
                    vector.name(), () -> assertEquals(List.of(), Run.failures(vector, Main::run))));
  }

  @Test
  void everyFolderIsInOrder() {
    assertEquals(List.of(), Vector.all().stream().flatMap(one -> one.defects().stream()).toList());
  }

  @Test
  void noVectorIsLost() {
    int found = Vector.all().size();
    assertTrue(found >= Vector.count(), () -> "found " + found + ", want " + Vector.count());
    assertTrue(Vector.count() > 0);
  }
}

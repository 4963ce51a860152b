// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.concurrent.ForkJoinPool;
import org.assay.checker.verdict.Findings;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is found does not depend on the number of threads. */
class ThreadsTest {
  private static Findings.Proof proof(Path folder, int threads) throws Exception {
    ForkJoinPool pool = new ForkJoinPool(threads);
    try {
      return pool.submit(() -> ProgramVectors.proof(folder)).get();
    } finally {
      pool.shutdown();
    }
  }

  @Test
  @Tag("long")
  void oneThreadFindsWhatFiveFind() throws Exception {
    for (Path folder : ProgramVectors.folders()) {
      assertEquals(proof(folder, 1), proof(folder, 5), folder.toString());
    }
  }
}

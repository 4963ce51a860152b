// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.evaluation;

import static org.assay.checker.verdict.RejectCode.UNSUPPORTED_PROFILE;
import static org.assay.checker.verdict.Rejection.quoted;

import java.util.List;
import org.assay.checker.exact.ExactMatrix;
import org.assay.checker.exact.Lemma;
import org.assay.checker.execution.Binary32Number;
import org.assay.checker.program.Network;
import org.assay.checker.verdict.Rejection;

/** Lemma L-95 (a): the weights are those of a binary32 execution. */
@Lemma("L-95")
final class Representable {
  private Representable() {}

  /**
   * @throws Rejection UNSUPPORTED_PROFILE that names the step, if a weight is no binary32 number
   */
  static void require(Network network, List<List<ExactMatrix>> weights) throws Rejection {
    for (int step = 0; step < weights.size(); step++) {
      for (ExactMatrix matrix : weights.get(step)) {
        requireBinary32(network.name(step), matrix);
      }
    }
  }

  private static void requireBinary32(String step, ExactMatrix matrix) throws Rejection {
    for (int r = 0; r < matrix.rows(); r++) {
      for (int c = 0; c < matrix.columns(); c++) {
        Rejection.require( // L-95 (a)
            Binary32Number.holds(matrix.significand(r, c), matrix.exponent()),
            UNSUPPORTED_PROFILE,
            "step %s: got the weight %s * 2^%d, want a binary32 number",
            quoted(step),
            matrix.significand(r, c),
            matrix.exponent());
      }
    }
  }
}

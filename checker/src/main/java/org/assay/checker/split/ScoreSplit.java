// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.split;

import java.util.List;
import org.assay.checker.exact.ExactMatrix;

/**
 * The circuit eqke, up to a number per row, as known scores [vocab, vocab] and a product of factors
 * that is not multiplied out.
 */
interface ScoreSplit {
  ExactMatrix scores();

  /** The factors of what the scores leave out. */
  List<ExactMatrix> factors();
}

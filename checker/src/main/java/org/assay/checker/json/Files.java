// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.json;

import java.io.IOException;
import org.assay.checker.verdict.Rejection;

/** The files that a claim names. */
public interface Files {
  /**
   * The file with this digest, verified.
   *
   * @throws Rejection MODEL_MISMATCH if another file was found, LIMIT_EXCEEDED if it is too long
   * @throws IOException if there is none or it cannot be read
   */
  byte[] read(String sha256) throws Rejection, IOException;
}

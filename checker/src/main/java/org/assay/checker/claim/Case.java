// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.claim;

import java.io.IOException;
import org.assay.checker.verdict.Findings;
import org.assay.checker.verdict.Rejection;

/**
 * A claim on its way to a verdict: what it says, then {@code read}, then {@code count}, each once
 * and in this order. One implementation for each kind of network.
 */
public interface Case {
  /** What the payload says. */
  Findings.Claimed claimed();

  /** The digest of the model that it is about, in hexadecimal. */
  String sha256();

  /**
   * Reads the files that the claim names.
   *
   * @return what was known, and what the claim is about
   * @throws Rejection with a code of F-09, F-12, F-15 to F-19, or of the limits
   * @throws IOException if a file cannot be read
   */
  Findings read(Findings known) throws Rejection, IOException;

  /**
   * Derives from the files what holds; of the payload only hints count here.
   *
   * @throws Rejection SHAPE_MISMATCH, or with a code of the limits, or as {@code Rule.count} does
   */
  Findings.Proof count() throws Rejection;
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.issue;

import org.assay.generator.certificate.Claim;

/**
 * How a model file is read, and as an answer to what. Both are said wherever a model is certified:
 * a file of weights does not tell what the network around them was (spec F-12).
 */
public final class Reading {
  /** What leaves no trace among the tensors: normalisation, heads, other paths. */
  public static final String AS =
      "1 layer, 1 head, attention only, no layer norm, positions added to tokens";

  private Reading() {}

  /** The task, of which the sizes alone decide. */
  public static String task(Claim.Sizes sizes) {
    return "max of "
        + sizes.k()
        + ": the largest of "
        + sizes.k()
        + " numbers from 0 to "
        + (sizes.vocab() - 1)
        + ", at the last position";
  }
}

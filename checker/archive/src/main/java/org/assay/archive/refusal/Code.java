// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.refusal;

/** What a refusal is called, for programs (spec/archive.md, Codes). */
public enum Code {
  MALFORMED_KEY(false),
  MALFORMED_POLICY(false);

  private final boolean declines;

  Code(boolean declines) {
    this.declines = declines;
  }

  /** Whether it says "not ours to judge" or "not enough to conclude" instead of "wrong". */
  public boolean declines() {
    return declines;
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.refusal;

/** What a refusal is called, for programs (spec/archive.md, Codes). */
public enum Code {
  CLOCK_WENT_BACK(false),
  LOG_PROOF_MISSING(true),
  LOG_SIGNATURE_MISMATCH(false),
  MALFORMED_BUNDLE(false),
  MALFORMED_CHECKPOINT(false),
  MALFORMED_ENTRY(false),
  MALFORMED_KEY(false),
  MALFORMED_LOG(false),
  MALFORMED_LOG_KEY(false),
  MALFORMED_LOG_POLICY(false),
  MALFORMED_LOG_PROOF(false),
  MALFORMED_NOTE(false),
  MALFORMED_POLICY(false),
  MALFORMED_REQUEST(false),
  NOT_CONSISTENT(false),
  NOT_INCLUDED(false),
  QUORUM_MISSING(true),
  UNKNOWN_LOG(false);

  private final boolean declines;

  Code(boolean declines) {
    this.declines = declines;
  }

  /** Whether it says "not ours to judge" or "not enough to conclude" instead of "wrong". */
  public boolean declines() {
    return declines;
  }
}

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
  MALFORMED_REQUEST(false),
  NOT_CONSISTENT(false),
  NOT_INCLUDED(false),
  QUORUM_MISSING(true),
  UNKNOWN_LOG(false),
  MALFORMED_POLICY(false),
  MALFORMED_MANIFEST(false),
  MALFORMED_TABLE(false),
  MALFORMED_EVIDENCE(false),
  TOKEN_MISMATCH(false),
  TOKEN_USAGE(false),
  TOKEN_VALIDITY(false),
  TOKEN_SIGNATURE(false),
  NOT_COVERED(false),
  BROKEN_LINK(false),
  MALFORMED_RECEIPT(false),
  TIME_ORDER(false),
  NO_TIME_STAMP(false),
  UNTRUSTED_TSA(true),
  MALFORMED_ARCHIVE(false),
  MODEL_MISMATCH(false),
  SIGNATURES(false),
  CANNOT_CONCLUDE(true),
  LIMIT_EXCEEDED(true);

  private final boolean declines;

  Code(boolean declines) {
    this.declines = declines;
  }

  /** Whether it says "not ours to judge" or "not enough to conclude" instead of "wrong". */
  public boolean declines() {
    return declines;
  }
}

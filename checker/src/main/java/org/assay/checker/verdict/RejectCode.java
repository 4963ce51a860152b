// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.verdict;

/**
 * Why a certificate is not accepted. A closed list, spec F-14; names are public and never change
 * meaning.
 */
public enum RejectCode {
  MALFORMED_ENVELOPE,
  MALFORMED_JSON,
  MALFORMED_NUMBER,
  MALFORMED_MODEL,
  MALFORMED_KEY,
  MALFORMED_POLICY,
  UNKNOWN_FIELD,
  MISSING_FIELD,
  UNKNOWN_SIGNER,
  SIGNATURE_MISSING,
  SIGNATURE_MISMATCH,
  MODEL_MISMATCH,
  SHAPE_MISMATCH,
  HINT_RANGE,
  CLAIM_RANGE,
  CLAIM_NOT_PROVED,
  UNKNOWN_VERSION,
  UNKNOWN_STRATEGY,
  UNSUPPORTED_MODEL,
  LIMIT_EXCEEDED,
  UNKNOWN_PROFILE,
  UNSUPPORTED_PROFILE,
  UNKNOWN_TASK,
  UNKNOWN_INPUTS;

  /** Whether this code means "not ours to judge" rather than "not a proof". */
  public boolean declines() {
    return compareTo(UNKNOWN_VERSION) >= 0;
  }
}

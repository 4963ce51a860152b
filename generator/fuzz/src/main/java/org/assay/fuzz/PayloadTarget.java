// SPDX-License-Identifier: Apache-2.0
package org.assay.fuzz;

import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;
import org.assay.checker.json.Files;
import org.assay.checker.rule.Rules;
import org.assay.checker.verdict.RejectCode;
import org.assay.checker.verdict.Rejection;

/** Any bytes as a payload of either version: JSON, numbers, claim, hints (spec F-02 to F-18). */
public final class PayloadTarget {
  private static final Set<RejectCode> NOT_OF_A_PAYLOAD =
      EnumSet.of(
          RejectCode.MALFORMED_ENVELOPE,
          RejectCode.MALFORMED_KEY,
          RejectCode.MALFORMED_MODEL,
          RejectCode.MALFORMED_POLICY,
          RejectCode.UNKNOWN_SIGNER,
          RejectCode.SIGNATURE_MISSING,
          RejectCode.SIGNATURE_MISMATCH,
          RejectCode.MODEL_MISMATCH,
          RejectCode.SHAPE_MISMATCH,
          RejectCode.CLAIM_NOT_PROVED);
  private static final Set<RejectCode> CODES =
      EnumSet.complementOf(EnumSet.copyOf(NOT_OF_A_PAYLOAD));

  private PayloadTarget() {}

  public static void fuzzerTestOneInput(byte[] payload) {
    Files none =
        sha256 -> {
          throw new IOException("a claim is read without its files");
        };
    try {
      Rules.claim(payload, none, none);
    } catch (Rejection why) {
      Wanted.oneOf(CODES, why);
      return;
    }
    Wanted.canonical(payload);
  }
}

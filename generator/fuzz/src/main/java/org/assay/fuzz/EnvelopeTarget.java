// SPDX-License-Identifier: Apache-2.0
package org.assay.fuzz;

import java.util.EnumSet;
import java.util.Set;
import org.assay.checker.signature.Envelope;
import org.assay.checker.verdict.RejectCode;
import org.assay.checker.verdict.Rejection;

/** Any bytes as a certificate file (spec F-02 to F-05). */
public final class EnvelopeTarget {
  private static final Set<RejectCode> CODES =
      EnumSet.of(
          RejectCode.MALFORMED_ENVELOPE,
          RejectCode.MALFORMED_JSON,
          RejectCode.MALFORMED_NUMBER, // F-03 (d): keyid
          RejectCode.UNKNOWN_FIELD,
          RejectCode.MISSING_FIELD,
          RejectCode.LIMIT_EXCEEDED);

  private EnvelopeTarget() {}

  public static void fuzzerTestOneInput(byte[] file) {
    try {
      Envelope.parse(file);
    } catch (Rejection why) {
      Wanted.oneOf(CODES, why);
      return;
    }
    Wanted.canonical(file);
  }
}

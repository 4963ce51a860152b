// SPDX-License-Identifier: Apache-2.0
package org.assay.fuzz;

import java.util.EnumSet;
import java.util.Set;
import org.assay.checker.signature.Policy;
import org.assay.checker.verdict.RejectCode;
import org.assay.checker.verdict.Rejection;

/** Any bytes as a policy (spec F-08). */
public final class PolicyTarget {
  private static final Set<RejectCode> CODES =
      EnumSet.of(
          RejectCode.MALFORMED_POLICY,
          RejectCode.MALFORMED_KEY,
          RejectCode.MALFORMED_JSON,
          RejectCode.MALFORMED_NUMBER,
          RejectCode.UNKNOWN_FIELD,
          RejectCode.MISSING_FIELD,
          RejectCode.UNKNOWN_VERSION,
          RejectCode.LIMIT_EXCEEDED);

  private PolicyTarget() {}

  public static void fuzzerTestOneInput(byte[] file) {
    try {
      Policy.parse(file).lines();
    } catch (Rejection why) {
      Wanted.oneOf(CODES, why);
      return;
    }
    Wanted.canonical(file);
  }
}

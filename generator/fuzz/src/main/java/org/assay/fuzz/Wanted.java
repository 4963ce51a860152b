// SPDX-License-Identifier: Apache-2.0
package org.assay.fuzz;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import org.assay.checker.verdict.RejectCode;
import org.assay.checker.verdict.Rejection;

/** What every target demands. A breach is an {@link AssertionError}, which Jazzer reports. */
final class Wanted {
  private static final JsonMapper JSON = new JsonMapper();

  private Wanted() {}

  /** A refusal has one of the codes that the specification has for this reader. */
  static void oneOf(Set<RejectCode> codes, Rejection why) {
    if (!codes.contains(why.code())) {
      throw new AssertionError("got " + why.getMessage() + ", want one of " + codes, why);
    }
  }

  /** Bytes that were taken are the only spelling of what they say (spec F-02). */
  static void canonical(byte[] taken) {
    byte[] again;
    try {
      String spelled = JSON.writeValueAsString(JSON.readTree(taken)) + "\n";
      again = spelled.getBytes(StandardCharsets.US_ASCII);
    } catch (IOException noJson) {
      throw new AssertionError("accepted, and no JSON", noJson);
    }
    if (!Arrays.equals(again, taken)) {
      throw new AssertionError(
          "accepted, want it spelled as " + new String(again, StandardCharsets.US_ASCII));
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RejectionTest {
  @Test
  void untrustedTextIsQuotedAndCut() {
    assertEquals("\"abc\"", Rejection.quoted("abc"));
    String eighty = "x".repeat(80);
    assertEquals("\"" + eighty + "\"", Rejection.quoted(eighty));
    assertEquals("\"" + eighty + "…\"", Rejection.quoted(eighty + "y"));
  }

  @Test
  void controlCharactersDoNotReachTheTerminal() {
    Rejection why = new Rejection(RejectCode.HINT_RANGE, "got %s", "\u001b[2J\n");
    assertEquals("HINT_RANGE: got ?[2J?", why.getMessage());
    assertEquals(RejectCode.HINT_RANGE, why.code());
  }

  @Test
  void eightCodesDecline() {
    assertTrue(RejectCode.UNKNOWN_VERSION.declines());
    assertTrue(RejectCode.LIMIT_EXCEEDED.declines());
    assertTrue(RejectCode.UNKNOWN_PROFILE.declines());
    assertTrue(RejectCode.UNSUPPORTED_PROFILE.declines());
    assertTrue(RejectCode.UNKNOWN_TASK.declines());
    assertTrue(RejectCode.UNKNOWN_INPUTS.declines());
    assertFalse(RejectCode.CLAIM_NOT_PROVED.declines());
    assertFalse(RejectCode.MALFORMED_ENVELOPE.declines());
    long declining =
        java.util.Arrays.stream(RejectCode.values()).filter(RejectCode::declines).count();
    assertEquals(8, declining);
  }
}

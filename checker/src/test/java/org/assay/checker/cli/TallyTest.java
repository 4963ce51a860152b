// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.assay.checker.verdict.Verdict.Outcome;
import org.junit.jupiter.api.Test;

class TallyTest {
  private static Tally of(Outcome... outcomes) {
    Tally tally = new Tally();
    for (Outcome outcome : outcomes) tally.add(outcome);
    return tally;
  }

  @Test
  void theWorstDecidesWhereverItStands() {
    assertEquals(0, of().exitCode());
    assertEquals(0, of(Outcome.ACCEPTED).exitCode());
    assertEquals(2, of(Outcome.DECLINED, Outcome.ACCEPTED).exitCode());
    assertEquals(1, of(Outcome.DECLINED, Outcome.REJECTED, Outcome.DECLINED).exitCode());
    assertEquals(66, of(Outcome.INPUT_ERROR, Outcome.REJECTED).exitCode());
    assertEquals(70, of(Outcome.INPUT_ERROR, Outcome.INTERNAL_ERROR).exitCode());
  }

  @Test
  void eachOutcomeIsCountedAndSecondsAreRoundedDown() {
    Outcome a = Outcome.ACCEPTED;
    Outcome r = Outcome.REJECTED;
    Outcome d = Outcome.DECLINED;
    Tally tally = of(a, a, a, a, r, r, r, d, d, Outcome.INPUT_ERROR, Outcome.INTERNAL_ERROR);
    assertEquals(
        "assay-check: 11 certificates: 4 accepted, 3 rejected, 2 declined, 2 errors; 1 s",
        tally.text(1999));
    assertEquals(
        "assay-check: 0 certificates: 0 accepted, 0 rejected, 0 declined, 0 errors; 2 s",
        of().text(2000));
  }
}

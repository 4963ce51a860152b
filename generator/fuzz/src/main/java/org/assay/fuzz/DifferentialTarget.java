// SPDX-License-Identifier: Apache-2.0
package org.assay.fuzz;

import java.util.List;
import java.util.Set;
import org.assay.checker.verdict.Verdict;
import org.assay.checker.verdict.Verdict.Outcome;

/**
 * Both checkers on vectors that were changed by the grammar: neither accepts what the other
 * refuses, but for a count that a finer enclosure may have (spec/free-choices.md).
 */
public final class DifferentialTarget {
  private static final List<Sample> SAMPLES = Sample.all();
  private static final Second SECOND = new Second();

  private DifferentialTarget() {}

  /** Makes Jazzer read the vectors before it looks at the clock. */
  public static void fuzzerInitialize() {}

  public static void fuzzerTestOneInput(byte[] decisions) {
    Sample sample = new Grammar(decisions).one(SAMPLES);
    Verdict first = Deciding.unsigned(sample);
    Second.Answer second = SECOND.decide(sample);
    if (second.verdict().equals("slow")) return;
    boolean agree = second.verdict().equals(first.outcome().word());
    boolean accepted = first.outcome() == Outcome.ACCEPTED || second.verdict().equals("accepted");
    if (second.code().equals("INTERNAL_ERROR") || accepted && !agree && !isCount(first, second)) {
      throw new AssertionError("first: " + first.code() + first.message() + ", second: " + second);
    }
  }

  private static boolean isCount(Verdict first, Second.Answer second) {
    return Set.of("", "CLAIM_NOT_PROVED")
        .containsAll(Set.of(first.code().orElse(""), second.code()));
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.cli;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.assay.checker.verdict.Verdict.Outcome;

/** Counts the outcomes of one run; the worst of them is the outcome of the run (spec F-13). */
final class Tally {
  private final Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
  private Outcome worst = Outcome.ACCEPTED;

  void add(Outcome outcome) {
    counts.merge(outcome, 1, Integer::sum);
    worst = worst.compareTo(outcome) < 0 ? outcome : worst;
  }

  int exitCode() {
    return worst.exitCode();
  }

  /** The counts in one line; unit of time: milliseconds, shown as seconds, rounded down. */
  String text(long millis) {
    int errors = count(Outcome.INPUT_ERROR) + count(Outcome.INTERNAL_ERROR);
    return String.format(
        Locale.ROOT,
        "assay-check: %d certificates: %d accepted, %d rejected, %d declined, %d errors; %d s",
        count(),
        count(Outcome.ACCEPTED),
        count(Outcome.REJECTED),
        count(Outcome.DECLINED),
        errors,
        millis / 1000);
  }

  /** How many there were. */
  int count() {
    return counts.values().stream().mapToInt(count -> count).sum();
  }

  private int count(Outcome outcome) {
    return counts.getOrDefault(outcome, 0);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.verdict;

import java.util.Optional;

/**
 * What the checker says of one certificate. The code and the message are empty if and only if it is
 * accepted.
 */
public record Verdict(
    Outcome outcome, Optional<String> code, Optional<String> message, Findings findings) {

  /** From best to worst: of several certificates the worst decides the exit code (spec F-13). */
  public enum Outcome {
    ACCEPTED("accepted", 0),
    DECLINED("declined", 2),
    REJECTED("rejected", 1),
    INPUT_ERROR("error", 66),
    INTERNAL_ERROR("error", 70);

    private final String word;
    private final int exitCode;

    Outcome(String word, int exitCode) {
      this.word = word;
      this.exitCode = exitCode;
    }

    public String word() {
      return word;
    }

    public int exitCode() {
      return exitCode;
    }
  }

  public static Verdict accepted(Findings findings) {
    return new Verdict(Outcome.ACCEPTED, Optional.empty(), Optional.empty(), findings);
  }

  public static Verdict of(Rejection why, Findings findings) {
    return new Verdict(
        why.code().declines() ? Outcome.DECLINED : Outcome.REJECTED,
        Optional.of(why.code().name()),
        Optional.of(why.getMessage()),
        findings);
  }

  /** The check could not be done: an unreadable file or a bug. Says nothing of the certificate. */
  public static Verdict failed(Outcome outcome, String message, Findings findings) {
    return new Verdict(outcome, Optional.of(outcome.name()), Optional.of(message), findings);
  }
}

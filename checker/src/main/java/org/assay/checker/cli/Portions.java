// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.assay.checker.Checker;
import org.assay.checker.part.Part;
import org.assay.checker.part.PartChecker;
import org.assay.checker.signature.Policy;
import org.assay.checker.verdict.Verdict;
import org.assay.checker.verdict.Verdict.Outcome;

/** A range of a certificate, decided and printed; or the certificate, by its parts. */
final class Portions implements Decision.Judge {
  private static final int MAX_BYTES = 64 << 20;

  private final Portion portion;
  private final PrintStream out;
  private final PartChecker checker;

  Portions(Portion portion, Optional<Policy> policy, PrintStream out) {
    this.portion = portion;
    this.out = out;
    this.checker = new PartChecker(policy);
  }

  @Override
  public Verdict check(byte[] certificate, Checker.Models models) throws IOException {
    if (portion.parts().isPresent()) {
      Path file = portion.parts().get();
      try {
        return checker.sum(certificate, models, parts(file));
      } catch (PartChecker.NotItsParts none) {
        throw new PartChecker.NotItsParts(file + ": " + none.getMessage());
      }
    }
    PartChecker.Outcome outcome = checker.part(certificate, models, portion.range().orElseThrow());
    outcome.part().ifPresent(part -> out.println(part.json()));
    return outcome.verdict();
  }

  private static List<Part> parts(Path file) throws IOException {
    byte[] bytes = ModelFolder.readAtMost(file, MAX_BYTES);
    if (bytes.length > MAX_BYTES) {
      throw new IOException(file + ": got more than " + MAX_BYTES + " bytes");
    }
    try {
      return PartChecker.parts(bytes);
    } catch (IOException none) {
      throw new IOException(file + ": " + none.getMessage(), none);
    }
  }

  /** The line of a verdict, which says that it is a sum: nobody decided all of it in one place. */
  static String said(String line, Verdict verdict) {
    if (verdict.outcome().exitCode() >= Outcome.INPUT_ERROR.exitCode()) {
      return line; // nobody decided anything
    }
    return line.startsWith("{")
        ? line.substring(0, line.length() - 1) + ",\"byParts\":true}"
        : line + "; by parts, which are taken for what a checker derived";
  }
}

// SPDX-License-Identifier: Apache-2.0
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assay.checker.Checker;
import org.assay.checker.verdict.Findings;
import org.assay.checker.verdict.Rejection;
import org.assay.checker.verdict.Verdict;

/** The checker as a library: Recheck POLICY MODEL CERTIFICATE decides one certificate. */
public final class Recheck {
  public static void main(String[] args) throws IOException {
    byte[] policy = Files.readAllBytes(Path.of(args[0]));
    byte[] model = Files.readAllBytes(Path.of(args[1]));
    byte[] certificate = Files.readAllBytes(Path.of(args[2]));
    Checker checker;
    try {
      checker = Checker.under(policy); // or Checker.unsigned(): the mathematics alone
    } catch (Rejection malformed) {
      System.err.println("policy: " + malformed.getMessage());
      System.exit(66);
      return;
    }
    // The certificate names its model by a digest; whatever bytes one gives, the checker compares.
    Verdict verdict = checker.check(certificate, sha256 -> model);
    System.out.println(sentence(verdict));
    System.exit(verdict.outcome().exitCode());
  }

  private static String sentence(Verdict verdict) {
    if (verdict.outcome() != Verdict.Outcome.ACCEPTED) {
      return "not accepted: " + verdict.code().orElseThrow();
    }
    Findings found = verdict.findings();
    Findings.Claimed claim = found.claimed().orElseThrow();
    return "proved right on " + claim.correct() + " of " + claim.total() + " inputs";
  }
}

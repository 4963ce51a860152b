// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.cli;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.assay.archive.bundle.Bundle;
import org.assay.archive.log.LogPolicy;
import org.assay.archive.refusal.Refusal;
import org.assay.checker.Checker;
import org.assay.checker.verdict.Findings;
import org.assay.checker.verdict.Rejection;
import org.assay.checker.verdict.Verdict;
import org.assay.checker.verdict.Verdict.Outcome;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code assay-archive bundle verify}: the checker decides what is in a bundle. */
@Command(
    name = "verify",
    description = "Has the checker decide a bundle, and verifies the proof of a log in it.")
final class BundleVerifyCommand implements Callable<Integer> {
  /** Whose signatures count. */
  private static final class Trust {
    @Option(names = "--policy", paramLabel = "FILE", description = "Whose signatures you trust.")
    private Path policy;

    @Option(
        names = "--own-policy",
        description = "Takes the policy in the bundle: whoever made it names the signers.")
    private boolean own;

    @Option(names = "--unsigned", description = "Looks at no signature.")
    private boolean unsigned;
  }

  @ArgGroup(multiplicity = "1")
  private Trust trust;

  @Option(
      names = "--log-policy",
      paramLabel = "FILE",
      description = "Logs and witnesses that you trust; the bundle must have a proof then.")
  private Path logPolicy;

  @Parameters(paramLabel = "BUNDLE", description = "A file that bundle make wrote.")
  private Path file;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, Refusal {
    Bundle bundle = Bundle.parse(LogInputs.read(file, Bundle.MAX_BYTES));
    Verdict verdict = bundle.check(checker(bundle));
    if (verdict.outcome() != Outcome.ACCEPTED) {
      String code = verdict.code().orElseThrow();
      spec.commandLine().getOut().println(verdict.outcome().word() + " " + code + ": " + file);
      spec.commandLine().getErr().println(file + ": " + verdict.message().orElseThrow());
      return verdict.outcome().exitCode();
    }
    spec.commandLine().getOut().println("accepted: " + file + ": " + line(verdict.findings()));
    if (logPolicy != null) {
      LogPolicy trusted = LogInputs.policy(logPolicy);
      spec.commandLine().getOut().println("logged: " + bundle.logged(trusted).line());
    }
    return 0;
  }

  private Checker checker(Bundle bundle) throws IOException {
    if (trust.unsigned) {
      return Checker.unsigned();
    }
    byte[] policy = trust.own ? bundle.policy() : LogInputs.read(trust.policy, LogPolicy.MAX_BYTES);
    try {
      return Checker.under(policy);
    } catch (Rejection malformed) { // the reader's own file: no verdict on the bundle
      throw new IOException("policy: " + malformed.getMessage(), malformed);
    }
  }

  private static String line(Findings found) {
    Findings.Claimed claimed = found.claimed().orElseThrow();
    String signers =
        found.signers().orElseThrow().stream().map(Findings.Signer::name).collect(joining(", "));
    return claimed.subject()
        + ": at least "
        + claimed.correct()
        + " of "
        + claimed.total()
        + ", "
        + claimed.strategy()
        + (found.unsigned() ? ", unsigned" : ", signed by " + signers);
  }
}

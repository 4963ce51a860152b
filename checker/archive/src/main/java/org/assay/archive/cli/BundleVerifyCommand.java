// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.cli;

import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.assay.archive.ageing.Ageing;
import org.assay.archive.bundle.Bundle;
import org.assay.archive.evidence.EvidenceRecordWalk;
import org.assay.archive.evidence.Proved;
import org.assay.archive.log.LogPolicy;
import org.assay.archive.refusal.Code;
import org.assay.archive.refusal.Refusal;
import org.assay.archive.time.PemFiles;
import org.assay.archive.time.Trust;
import org.assay.checker.Checker;
import org.assay.checker.verdict.Findings;
import org.assay.checker.verdict.Rejection;
import org.assay.checker.verdict.Verdict;
import org.assay.checker.verdict.Verdict.Outcome;
import org.bouncycastle.cert.X509CertificateHolder;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code assay-archive bundle verify}: the checker decides what is in a bundle. */
@Command(
    name = "verify",
    description =
        "Has the checker decide a bundle; verifies its log proof and its date if you ask.")
final class BundleVerifyCommand implements Callable<Integer> {
  /** Whose signatures count. */
  private static final class Signatures {
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
  private Signatures trust;

  @Option(
      names = "--log-policy",
      paramLabel = "FILE",
      description = "Logs and witnesses that you trust; the bundle must have a proof then.")
  private Path logPolicy;

  @Option(
      names = "--authority",
      paramLabel = "FILE",
      description =
          "Certificates (PEM) of authorities whose clocks you believe; the bundle must have an"
              + " evidence record of the certificate then.")
  private List<Path> authorities = List.of();

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
    List<String> lines = new ArrayList<>(); // nothing is accepted aloud before all of it holds
    lines.add("accepted: " + file + ": " + line(verdict.findings()));
    if (logPolicy != null) {
      lines.add("logged: " + bundle.logged(LogInputs.policy(logPolicy)).line());
    }
    if (!authorities.isEmpty()) {
      Proved date = date(bundle);
      lines.add("dated: existed on " + date.since() + ", proved until " + date.until());
    }
    lines.forEach(spec.commandLine().getOut()::println);
    return 0;
  }

  /** The earliest date that a file of the bundle proves of the certificate. */
  private Proved date(Bundle bundle) throws IOException, Refusal {
    List<X509CertificateHolder> anchors = new ArrayList<>();
    for (Path one : authorities) {
      anchors.addAll(PemFiles.certificates(one));
    }
    Trust reader = new Trust(anchors, Ageing.today(), Map.of(), Instant.now());
    List<Proved> dates = new ArrayList<>();
    List<String> others = new ArrayList<>();
    for (Map.Entry<String, byte[]> one : bundle.evidence().entrySet()) {
      try {
        dates.add(EvidenceRecordWalk.verify(one.getValue(), bundle.certificate(), reader));
      } catch (Refusal why) {
        others.add(one.getKey() + ": " + why.code() + ": " + why.getMessage());
      }
    }
    return dates.stream()
        .min(comparing(Proved::since))
        .orElseThrow(
            () ->
                new Refusal( // B-03 (d)
                    Code.CANNOT_CONCLUDE,
                    "%s: no date of the certificate is proved by a file in evidence/: %s",
                    file,
                    others));
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

// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.cli;

import static org.assay.archive.refusal.Code.CANNOT_CONCLUDE;
import static org.assay.archive.refusal.Refusal.require;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.assay.archive.evidence.EvidenceRecordWalk;
import org.assay.archive.evidence.Proved;
import org.assay.archive.policy.Envelopes;
import org.assay.archive.refusal.Refusal;
import org.assay.checker.Checker;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code assay-archive committed}: whether a claim about draws is older than its beacon. */
@Command(
    name = "committed",
    description = {
      "Of a certificate about draws: whether all of its claim but the value of the beacon was there"
          + " before a moment, that of the beacon's round.",
      "It looks at neither signatures nor the count; assay-check does."
    })
final class CommittedCommand implements Callable<Integer> {
  @Parameters(paramLabel = "CERTIFICATE", description = "The certificate.")
  private Path certificate;

  @Option(
      names = "--evidence",
      required = true,
      paramLabel = "FILE",
      description = "The evidence record of the commitment, by assay-archive evidence.")
  private Path evidence;

  @Option(
      names = "--before",
      required = true,
      paramLabel = "TIME",
      description = "When the round was published, such as 2026-11-30T12:00:00Z.")
  private Instant round;

  @Mixin private TrustOptions trust;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, Refusal {
    byte[] commitment = Envelopes.commitment(LogInputs.certificate(certificate));
    byte[] record = LogInputs.read(evidence, Checker.MAX_CERTIFICATE);
    Proved date = EvidenceRecordWalk.verify(record, commitment, trust.trust()); // A-13 (b)
    require( // A-13 (c)
        date.since().isBefore(round),
        CANNOT_CONCLUDE,
        "%s: committed to on %s, want before %s",
        certificate,
        date.since(),
        round);
    String said = certificate + ": committed to on " + date.since() + ", before " + round;
    spec.commandLine().getOut().println(said);
    return 0;
  }
}

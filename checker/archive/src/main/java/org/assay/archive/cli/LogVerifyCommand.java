// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.assay.archive.log.LogFolder;
import org.assay.archive.log.LogPolicy;
import org.assay.archive.log.LogProof;
import org.assay.archive.refusal.Refusal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code assay-archive log verify}: that a log which the reader trusts has certificates. */
@Command(
    name = "verify",
    description = "Verifies that a log has the files, and when a quorum of witnesses had seen it.")
final class LogVerifyCommand implements Callable<Integer> {
  @Option(
      names = "--policy",
      required = true,
      paramLabel = "FILE",
      description = "Logs and witnesses that you trust (C2SP tlog-policy).")
  private Path policy;

  @Option(
      names = "--log",
      paramLabel = "DIR",
      description = "Takes proofs from a copy of the log, not from FILE.tlog-proof.")
  private Path log;

  @Option(names = "--proof", paramLabel = "FILE", description = "The proof of the one file.")
  private Path proof;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "A certificate, a manifest, or a folder with *.cert.json files below it.")
  private List<Path> files;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, Refusal {
    LogPolicy trusted = LogInputs.policy(policy);
    List<Path> all = LogInputs.expanded(files);
    if (proof != null && (all.size() > 1 || log != null)) {
      throw LogInputs.usage(spec, "--proof is of one file, and takes the place of --log");
    }
    for (Path file : all) {
      byte[] bytes = LogInputs.certificate(file);
      String line = proofOf(file, bytes).verify(bytes, trusted).line();
      spec.commandLine().getOut().println("logged: " + file + ": " + line);
    }
    return 0;
  }

  private LogProof proofOf(Path file, byte[] bytes) throws IOException, Refusal {
    if (log != null) {
      return new LogFolder(log).prove(bytes);
    }
    Path from = proof != null ? proof : LogInputs.proofOf(file);
    return LogProof.parse(LogInputs.read(from, LogProof.MAX_BYTES));
  }
}

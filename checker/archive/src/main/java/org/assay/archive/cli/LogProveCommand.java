// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.assay.archive.files.Disk;
import org.assay.archive.files.NewFile;
import org.assay.archive.log.LogFolder;
import org.assay.archive.log.LogProof;
import org.assay.archive.refusal.Refusal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code assay-archive log prove}: proofs for readers who have no log. */
@Command(
    name = "prove",
    description = "Writes FILE.tlog-proof: that the log has the file, up to its last checkpoint.")
final class LogProveCommand implements Callable<Integer> {
  @Option(names = "--log", required = true, paramLabel = "DIR", description = "The log.")
  private Path log;

  @Option(names = "--out", paramLabel = "DIR", description = "For the proofs, not beside FILE.")
  private Path folder;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "A certificate, a manifest, or a folder with *.cert.json files below it.")
  private List<Path> files;

  @Override
  public Integer call() throws IOException, Refusal {
    for (Path file : LogInputs.expanded(files)) {
      LogProof proof = new LogFolder(log).prove(LogInputs.certificate(file));
      Path beside = LogInputs.proofOf(file);
      Path to = folder == null ? beside : folder.resolve(beside.getFileName());
      new NewFile(Disk.REAL).write(to, proof.bytes());
    }
    return 0;
  }
}

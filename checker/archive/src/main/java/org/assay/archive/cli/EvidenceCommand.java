// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.assay.archive.ageing.Hash;
import org.assay.archive.evidence.EvidenceRecordWalk;
import org.assay.archive.evidence.EvidenceWriter;
import org.assay.archive.evidence.Proved;
import org.assay.archive.files.Disk;
import org.assay.archive.files.NewFile;
import org.assay.archive.refusal.Refusal;
import org.assay.archive.time.Trust;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code assay-archive evidence}: the date of one file, for who keeps no archive. */
@Command(
    name = "evidence",
    description = {
      "Has one file time-stamped, and writes the evidence record (RFC 4998) that proves its date.",
      "What was written is what was verified: of an authority by --url, name its root by"
          + " --authority.",
      "A bundle takes it by bundle make --evidence."
    })
final class EvidenceCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "A certificate, or any other file.")
  private Path file;

  @Mixin private AuthorityOptions authority;
  @Mixin private TrustOptions trust;

  @Option(names = "--out", required = true, paramLabel = "FILE", description = "Not yet there.")
  private Path out;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, Refusal {
    EvidenceWriter writer = new EvidenceWriter(authority.authority());
    if (authority.isOwnClock()) {
      throw LogInputs.usage(
          spec, "--own-clock is for an archive, which keeps its root; want --tsa");
    }
    byte[] bytes = LogInputs.read(file, org.assay.checker.Checker.MAX_MODEL);
    byte[] record = writer.create(List.of(bytes), Hash.SHA_256).get(0);
    Trust reader = trust.trust(authority.roots()).notBefore(Instant.now());
    Proved date = EvidenceRecordWalk.verify(record, bytes, reader);
    new NewFile(Disk.REAL).write(out, record);
    spec.commandLine()
        .getOut()
        .println(out + ": existed on " + date.since() + ", proved until " + date.until());
    return 0;
  }
}

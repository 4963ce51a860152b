// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.cli;

import static org.assay.archive.refusal.Code.MALFORMED_TABLE;
import static org.assay.archive.refusal.Refusal.quoted;
import static org.assay.archive.refusal.Refusal.require;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assay.archive.ageing.Ageing;
import org.assay.archive.files.NamedFile;
import org.assay.archive.log.LogPolicy;
import org.assay.archive.refusal.Refusal;
import org.assay.archive.time.PemFiles;
import org.assay.archive.time.Trust;
import org.bouncycastle.cert.X509CertificateHolder;
import picocli.CommandLine.Option;

/** What a reader brings along. */
final class TrustOptions {
  @Option(
      names = "--authority",
      paramLabel = "FILE",
      description =
          "Certificates (PEM) of time-stamping authorities whose clocks you believe. Without any no"
              + " date is proved.")
  private List<Path> authorities = List.of();

  @Option(
      names = "--ageing",
      paramLabel = "FILE",
      description = "Until when you rely on each algorithm, in place of the built-in table.")
  private Path ageing;

  @Option(
      names = "--revoked",
      paramLabel = "FILE",
      description =
          "Keys that you do not rely on from a day on: lines of the SHA-256 of a public key or of a"
              + " certificate, a space, and the day.")
  private Path revoked;

  @Option(
      names = "--at",
      paramLabel = "TIME",
      description = "Decide as of this moment, such as 2040-01-01T00:00:00Z; else as of now.")
  private Instant at;

  Trust trust() throws IOException, Refusal {
    return trust(List.of());
  }

  /** The same, with these authorities as well. */
  Trust trust(List<X509CertificateHolder> own) throws IOException, Refusal {
    List<X509CertificateHolder> anchors = new ArrayList<>(own);
    for (Path file : authorities) {
      anchors.addAll(PemFiles.certificates(file));
    }
    Ageing table =
        ageing == null ? Ageing.today() : Ageing.parse(LogInputs.read(ageing, LogPolicy.MAX_BYTES));
    return new Trust(anchors, table, revocations(), at == null ? Instant.now() : at);
  }

  private Map<String, Instant> revocations() throws IOException, Refusal {
    Map<String, Instant> days = new HashMap<>();
    if (revoked != null) {
      for (String line : NamedFile.text(revoked).lines().toList()) {
        require( // A-05 (d)
            line.matches("[0-9a-f]{64} .*"),
            MALFORMED_TABLE,
            "%s: got %s, want a SHA-256, a space and a day",
            revoked,
            quoted(line));
        Instant day = Ageing.date(line.substring(65));
        days.merge(line.substring(0, 64), day, (a, b) -> a.isBefore(b) ? a : b);
      }
    }
    return days;
  }
}

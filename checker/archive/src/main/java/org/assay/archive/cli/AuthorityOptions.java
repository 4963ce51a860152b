// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.assay.archive.manifest.Manifest;
import org.assay.archive.refusal.Refusal;
import org.assay.archive.time.HttpTimeStamper;
import org.assay.archive.time.LocalTsa;
import org.assay.archive.time.PemFiles;
import org.assay.archive.time.TimeStamper;
import org.assay.archive.time.TsaCertificates;
import org.bouncycastle.cert.X509CertificateHolder;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Who is asked for the time. */
final class AuthorityOptions {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration TEN_YEARS = Duration.ofDays(3652);

  @ArgGroup(multiplicity = "1")
  private Choice choice;

  /** An authority that others can ask, too. */
  static class Lasting {
    @Option(
        names = "--url",
        paramLabel = "URL",
        description = "A time-stamping authority (RFC 3161 over HTTP).")
    private URI url;

    @Option(
        names = "--tsa",
        paramLabel = "DIR",
        description = "A local authority made by assay-archive tsa; proves its own clock alone.")
    private Path tsa;

    private LocalTsa own;

    TimeStamper authority() throws IOException, Refusal {
      if (url == null) {
        return local(PemFiles.read(tsa, Clock.systemUTC()));
      }
      if (!String.valueOf(url.getScheme()).matches("https?") || url.getHost() == null) {
        throw new IOException(url + ": want an address such as http://tsa.example/");
      }
      return new HttpTimeStamper(url, PATIENCE);
    }

    final LocalTsa local(LocalTsa one) {
      own = one;
      return one;
    }

    /** The root of a local authority, to be trusted while its first token is verified. */
    final List<X509CertificateHolder> roots() {
      return own == null
          ? List.of()
          : own.chain().subList(own.chain().size() - 1, own.chain().size());
    }
  }

  /** One of them. */
  static final class Choice extends Lasting {
    @Option(
        names = "--own-clock",
        paramLabel = "NAME",
        description =
            "An authority made for this one time, whose key is never written: it proves no more than"
                + " this machine's clock. Its root goes to authorities/NAME.pem.")
    private String name;

    @Override
    TimeStamper authority() throws IOException, Refusal {
      if (name == null) {
        return super.authority();
      }
      Manifest.requireName("authorities/" + name + ".pem");
      Instant now = Instant.now().minusSeconds(1);
      return local(
          new TsaCertificates(name, now, now.plus(TEN_YEARS))
              .make(TsaCertificates.Kind.ECDSA, Clock.systemUTC()));
    }
  }

  TimeStamper authority() throws IOException, Refusal {
    return choice.authority();
  }

  /** The root of a local authority, to be trusted while its first token is verified. */
  List<X509CertificateHolder> roots() {
    return choice.roots();
  }

  /** Whether its root is kept by an archive alone. */
  boolean isOwnClock() {
    return choice.name != null;
  }

  /** What is kept with the evidence: the root of an authority that exists nowhere else. */
  SortedMap<String, byte[]> alongside() throws IOException {
    SortedMap<String, byte[]> files = new TreeMap<>();
    if (choice.name != null) {
      files.put("authorities/" + choice.name + ".pem", PemFiles.pem(roots().get(0)));
    }
    return files;
  }
}

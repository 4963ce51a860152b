// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.assay.archive.ageing.Ageing;
import org.assay.archive.ageing.Hash;
import org.assay.archive.evidence.EvidenceWriter;
import org.assay.archive.files.Disk;
import org.assay.archive.folder.ArchiveFolder;
import org.assay.archive.folder.Renewal;
import org.assay.archive.folder.Stamping;
import org.assay.archive.journal.Journal;
import org.assay.archive.refusal.Code;
import org.assay.archive.refusal.Refusal;
import org.assay.archive.time.LocalTsa;
import org.assay.archive.time.PemFiles;
import org.assay.archive.time.Trust;
import org.assay.archive.time.TsaCertificates;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code assay-archive stamp, renew, tsa, ageing}: dates, and what keeps them. */
final class TimeCommands {
  private TimeCommands() {}

  private static Hash hash(String label) throws Refusal {
    return Hash.named(label)
        .filter(one -> one == Hash.SHA_256 || one == Hash.SHA_512)
        .orElseThrow(
            () ->
                new Refusal(Code.MALFORMED_TABLE, "hash: got %s, want SHA-256 or SHA-512", label));
  }

  /** {@code assay-archive stamp}. */
  @Command(
      name = "stamp",
      description = {
        "Lists what no manifest lists yet, has the list time-stamped, and keeps the evidence if it"
            + " proves a date: with --url --authority has the authority's root."
      })
  static final class Stamp implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", description = "The archive.")
    private Path folder;

    @Mixin private AuthorityOptions authority;
    @Mixin private TrustOptions trust;

    @Option(
        names = "--hash",
        paramLabel = "NAME",
        defaultValue = "SHA-256",
        description = "SHA-256 or SHA-512 (${DEFAULT-VALUE}); another one lists everything again.")
    private String hash;

    @Override
    public Integer call() throws IOException, Refusal {
      EvidenceWriter writer = new EvidenceWriter(authority.authority());
      ArchiveFolder archive = new ArchiveFolder(folder);
      Trust own = trust.trust(authority.roots());
      Stamping.Keeper keeper = new Stamping.Keeper(own, Clock.systemUTC());
      new Journal(folder, Disk.REAL)
          .commit(new Stamping(archive, hash(hash), writer, keeper, authority.alongside()));
      return 0;
    }
  }

  /** {@code assay-archive renew}. */
  @Command(
      name = "renew",
      description = "Renews all evidence that ends soon, and says when the rest does.")
  static final class Renew implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", description = "The archive.")
    private Path folder;

    @Mixin private AuthorityOptions authority;
    @Mixin private TrustOptions trust;

    @Option(
        names = "--within",
        paramLabel = "DAYS",
        defaultValue = "365",
        description = "What ends within so many days is renewed (${DEFAULT-VALUE}).")
    private int days;

    @Option(
        names = "--hash",
        paramLabel = "NAME",
        defaultValue = "SHA-512",
        description = "Of new chains (${DEFAULT-VALUE}).")
    private String hash;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws IOException, Refusal {
      EvidenceWriter writer = new EvidenceWriter(authority.authority());
      Trust reader = trust.trust(authority.roots());
      Instant due = reader.now().plus(Duration.ofDays(days));
      Renewal renewal =
          new Renewal(new ArchiveFolder(folder), reader, writer, new Renewal.Plan(due, hash(hash)));
      new Journal(folder, Disk.REAL).commit(renewal);
      renewal.said().forEach(spec.commandLine().getOut()::println);
      return 0;
    }
  }

  /** {@code assay-archive tsa}. */
  @Command(
      name = "tsa",
      description = {
        "Makes a time-stamping authority for tests and closed networks.",
        "It proves no more than what this machine's clock said, to those who believe its keeper."
      })
  static final class Tsa implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", description = "A folder that is not there yet.")
    private Path folder;

    @Option(names = "--name", paramLabel = "NAME", defaultValue = "Local TSA")
    private String name;

    @Option(names = "--years", paramLabel = "N", defaultValue = "10", description = "Of validity.")
    private int years;

    @Option(names = "--rsa", description = "RSA-3072 in place of ECDSA on P-256.")
    private boolean rsa;

    @Override
    public Integer call() throws IOException {
      if (Files.exists(folder)) {
        throw new IOException(folder + ": exists; it is kept");
      }
      Instant now = Instant.now().minusSeconds(1);
      LocalTsa tsa =
          new TsaCertificates(name, now, now.plus(Duration.ofDays(365L * years)))
              .make(rsa ? TsaCertificates.Kind.RSA : TsaCertificates.Kind.ECDSA, Clock.systemUTC());
      PemFiles.write(tsa, folder);
      return 0;
    }
  }

  /** {@code assay-archive ageing}. */
  @Command(
      name = "ageing",
      description = "Prints the built-in table of when algorithms end, to be edited for --ageing.")
  static final class PrintAgeing implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
      spec.commandLine().getOut().print(Ageing.text());
      spec.commandLine().getOut().flush();
      return 0;
    }
  }
}

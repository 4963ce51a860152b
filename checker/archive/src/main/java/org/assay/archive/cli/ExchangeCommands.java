// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.assay.archive.exchange.Accepted;
import org.assay.archive.exchange.Bom;
import org.assay.archive.exchange.SigstoreBundle;
import org.assay.archive.files.Disk;
import org.assay.archive.files.NewFile;
import org.assay.archive.policy.PublicKeyFile;
import org.assay.archive.refusal.Code;
import org.assay.archive.refusal.Refusal;
import org.assay.archive.time.TimeStamper;
import org.assay.checker.verdict.Verdict;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code assay-archive bom, sigstore}: files that others' programs read. */
final class ExchangeCommands {
  private ExchangeCommands() {}

  /** {@code assay-archive bom}. */
  @Command(
      name = "bom",
      description = {
        "Decides a certificate and, if it is accepted, writes a CycloneDX 1.6 bill of materials of the"
            + " model, whose card has the claim.",
        "The exit code is that of assay-check."
      })
  static final class MakeBom implements Callable<Integer> {
    @Mixin private Deciding deciding;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "Not yet there.")
    private Path out;

    @Override
    public Integer call() throws IOException, Refusal {
      Verdict verdict = deciding.verdict();
      if (verdict.outcome() == Verdict.Outcome.ACCEPTED) { // A-10 (a)
        Bom bom = new Bom(Accepted.of(verdict, deciding.certificate()));
        new NewFile(Disk.REAL).write(out, bom.text());
      }
      return deciding.say(verdict);
    }
  }

  /** {@code assay-archive sigstore}. */
  @Command(
      name = "sigstore",
      description = {
        "Writes a Sigstore bundle v0.3 of a certificate, receipt or svr, with the signature of one key,"
            + " which is verified first.",
        "With --tsa or --url the signature is time-stamped; readers then want that authority in their"
            + " trusted root."
      })
  static final class MakeSigstore implements Callable<Integer> {
    @Parameters(paramLabel = "ENVELOPE", description = "What was signed.")
    private Path envelope;

    @Option(
        names = "--key",
        required = true,
        paramLabel = "FILE",
        description = "The public key (PEM, Ed25519) of the signature.")
    private Path key;

    @ArgGroup(multiplicity = "0..1")
    private AuthorityOptions.Lasting authority;

    @Mixin private TrustOptions trust;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "Not yet there.")
    private Path out;

    @Override
    public Integer call() throws IOException, Refusal {
      List<PublicKeyFile> keys = PublicKeyFile.read(key);
      Refusal.require(
          keys.size() == 1, Code.MALFORMED_KEY, "%s: got %d keys, want one", key, keys.size());
      SigstoreBundle bundle = SigstoreBundle.of(LogInputs.certificate(envelope), keys.get(0));
      new NewFile(Disk.REAL).write(out, bundle.text(timeStamps(bundle)));
      return 0;
    }

    private List<byte[]> timeStamps(SigstoreBundle bundle) throws IOException, Refusal {
      if (authority == null) {
        return List.of();
      }
      TimeStamper asked = authority.authority();
      return List.of(bundle.stamped(asked, trust.trust(authority.roots())));
    }
  }
}

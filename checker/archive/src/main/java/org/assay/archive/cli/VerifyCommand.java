// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.assay.archive.files.Disk;
import org.assay.archive.folder.ArchiveFolder;
import org.assay.archive.journal.Journal;
import org.assay.archive.log.LogPolicy;
import org.assay.archive.receipt.ReceiptPolicy;
import org.assay.archive.refusal.Refusal;
import org.assay.archive.time.Trust;
import org.assay.archive.verify.ArchiveVerifier;
import org.assay.archive.verify.Demands;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code assay-archive verify}: signatures and dates of all certificates, without mathematics. */
@Command(
    name = "verify",
    description = {
      "Says of each certificate whose signatures count, and since when it has existed. Whether what"
          + " it claims is true is for assay-check."
    })
final class VerifyCommand implements Callable<Integer> {
  @Parameters(paramLabel = "DIR", description = "The archive.")
  private Path folder;

  @Option(
      names = "--policy",
      required = true,
      paramLabel = "FILE",
      description = "Whose signatures you demand.")
  private Path policy;

  @Option(
      names = {"-q", "--quiet"},
      description = "Only what does not hold.")
  private boolean quiet;

  @Option(
      names = "--receipts",
      paramLabel = "FILE",
      description =
          "A policy of re-checkers: so many of them as it requires must have given a receipt.")
  private Path receipts;

  @Option(
      names = "--log-policy",
      paramLabel = "FILE",
      description = "Logs and witnesses that you trust: one must have each certificate.")
  private Path logPolicy;

  @Mixin private TrustOptions trust;
  @Spec private CommandSpec spec;

  private int exit;

  @Override
  public Integer call() throws IOException, Refusal {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    ArchiveVerifier.Result result = result();
    for (ArchiveVerifier.Finding one : result.certificates()) {
      if (one.refusal().isPresent()) {
        Refusal why = one.refusal().get();
        worse(why);
        out.println(
            (why.code().declines() ? "declined " : "rejected ") + why.code() + ": " + one.name());
        err.println("assay-archive: " + one.name() + ": " + why.getMessage());
      } else {
        if (!quiet) {
          out.println("holds: " + one.name() + ": " + sentence(one));
        }
      }
    }
    rest(result, err);
    int all = result.certificates().size();
    if (all == 0 && exit == 0) {
      throw new IOException(folder + ": has no certificate, so there is nothing to verify");
    }
    String counts = "assay-archive: %d of %d certificates hold, %d of them with a proved date";
    err.println(String.format(Locale.ROOT, counts, result.holding(), all, result.dated()));
    return exit;
  }

  /** One state of the folder, whoever writes meanwhile. */
  private ArchiveVerifier.Result result() throws IOException, Refusal {
    ArchiveFolder archive = new ArchiveFolder(folder);
    archive.requireThere(); // said before what the options name
    Trust reader = trust.trust();
    Demands demands =
        new Demands(LogInputs.read(policy, LogPolicy.MAX_BYTES), recheckers(reader), log());
    return new Journal(folder, Disk.REAL)
        .read(() -> new ArchiveVerifier(archive, demands, reader).result());
  }

  /** What is wrong beside the certificates. */
  private void rest(ArchiveVerifier.Result result, PrintWriter err) {
    for (Refusal why : result.changed()) {
      worse(why);
      err.println("assay-archive: " + why.code() + ": " + why.getMessage());
    }
    for (Refusal why : result.withoutDate()) {
      if (!why.code().declines()) { // A-07 (g)
        worse(why);
      }
      err.println("assay-archive: no date by " + why.getMessage());
    }
  }

  private Optional<LogPolicy> log() throws IOException, Refusal {
    return logPolicy == null ? Optional.empty() : Optional.of(LogInputs.policy(logPolicy));
  }

  private Optional<ReceiptPolicy> recheckers(Trust reader) throws IOException, Refusal {
    if (receipts == null) {
      return Optional.empty();
    }
    return Optional.of(
        new ReceiptPolicy(
            LogInputs.read(receipts, LogPolicy.MAX_BYTES), ReceiptCommand.VERSION, reader));
  }

  private static String sentence(ArchiveVerifier.Finding one) {
    String checked = one.recheckers().isEmpty() ? "" : ", re-checked by ";
    String signed =
        "signed by "
            + String.join(" and ", one.signers())
            + checked
            + String.join(" and ", one.recheckers());
    String dated =
        one.existence()
            .map(when -> ", existed on " + when.since() + ", proved until " + when.until())
            .orElse(", no date is proved");
    return signed + dated + one.logged().map(where -> ", logged: " + where).orElse("");
  }

  private void worse(Refusal why) {
    exit = exit == 1 || !why.code().declines() ? 1 : 2;
  }
}

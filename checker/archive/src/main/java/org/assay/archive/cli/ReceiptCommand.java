// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.cli;

import static org.assay.archive.refusal.Code.CANNOT_CONCLUDE;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.assay.archive.exchange.Accepted;
import org.assay.archive.exchange.Svr;
import org.assay.archive.files.Disk;
import org.assay.archive.files.NewFile;
import org.assay.archive.receipt.Receipt;
import org.assay.archive.receipt.ReceiptSigner;
import org.assay.archive.refusal.Refusal;
import org.assay.checker.Checker;
import org.assay.checker.json.Sha256;
import org.assay.checker.verdict.Findings;
import org.assay.checker.verdict.Verdict;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code assay-archive receipt}: decides a certificate, as assay-check does, and signs that. */
@Command(
    name = "receipt",
    description = {
      "Decides a certificate by the checker that is in this program, and signs what it said: a receipt"
          + " for those who rely on you.",
      "Whatever the verdict is, a receipt is written; the exit code is that of assay-check."
    })
final class ReceiptCommand implements Callable<Integer> {
  static final String VERSION = "0.1.0";

  @Mixin private Deciding deciding;

  @Option(
      names = "--key",
      required = true,
      paramLabel = "DIR",
      description = "Your private keys, made by assay keygen, not encrypted.")
  private Path keys;

  @Option(
      names = "--second-opinion",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "What else you consulted, such as another checker, its digest and verdict.")
  private String secondOpinion;

  /** What is written. */
  enum Form {
    RECEIPT,
    SVR
  }

  @Option(
      names = "--as",
      paramLabel = "FORM",
      defaultValue = "receipt",
      description =
          "receipt (which verify --receipts counts), or svr: in-toto's Simple Verification Result"
              + " v0.2, of what is accepted alone.")
  private Form form;

  @Option(names = "--out", required = true, paramLabel = "FILE", description = "Not yet there.")
  private Path out;

  @Override
  public Integer call() throws IOException, Refusal {
    ReceiptSigner signer = ReceiptSigner.of(keys);
    Receipt.Program program = program(location());
    Verdict verdict = deciding.verdict();
    boolean accepted = verdict.outcome() == Verdict.Outcome.ACCEPTED;
    if (form == Form.RECEIPT) {
      new NewFile(Disk.REAL).write(out, signer.sign(receipt(program, verdict)));
    } else if (accepted) { // A-10 (a)
      Accepted one = Accepted.of(verdict, deciding.certificate());
      Svr svr = new Svr(one, program, deciding.policies(), Instant.now());
      new NewFile(Disk.REAL).write(out, signer.sign(svr.payload()));
    }
    return deciding.say(verdict);
  }

  private Receipt receipt(Receipt.Program program, Verdict verdict) {
    String proved =
        verdict.outcome() == Verdict.Outcome.ACCEPTED
            ? verdict.findings().proof().map(Findings.Proof::proved).orElseThrow().toString()
            : "0";
    return new Receipt(
        deciding.certificate(), program, verdict.outcome().word(), proved, secondOpinion);
  }

  /** Where the checker's classes are from. */
  private static Path location() {
    try {
      return Path.of(Checker.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** The program in this jar. */
  static Receipt.Program program(Path jar) throws IOException, Refusal {
    Refusal.require( // A-09 (i)
        Files.isRegularFile(jar),
        CANNOT_CONCLUDE,
        "%s: the program that decides is no jar, so its digest says nothing",
        jar);
    return new Receipt.Program("assay-archive", VERSION, Sha256.of(Files.readAllBytes(jar)));
  }
}

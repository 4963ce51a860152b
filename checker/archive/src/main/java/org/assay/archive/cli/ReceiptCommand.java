// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.cli;

import static org.assay.archive.refusal.Code.CANNOT_CONCLUDE;
import static org.assay.archive.refusal.Code.MALFORMED_POLICY;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.assay.archive.files.Disk;
import org.assay.archive.files.NewFile;
import org.assay.archive.log.LogPolicy;
import org.assay.archive.receipt.Receipt;
import org.assay.archive.receipt.ReceiptSigner;
import org.assay.archive.refusal.Refusal;
import org.assay.checker.Checker;
import org.assay.checker.json.Sha256;
import org.assay.checker.verdict.Findings;
import org.assay.checker.verdict.Rejection;
import org.assay.checker.verdict.Verdict;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code assay-archive receipt}: decides a certificate, as assay-check does, and signs that. */
@Command(
    name = "receipt",
    description = {
      "Decides a certificate by the checker that is in this program, and signs what it said: a receipt"
          + " for those who rely on you.",
      "Whatever the verdict is, it is written; the exit code is that of assay-check."
    })
final class ReceiptCommand implements Callable<Integer> {
  static final String VERSION = "0.1.0";

  @Parameters(paramLabel = "CERTIFICATE")
  private Path certificate;

  @Option(names = "--model", required = true, paramLabel = "FILE", description = "Its model.")
  private Path model;

  @ArgGroup(multiplicity = "1")
  private Signatures signatures;

  /** One of them. */
  static final class Signatures {
    @Option(names = "--policy", paramLabel = "FILE", description = "Whose signatures you demand.")
    private Path policy;

    @Option(names = "--unsigned", description = "Decide the mathematics alone.")
    private boolean unsigned;
  }

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

  @Option(names = "--out", required = true, paramLabel = "FILE", description = "Not yet there.")
  private Path out;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, Refusal {
    ReceiptSigner signer = ReceiptSigner.of(keys);
    Receipt.Program program = program(location());
    byte[] file = LogInputs.certificate(certificate);
    byte[] weights = LogInputs.read(model, Checker.MAX_MODEL);
    Verdict verdict = checker().check(file, digest -> weights);
    String proved =
        verdict.outcome() == Verdict.Outcome.ACCEPTED
            ? verdict.findings().proof().map(Findings.Proof::proved).orElseThrow().toString()
            : "0";
    Receipt receipt =
        new Receipt(
            new Receipt.Named(certificate.getFileName().toString(), Sha256.of(file)),
            program,
            verdict.outcome().word(),
            proved,
            secondOpinion);
    new NewFile(Disk.REAL).write(out, signer.sign(receipt));
    String why = verdict.code().map(code -> " " + code).orElse("");
    spec.commandLine().getOut().println(verdict.outcome().word() + why + ": " + certificate);
    return verdict.outcome().exitCode();
  }

  private Checker checker() throws IOException, Refusal {
    if (signatures.unsigned) {
      return Checker.unsigned();
    }
    try {
      return Checker.under(LogInputs.read(signatures.policy, LogPolicy.MAX_BYTES));
    } catch (Rejection why) {
      throw new Refusal(MALFORMED_POLICY, "%s: %s", why.code(), why.getMessage());
    }
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

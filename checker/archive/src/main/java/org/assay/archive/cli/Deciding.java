// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.cli;

import static org.assay.archive.refusal.Code.MALFORMED_POLICY;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assay.archive.log.LogPolicy;
import org.assay.archive.receipt.Receipt.Named;
import org.assay.archive.refusal.Refusal;
import org.assay.checker.Checker;
import org.assay.checker.json.Sha256;
import org.assay.checker.verdict.Rejection;
import org.assay.checker.verdict.Verdict;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The certificate that is decided, as assay-check does, before anything is said of it. */
final class Deciding {
  @Parameters(paramLabel = "CERTIFICATE", description = "The certificate.")
  private Path file;

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

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  private Named certificate;
  private final List<Named> policies = new ArrayList<>();

  Verdict verdict() throws IOException, Refusal {
    byte[] bytes = LogInputs.certificate(file);
    certificate = named(file, bytes);
    byte[] weights = LogInputs.read(model, Checker.MAX_MODEL);
    return checker().check(bytes, digest -> weights);
  }

  private Checker checker() throws IOException, Refusal {
    if (signatures.unsigned) {
      return Checker.unsigned();
    }
    try {
      byte[] policy = LogInputs.read(signatures.policy, LogPolicy.MAX_BYTES);
      policies.add(named(signatures.policy, policy));
      return Checker.under(policy);
    } catch (Rejection why) {
      throw new Refusal(MALFORMED_POLICY, "%s: %s", why.code(), why.getMessage());
    }
  }

  private static Named named(Path file, byte[] bytes) {
    return new Named(file.getFileName().toString(), Sha256.of(bytes));
  }

  /** Requires: it was decided. */
  Named certificate() {
    return certificate;
  }

  /** The policy by which signatures were demanded, if one was. */
  List<Named> policies() {
    return List.copyOf(policies);
  }

  /** Prints the verdict; returns its exit code. */
  int say(Verdict verdict) {
    String why = verdict.code().map(code -> " " + code).orElse("");
    spec.commandLine().getOut().println(verdict.outcome().word() + why + ": " + file);
    return verdict.outcome().exitCode();
  }
}

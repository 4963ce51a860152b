// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.cli;

import static org.assay.archive.refusal.Code.MALFORMED_POLICY;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
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

  @ArgGroup(multiplicity = "1")
  private Weights weights;

  /** Where the files are that it names by their digests. */
  static final class Weights {
    @Option(names = "--model", paramLabel = "FILE", description = "Its model.")
    private Path model;

    @Option(
        names = "--models",
        paramLabel = "DIR",
        description = "A folder with its model, and its file of inputs if it names one.")
    private Path models;

    byte[] read(String sha256) throws IOException {
      if (model != null) return LogInputs.read(model, Checker.MAX_MODEL);
      try (Stream<Path> all = Files.list(models)) {
        for (Path file : all.sorted().toList()) {
          if (!file.toString().endsWith(".safetensors")) continue;
          byte[] bytes = LogInputs.read(file, Checker.MAX_MODEL);
          if (Sha256.of(bytes).equals(sha256)) return bytes;
        }
      }
      throw new IOException(models + ": no *.safetensors with sha256 " + sha256);
    }
  }

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
    return checker().check(bytes, weights::read);
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

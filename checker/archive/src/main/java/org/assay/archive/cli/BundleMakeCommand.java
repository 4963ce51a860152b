// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.assay.archive.bundle.Bundle;
import org.assay.archive.files.Disk;
import org.assay.archive.files.NewFile;
import org.assay.archive.log.LogPolicy;
import org.assay.archive.log.LogProof;
import org.assay.archive.refusal.Refusal;
import org.assay.checker.Checker;
import org.assay.checker.verdict.Rejection;
import org.assay.checker.verdict.Verdict;
import org.assay.checker.verdict.Verdict.Outcome;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code assay-archive bundle make}. What the checker does not accept is not bundled. */
@Command(
    name = "make",
    description = "Writes a bundle of a certificate: the same bytes wherever it is made.")
final class BundleMakeCommand implements Callable<Integer> {
  @Parameters(paramLabel = "CERTIFICATE", description = "The certificate.")
  private Path certificate;

  @Option(names = "--model", required = true, paramLabel = "FILE", description = "Its model.")
  private Path model;

  @Option(
      names = "--policy",
      required = true,
      paramLabel = "FILE",
      description = "With the keys of its signatures.")
  private Path policy;

  @Option(
      names = "--spec",
      required = true,
      paramLabel = "DIR",
      description = "The specification: *.md, *.json and *.py below it, but formal/ and vectors/.")
  private Path specification;

  @Option(names = "--proof", paramLabel = "FILE", description = "That a log has it (log prove).")
  private Path proof;

  @Option(
      names = "--log-policy",
      paramLabel = "FILE",
      description = "Under which that proof holds.")
  private Path logPolicy;

  @Option(names = "--evidence", paramLabel = "FILE", description = "Kept as it is; may come again.")
  private List<Path> evidence = List.of();

  @Option(names = "--receipt", paramLabel = "FILE", description = "Kept as it is; may come again.")
  private List<Path> receipts = List.of();

  @Option(
      names = "--second-checker",
      paramLabel = "DIR",
      description = "Another program's sources.")
  private Path secondChecker;

  @Option(names = "--out", required = true, paramLabel = "FILE", description = "Not yet there.")
  private Path out;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, Refusal, Rejection {
    byte[] zip = Bundle.of(parts());
    Bundle bundle = Bundle.parse(zip);
    Verdict verdict = bundle.check(Checker.under(bundle.policy()));
    if (verdict.outcome() != Outcome.ACCEPTED) {
      spec.commandLine().getErr().println(certificate + ": " + verdict.message().orElseThrow());
      return verdict.outcome().exitCode();
    }
    if (proof != null) {
      bundle.logged(LogInputs.policy(logPolicy));
    }
    new NewFile(Disk.REAL).write(out, zip);
    spec.commandLine().getOut().println(out + ": " + zip.length + " bytes");
    return 0;
  }

  private SortedMap<String, byte[]> parts() throws IOException {
    SortedMap<String, byte[]> parts = new TreeMap<>();
    parts.put(Bundle.CERTIFICATE, LogInputs.read(certificate, Checker.MAX_CERTIFICATE));
    parts.put(Bundle.MODEL, LogInputs.read(model, Checker.MAX_MODEL));
    parts.put(Bundle.POLICY, LogInputs.read(policy, LogPolicy.MAX_BYTES));
    if (proof != null ^ logPolicy != null) {
      throw LogInputs.usage(spec, "--proof and --log-policy belong together");
    }
    if (proof != null) {
      parts.put(Bundle.LOG_PROOF, LogInputs.read(proof, LogProof.MAX_BYTES));
      parts.put(Bundle.LOG_POLICY, LogInputs.read(logPolicy, LogPolicy.MAX_BYTES));
    }
    for (Path file : evidence) {
      parts.put("evidence/" + file.getFileName(), LogInputs.read(file, Bundle.MAX_BYTES));
    }
    for (Path file : receipts) {
      parts.put("receipts/" + file.getFileName(), LogInputs.read(file, Bundle.MAX_BYTES));
    }
    tree(parts, "specification/", specification);
    if (secondChecker != null) {
      tree(parts, "second-checker/", secondChecker);
    }
    return parts;
  }

  private static void tree(SortedMap<String, byte[]> parts, String below, Path folder)
      throws IOException {
    List<Path> files;
    Path root = folder.toRealPath();
    try (Stream<Path> all = Files.walk(root)) {
      files = all.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      String name = root.relativize(file).toString().replace('\\', '/');
      if (name.matches("(?!formal/|vectors/).*\\.(md|json|py)")) {
        parts.put(below + name, LogInputs.read(file, Bundle.MAX_BYTES));
      }
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.commands;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.assay.generator.archive.Archive;
import org.assay.generator.catalog.Catalog;
import org.assay.generator.certificate.Statement;
import org.assay.generator.files.NewFiles;
import org.assay.generator.files.Project;
import org.assay.generator.issue.Certifier;
import org.assay.generator.issue.CheckerProcess;
import org.assay.generator.signing.Signatory;
import org.assay.generator.strategy.Demand;
import org.assay.generator.strategy.Margin;
import org.assay.generator.strategy.Strategy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code assay publish}. */
@Command(
    name = "publish",
    description = {
      "Certifies every model of an archive that has no certificate by this strategy yet.",
      "Signs the batch with a fresh key that is never written and is gone when the command ends;",
      "adds its public keys and the signer to the archive's policy, and renews index.json.",
      "Certificates that exist are left alone, models too large for the strategy left out."
    },
    footer = {
      "",
      "Example:",
      "  assay publish --dir certificates --name batch-1 --strategy brute-force"
    },
    exitCodeListHeading = Exit.HEADING,
    exitCodeList = {Exit.DONE_LINE, Exit.USAGE_LINE, Exit.INPUT_OUTPUT_LINE, Exit.INTERNAL_LINE})
final class Publish implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--dir",
      required = true,
      paramLabel = "DIR",
      description = "archive: a folder with models/*.safetensors (required)")
  private Path dir;

  @Option(
      names = "--name",
      required = true,
      paramLabel = "NAME",
      description = "name of the batch's signer, letters, digits, '.', '_' and '-' (required)")
  private String name;

  @Option(
      names = "--strategy",
      required = true,
      paramLabel = "NAME",
      description = "how to prove it; see `assay strategies` (required)")
  private String strategyName;

  @Option(
      names = "--checker",
      paramLabel = "PATH",
      description = "the checker's program (default: checker/bin/assay-check of this source tree)")
  private Path checker;

  @Override
  public Integer call() throws IOException {
    if (!name.matches("[A-Za-z0-9._-]{1,100}")) {
      throw usage("--name: got " + name + ", want letters, digits, '.', '_' and '-'");
    }
    Strategy strategy =
        Catalog.named(strategyName)
            .orElseThrow(
                () -> usage("--strategy: got " + strategyName + ", see `assay strategies`"));
    Archive archive = new Archive(dir);
    List<Path> models =
        archive.models().stream()
            .filter(model -> !Files.exists(archive.certificate(model, strategyName)))
            .toList();
    if (models.isEmpty()) {
      spec.commandLine().getOut().println("every model has a certificate by " + strategyName);
      return Exit.DONE;
    }
    Signatory signatory = Signatory.generate();
    publishKeys(archive, signatory);
    Certifier certifier =
        new Certifier(
            strategy,
            Demand.of(Margin.parse("0")),
            Optional.of(new CheckerProcess(checker == null ? Project.checker() : checker)),
            Optional.of(signatory));
    for (Path model : models) {
      try {
        publish(archive, certifier, model);
      } catch (IllegalArgumentException tooLarge) { // for this strategy; the others go on
        spec.commandLine().getErr().println(model + ": left out: " + tooLarge.getMessage());
      }
    }
    new NewFiles(true).write(archive.indexFile(), archive.index());
    return Exit.DONE;
  }

  /** First, so that whatever certificate is written later has its signer in the policy. */
  private void publishKeys(Archive archive, Signatory signatory) throws IOException {
    Files.createDirectories(archive.keys());
    Map<String, byte[]> keys =
        signatory.publicFiles().entrySet().stream()
            .collect(Collectors.toMap(file -> name + "." + file.getKey(), Map.Entry::getValue));
    byte[] policy = archive.policyWith(signatory.signer(name));
    new NewFiles(false).writeAll(archive.keys(), keys, file -> false);
    new NewFiles(true).write(archive.policyFile(), policy);
  }

  private void publish(Archive archive, Certifier certifier, Path model) throws IOException {
    Path out = archive.certificate(model, strategyName);
    Certifier.Certified certified = certifier.certify(model);
    Files.createDirectories(out.getParent());
    new NewFiles(false).write(out, certified.bytes());
    Statement statement = certified.statement();
    spec.commandLine()
        .getOut()
        .printf(
            Locale.ROOT,
            "%s: %s of %s (accuracy %s)%n",
            out,
            statement.claim().correct(),
            statement.claim().total(),
            statement.claim().accuracy());
    spec.commandLine().getOut().flush();
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}

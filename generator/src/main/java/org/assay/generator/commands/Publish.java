// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.commands;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.assay.generator.archive.Archive;
import org.assay.generator.catalog.Catalog;
import org.assay.generator.certificate.Claim;
import org.assay.generator.issue.Certifier;
import org.assay.generator.issue.CheckerProcess;
import org.assay.generator.issue.ConstantAnswer;
import org.assay.generator.issue.ProgramOrder;
import org.assay.generator.options.CheckerOption;
import org.assay.generator.signing.Signatory;
import org.assay.generator.strategy.Demand;
import org.assay.generator.strategy.Margin;
import org.assay.generator.strategy.Strategy;
import org.assay.generator.study.Batch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code assay publish}. */
@Command(
    name = "publish",
    description = {
      "Certifies every model of an archive that has no certificate by this strategy yet.",
      "Signs the batch with a fresh key that is never written and is gone when the command "
          + "ends; adds its public keys and the signer to the archive's policy, and renews "
          + "index.json: all of it at the end, or nothing if the command fails or is stopped. "
          + "Certificates that exist are left alone; models too large for the strategy, or of "
          + "which it proves nothing, left out. By exhaustive and half-spaces those are certified that have a "
          + "file NAME.question.json beside them: the options of certify, as texts by their names."
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

  @Mixin private CheckerOption checker;

  @Override
  public Integer call() throws IOException {
    if (!name.matches("[A-Za-z0-9._-]{1,100}")) {
      throw usage("--name: got " + name + ", want letters, digits, '.', '_' and '-'");
    }
    boolean isOfPrograms =
        strategyName.equals(Catalog.EXHAUSTIVE.name())
            || strategyName.equals(Catalog.HALF_SPACES.name());
    if (isOfPrograms) return programs();
    Strategy strategy =
        Catalog.named(strategyName)
            .orElseThrow(() -> usage("--strategy: " + Catalog.wanted(strategyName)));
    Archive archive = new Archive(dir);
    List<Path> models = uncertified(archive, false);
    PrintWriter stdout = spec.commandLine().getOut();
    if (models.isEmpty()) {
      stdout.println("every model has a certificate by " + strategyName);
      return Exit.DONE;
    }
    Signatory signatory = Signatory.generate();
    Batch batch = new Batch(archive, name, signatory);
    batch.requireWritable(models, strategyName, checker.given());
    batch.requireReadable();
    for (Path model : models) Certifier.readModel(model); // a foreign one is found before the work
    CheckerProcess program = checker.program();
    Map<Path, Certifier.Certified> certificates =
        certificates(archive, models, strategy, program, signatory);
    if (certificates.isEmpty()) {
      stdout.println("no model was certified; nothing was written");
      return Exit.DONE;
    }
    Map<Path, byte[]> files = new LinkedHashMap<>();
    certificates.forEach((out, certified) -> files.put(out, certified.bytes()));
    batch.write(files);
    certificates.forEach((out, certified) -> said(out + ": ", certified.statement().claim()));
    return Exit.DONE;
  }

  /** Of models that have a question, or of the others. */
  private List<Path> uncertified(Archive archive, boolean isAsked) throws IOException {
    return archive.uncertified(strategyName).stream()
        .filter(model -> Files.exists(archive.question(model)) == isAsked)
        .toList();
  }

  /** Every model that has a question beside it. */
  private int programs() throws IOException {
    Archive archive = new Archive(dir);
    List<Path> models = uncertified(archive, true);
    PrintWriter stdout = spec.commandLine().getOut();
    if (models.isEmpty()) {
      stdout.println("every model with a question has a certificate by " + strategyName);
      return Exit.DONE;
    }
    Signatory signatory = Signatory.generate();
    Batch batch = new Batch(archive, name, signatory);
    batch.requireWritable(models, strategyName, checker.given());
    batch.requireReadable();
    PublishedPrograms programs =
        new PublishedPrograms(archive, strategyName, stdout, spec.commandLine().getErr());
    Map<Path, ProgramOrder> orders = programs.orders(models); // all are read before the work
    if (orders.isEmpty()) {
      stdout.println("no model was certified; nothing was written");
      return Exit.DONE;
    }
    Map<Path, byte[]> files = programs.certificates(orders, checker.program(), signatory);
    batch.write(files);
    files.keySet().forEach(out -> stdout.println("written: " + out));
    return Exit.DONE;
  }

  /** Of the models that the strategy can hold and says something of; none is written yet. */
  private Map<Path, Certifier.Certified> certificates(
      Archive archive,
      List<Path> models,
      Strategy strategy,
      CheckerProcess program,
      Signatory signatory)
      throws IOException {
    Demand plain = Demand.of(Margin.parse("0"));
    Certifier certifier =
        new Certifier(strategy, plain, Optional.of(program), Optional.of(signatory));
    Map<Path, Certifier.Certified> certificates = new LinkedHashMap<>();
    for (Path model : models) {
      try {
        Certifier.Certified certified = certifier.certify(model);
        Claim claim = certified.statement().claim();
        if (claim.correct().compareTo(ConstantAnswer.of(claim).correct()) <= 0) {
          leftOut(model, "proved no more than one answer always gets right, " + claim.correct());
          continue;
        }
        certificates.put(archive.certificate(model, strategyName), certified);
        said(model + ": proved ", claim); // there is no certificate before the end
      } catch (IllegalArgumentException tooLarge) { // for this strategy; the others go on
        leftOut(model, tooLarge.getMessage());
      }
    }
    return certificates;
  }

  private void leftOut(Path model, String why) {
    spec.commandLine().getErr().println(model + ": left out: " + why);
  }

  private void said(String what, Claim claim) {
    PrintWriter stdout = spec.commandLine().getOut();
    stdout.printf(
        Locale.ROOT,
        "%s%s of %s (accuracy %s)%n",
        what,
        claim.correct(),
        claim.total(),
        claim.accuracy());
    stdout.flush();
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}

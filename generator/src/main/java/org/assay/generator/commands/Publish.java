// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.commands;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.assay.generator.archive.Archive;
import org.assay.generator.catalog.Catalog;
import org.assay.generator.certificate.Claim;
import org.assay.generator.issue.Certifier;
import org.assay.generator.issue.CheckerProcess;
import org.assay.generator.issue.ConstantAnswer;
import org.assay.generator.options.ArchiveOption;
import org.assay.generator.options.CheckerOption;
import org.assay.generator.signing.Signatory;
import org.assay.generator.strategy.Demand;
import org.assay.generator.strategy.Margin;
import org.assay.generator.strategy.Strategy;
import org.assay.generator.strategy.halfspaces.HalfSpaces;
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
  private static final String UNASKED =
      "no model has a question, a file NAME.question.json beside it: see assay publish --help";

  @Spec private CommandSpec spec;

  @Mixin private ArchiveOption place;

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
      names = "--bins",
      paramLabel = "N",
      description =
          "of half-spaces: resolution of the counting, as for certify (default: chosen by k)")
  private Integer bins;

  @Mixin private CheckerOption checker;

  @Override
  public Integer call() throws IOException {
    if (!name.matches("[A-Za-z0-9._-]{1,100}")) {
      throw usage("--name: got " + name + ", want letters, digits, '.', '_' and '-'");
    }
    if (bins != null && !strategyName.equals(HalfSpaces.NAME)) {
      throw usage("--bins: " + strategyName + " has none here");
    }
    Archive archive = new Archive(place.folder());
    boolean isOfPrograms =
        strategyName.equals(Catalog.EXHAUSTIVE.name())
            || strategyName.equals(Catalog.HALF_SPACES.name());
    if (isOfPrograms) {
      return publish(archive, true, (models, signatory) -> programs(archive, models, signatory));
    }
    Strategy strategy =
        Catalog.named(strategyName)
            .orElseThrow(() -> usage("--strategy: " + Catalog.wanted(strategyName)));
    return publish(
        archive, false, (models, signatory) -> circuits(archive, models, strategy, signatory));
  }

  /** Makes certificates of models, by the paths that they will have; none is written yet. */
  private interface Work {
    Made of(List<Path> models, Signatory signatory) throws IOException;
  }

  /**
   * Certificates, and what is said when they are written.
   *
   * @param said a line for each, in the same order
   */
  private record Made(Map<Path, byte[]> certificates, List<String> said) {}

  /**
   * A batch of the models that have no certificate, of those that have a question or the others.
   */
  private int publish(Archive archive, boolean isAsked, Work work) throws IOException {
    List<Path> models =
        archive.uncertified(strategyName).stream()
            .filter(model -> Files.exists(Archive.question(model)) == isAsked)
            .toList();
    PrintWriter stdout = spec.commandLine().getOut();
    if (models.isEmpty()) {
      stdout.println(isAsked && isUnasked(archive) ? UNASKED : done(isAsked));
      return Exit.DONE;
    }
    Signatory signatory = Signatory.generate();
    Batch batch = new Batch(archive, name, signatory);
    batch.requireWritable(models, strategyName, checker.given());
    batch.requireReadable();
    Made made = work.of(models, signatory);
    if (made.certificates.isEmpty()) {
      stdout.println("no model was certified; nothing was written");
      return Exit.DONE;
    }
    batch.write(made.certificates);
    made.said.forEach(stdout::println);
    return Exit.DONE;
  }

  private static boolean isUnasked(Archive archive) throws IOException {
    return archive.models().stream().noneMatch(model -> Files.exists(Archive.question(model)));
  }

  private String done(boolean isAsked) {
    String which = isAsked ? "every model with a question" : "every model";
    return which + " has a certificate by " + strategyName;
  }

  private Made programs(Archive archive, List<Path> models, Signatory signatory)
      throws IOException {
    PublishedPrograms programs =
        new PublishedPrograms(
            archive,
            strategyName,
            new HalfSpaces(bins == null ? OptionalInt.empty() : OptionalInt.of(bins)),
            spec.commandLine().getOut(),
            spec.commandLine().getErr());
    Map<Path, AskedNetwork> orders = programs.orders(models); // all are read before the work
    Map<Path, byte[]> files = programs.certificates(orders, checker.program(), signatory);
    return new Made(files, files.keySet().stream().map(out -> "written: " + out).toList());
  }

  private Made circuits(Archive archive, List<Path> models, Strategy strategy, Signatory signatory)
      throws IOException {
    for (Path model : models) Certifier.readModel(model); // a foreign one is found before the work
    Map<Path, Certifier.Certified> certificates =
        certificates(archive, models, strategy, checker.program(), signatory);
    Map<Path, byte[]> files = new LinkedHashMap<>();
    certificates.forEach((out, certified) -> files.put(out, certified.bytes()));
    List<String> said = new ArrayList<>();
    certificates.forEach((out, one) -> said.add(words(out + ": ", one.statement().claim())));
    return new Made(files, said);
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
        // there is no certificate before the end
        spec.commandLine().getOut().println(words(model + ": proved ", claim));
      } catch (IllegalArgumentException tooLarge) { // for this strategy; the others go on
        leftOut(model, tooLarge.getMessage());
      }
    }
    return certificates;
  }

  private void leftOut(Path model, String why) {
    spec.commandLine().getErr().println(model + ": left out: " + why);
  }

  private static String words(String what, Claim claim) {
    return String.format(
        Locale.ROOT,
        "%s%s of %s (accuracy %s)",
        what,
        claim.correct(),
        claim.total(),
        claim.accuracy());
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}

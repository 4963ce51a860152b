// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.commands;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.assay.generator.certificate.NetworkStatement;
import org.assay.generator.engine.Comparison;
import org.assay.generator.engine.EngineProgram;
import org.assay.generator.engine.Network;
import org.assay.generator.engine.Sample;
import org.assay.generator.files.Project;
import org.assay.generator.issue.KeptMargin;
import org.assay.generator.model.ModelRefusal;
import org.assay.generator.model.TensorFile;
import org.assay.generator.network.Template;
import org.assay.generator.options.CheckerOption;
import org.assay.generator.options.ModelOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code assay run}. */
@Command(
    name = "run",
    description = {
      "Runs the network of a certificate on an inference engine, and compares what it answers with"
          + " exact arithmetic.",
      "What is seen of some inputs proves nothing of others. A second line of a certificate does"
          + " (certify --profile), for engines that keep the profile's assumptions; three of them"
          + " are looked at here."
    },
    footer = {
      "",
      "Example:",
      "  assay run --model model.safetensors --certificate model.cert.json --engine onnxruntime"
    },
    exitCodeListHeading = Exit.HEADING,
    exitCodeList = {
      Exit.DONE_LINE,
      "1:an answer differs, or the engine changed a weight",
      Exit.USAGE_LINE,
      Exit.INPUT_OUTPUT_LINE,
      Exit.INTERNAL_LINE
    })
final class Run implements Callable<Integer> {
  private static final List<String> ENGINES = List.of("onnxruntime", "pytorch");

  @Spec private CommandSpec spec;

  @Mixin private ModelOption model;

  @Mixin private CheckerOption checker;

  @Option(
      names = "--certificate",
      required = true,
      paramLabel = "CERT",
      description = "a certificate of either version about this model (required)")
  private Path certificate;

  @Option(
      names = "--engine",
      required = true,
      paramLabel = "WORD",
      description = "onnxruntime or pytorch, both as their Java packages have them (required)")
  private String engine;

  @Option(
      names = "--inputs",
      defaultValue = "smallest-margin",
      paramLabel = "WHICH",
      description =
          "smallest-margin, random, or the rows of tokens in FILE.safetensors (default:"
              + " ${DEFAULT-VALUE})")
  private String which;

  @Option(
      names = "--count",
      defaultValue = "10000",
      paramLabel = "N",
      description = "so many inputs, 1 to 4194304 (default: ${DEFAULT-VALUE})")
  private int count;

  @Option(
      names = "--among",
      defaultValue = "100000",
      paramLabel = "N",
      description =
          "smallest-margin: of so many drawn ones, 1 to 4194304 (default: ${DEFAULT-VALUE})")
  private int among;

  @Option(
      names = "--batch",
      defaultValue = "4096",
      paramLabel = "N",
      description = "so many inputs at a time, 1 to 65536 (default: ${DEFAULT-VALUE})")
  private int batch;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "N",
      description = "seed of the draws (default: ${DEFAULT-VALUE})")
  private long seed;

  @Override
  public Integer call() throws IOException {
    if (!ENGINES.contains(engine)) {
      throw usage("--engine: got " + engine + ", want one of " + ENGINES);
    }
    requireRange("--count", count, 1 << 22);
    requireRange("--among", among, 1 << 22);
    requireRange("--batch", batch, 1 << 16);
    TensorFile file = TensorFile.read(model.file());
    try {
      Network network = Network.of(file, certificate);
      List<int[]> inputs = inputs(network);
      EngineProgram.Ran ran = new EngineProgram(Project.home()).run(engine, network, inputs, batch);
      Comparison compared = Comparison.of(network, inputs, ran.outputs());
      print(inputs.size(), compared, ran.facts());
      printBound(network, compared);
      boolean isSame = compared.other() == 0 && ran.facts().get("changed").isEmpty();
      return isSame ? Exit.DONE : Exit.NOT_MET;
    } catch (ModelRefusal e) {
      throw e.of(model.file());
    }
  }

  private List<int[]> inputs(Network network) throws IOException {
    if (which.endsWith(".safetensors")) {
      return Sample.all(network.rows(Path.of(which)));
    }
    if (!List.of("smallest-margin", "random").contains(which)) {
      throw usage("--inputs: got " + which + ", want smallest-margin, random or FILE.safetensors");
    }
    Template all =
        network
            .inputs()
            .orElseThrow(() -> usage("--inputs: want the file that the certificate is about"));
    return which.equals("random")
        ? Sample.drawn(all, count, seed)
        : Sample.smallestMargins(network, Sample.drawn(all, among, seed), count);
  }

  private void print(int inputs, Comparison compared, Map<String, String> facts) {
    PrintWriter stdout = spec.commandLine().getOut();
    stdout.println("engine:     " + facts.get("engine") + ", one thread");
    stdout.println("inputs:     " + inputs + " (" + which + "), " + batch + " at a time");
    stdout.printf(
        Locale.ROOT,
        "answers:    %d as in exact arithmetic, %d others, %d that doubles do not tell%n",
        compared.same(),
        compared.other(),
        compared.untold());
    for (String input : compared.others()) stdout.println("other:      " + input);
    stdout.printf(
        Locale.ROOT,
        "logits:     off by at most %.3g; of a lead at most %.3g was lost%n",
        compared.logit(),
        compared.lost());
    stdout.printf(
        Locale.ROOT,
        "softmax:    exponentials off by at most %.3g of what the profile allows; 0 from %.2f%n",
        Double.parseDouble(facts.get("exponential")),
        Double.parseDouble(facts.get("zero")));
    boolean isFlushed = Boolean.parseBoolean(facts.get("flushes"));
    stdout.println(
        "subnormal:  " + (isFlushed ? "products are flushed to 0" : "products are kept"));
    String changed = facts.get("changed");
    stdout.println("weights:    " + (changed.isEmpty() ? "run as they are stored" : changed));
  }

  /** What was lost of a lead, beside what the checker derives that executions may lose. */
  private void printBound(Network network, Comparison compared) throws IOException {
    PrintWriter stdout = spec.commandLine().getOut();
    Optional<Comparison.Loss> worst = compared.worst();
    Optional<NetworkStatement> only = worst.flatMap(one -> network.only(one.input()));
    if (only.isEmpty()) {
      stdout.println("bound:      none of these inputs tells");
      return;
    }
    KeptMargin kept =
        new KeptMargin(checker.program(), model.file(), only.get(), Certify.ANY_ENGINE);
    Optional<Double> bound = kept.lost(worst.get().lead());
    if (bound.isEmpty()) {
      stdout.println("bound:      more than the lead of " + Arrays.toString(worst.get().input()));
      return;
    }
    stdout.printf(
        Locale.ROOT,
        "bound:      lost %.3g of the lead %.3g over the second; %s allows %.3g: a share of %.2g%n",
        worst.get().lost(),
        worst.get().lead(),
        Certify.ANY_ENGINE,
        bound.get(),
        worst.get().lost() / bound.get());
  }

  private void requireRange(String option, int got, int most) {
    if (got < 1 || got > most) throw usage(option + ": got " + got + ", want 1 to " + most);
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.commands;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.LongAdder;
import org.assay.generator.model.Safetensors;
import org.assay.generator.network.Drawn;
import org.assay.generator.network.Inputs;
import org.assay.generator.network.Labels;
import org.assay.generator.network.Task;
import org.assay.generator.network.Tasks;
import org.assay.generator.network.Template;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What {@code assay train --task} trains, and on what. */
final class TaskTraining {
  private static final int MAX_SEQUENCES = 1 << 24;
  private static final int MAX_EXAMPLES = 1 << 22;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--task",
      paramLabel = "TASK",
      description = "which output is right, in the words of certify (default: max of --k)")
  private String task;

  @Option(
      names = "--inputs",
      paramLabel = "INPUTS",
      description =
          "of --task, required there: a token or FROM..TO for each position, as for certify")
  private String inputs;

  @Option(
      names = "--outputs",
      paramLabel = "FROM..TO",
      description = "of --task, required there: the outputs, from 0")
  private String outputs;

  @Option(
      names = "--layers",
      defaultValue = "1",
      paramLabel = "N",
      description = "of --task: layers, 1 to 16 (default: ${DEFAULT-VALUE})")
  private int layers;

  @Option(
      names = "--heads",
      defaultValue = "1",
      paramLabel = "N",
      description = "of --task: heads of a layer, 1 to 64 (default: ${DEFAULT-VALUE})")
  private int heads;

  @Option(
      names = "--mlp",
      defaultValue = "0",
      paramLabel = "N",
      description = "of --task: width of the MLP, 0 for none, to 16384 (default: ${DEFAULT-VALUE})")
  private int mlp;

  @Option(
      names = "--act",
      defaultValue = "relu",
      paramLabel = "WORD",
      description = "of --task: relu or gelu (default: ${DEFAULT-VALUE})")
  private String activation;

  @Option(
      names = "--norm",
      defaultValue = "none",
      paramLabel = "WORD",
      description =
          "of --task: none, LN for layer norm, or LNPre without its weights (default:"
              + " ${DEFAULT-VALUE})")
  private String norm;

  @Option(
      names = "--mask",
      defaultValue = "causal",
      paramLabel = "WORD",
      description = "of --task: causal or none (default: ${DEFAULT-VALUE})")
  private String mask;

  @Option(
      names = "--batch",
      defaultValue = "256",
      paramLabel = "N",
      description = "of --task: examples of a step, 0 for all (default: ${DEFAULT-VALUE})")
  private int batch;

  @Option(
      names = "--draws",
      paramLabel = "N",
      description = "of --task: train on so many inputs, drawn by the seed (default: on all)")
  private Integer draws;

  @Option(
      names = "--share",
      defaultValue = "1",
      paramLabel = "X",
      description =
          "of --task: part of the inputs that is trained on, above 0 (default: ${DEFAULT-VALUE})")
  private double share;

  @Option(
      names = "--rate",
      defaultValue = "0.003",
      paramLabel = "X",
      description = "of --task: learning rate (default: ${DEFAULT-VALUE})")
  private double rate;

  @Option(
      names = "--schedule",
      defaultValue = "constant",
      paramLabel = "WORD",
      description =
          "of --task: constant, or cosine, which takes the rate to 0 (default: ${DEFAULT-VALUE})")
  private String schedule;

  @Option(
      names = "--decay",
      defaultValue = "0.01",
      paramLabel = "X",
      description = "of --task: weight decay (default: ${DEFAULT-VALUE})")
  private double decay;

  @Option(
      names = "--config-out",
      paramLabel = "FILE",
      description =
          "of --task, required there: configuration to write, as TransformerLens spells it")
  private Path configOut;

  /** What the training program is given, and the configuration of what it makes. */
  record Run(List<String> recipe, byte[] examples, byte[] config, Path configOut) {}

  boolean isGiven() {
    return task != null;
  }

  /**
   * @param seed of what is drawn
   */
  Run run(int dModel, Integer givenHead, Integer givenVocab, int seed) {
    requireOptions();
    Template template = parsed(() -> Template.parse(inputs));
    Task wanted = parsed(() -> Tasks.parse(task));
    int last = lastOutput();
    Inputs seen = draws == null ? listed(template) : drawn(template, wanted, seed);
    int vocab = givenVocab == null ? template.largest() + 1 : givenVocab;
    if (vocab <= template.largest()) throw usage("--vocab: the inputs need more");
    int dHead = givenHead == null ? dModel / heads : givenHead;
    if (dHead < 1) throw usage("--heads: got " + heads + ", want at most --d-model");
    byte[] examples = examples(seen, wanted, last);
    List<String> recipe = new ArrayList<>();
    recipe.addAll(List.of("--layers", "" + layers, "--heads", "" + heads, "--d-head", "" + dHead));
    recipe.addAll(List.of("--mlp", "" + mlp, "--act", activation, "--norm", norm, "--mask", mask));
    recipe.addAll(List.of("--vocab", "" + vocab, "--vocab-out", "" + (last + 1)));
    recipe.addAll(List.of("--batch", "" + batch, "--share", "" + share));
    recipe.addAll(List.of("--rate", "" + rate, "--decay", "" + decay));
    recipe.addAll(List.of("--schedule", schedule.toUpperCase(Locale.ROOT)));
    byte[] config = config(dModel, dHead, new int[] {vocab, last + 1, template.length()});
    return new Run(recipe, examples, config, configOut);
  }

  private Inputs listed(Template template) {
    if (template.count() <= MAX_SEQUENCES) return template;
    throw usage(
        "--inputs: got "
            + template.size()
            + " inputs, limit "
            + MAX_SEQUENCES
            + "; --draws takes some");
  }

  private Inputs drawn(Template template, Task wanted, int seed) {
    if (wanted instanceof Labels) throw usage("--task: got labels for draws, which have none");
    Drawn.Beacon none = new Drawn.Beacon("assay train", "0", Optional.empty());
    byte[] fixed = ("assay train --seed " + seed).getBytes(UTF_8);
    return parsed(() -> Drawn.of(template, draws, 1, none)).by(fixed);
  }

  private void requireOptions() {
    if (inputs == null) throw usage("--task: needs --inputs");
    if (outputs == null) throw usage("--task: needs --outputs");
    if (configOut == null) throw usage("--task: needs --config-out");
    requireRange("--layers", layers, 1, 16);
    requireRange("--heads", heads, 1, 64);
    requireRange("--mlp", mlp, 0, 16384);
    requireRange("--batch", batch, 0, 1 << 20);
    requireWord("--act", activation, List.of("relu", "gelu"));
    requireWord("--norm", norm, List.of("none", "LN", "LNPre"));
    requireWord("--mask", mask, List.of("causal", "none"));
    requireWord("--schedule", schedule, List.of("constant", "cosine"));
    if (!(share > 0 && share <= 1))
      throw usage("--share: got " + share + ", want above 0, up to 1");
    if (!(rate > 0 && rate <= 1)) throw usage("--rate: got " + rate + ", want above 0, up to 1");
    if (!(decay >= 0 && decay <= 10)) throw usage("--decay: got " + decay + ", want 0 to 10");
  }

  private int lastOutput() {
    if (!outputs.matches("0\\.\\.[0-9]{1,5}")) {
      throw usage("--outputs: got " + outputs + ", want 0..TO");
    }
    return Integer.parseInt(outputs.substring(3));
  }

  /** Those that are inside the task, with their right outputs. */
  private byte[] examples(Inputs all, Task wanted, int last) {
    int[] places = all.free();
    parsed(
        () -> {
          wanted.requireFree(places.length, all.count());
          return 0;
        });
    int length = all.length();
    LongAdder inside = new LongAdder();
    each(all, wanted, (input, right) -> inside.increment());
    long count = inside.sum();
    if (count == 0) throw usage("--task: every input is outside");
    if (count > MAX_EXAMPLES) {
      throw usage("--inputs: got " + count + " inside the task, limit " + MAX_EXAMPLES);
    }
    ByteBuffer tokens = little((int) count * length);
    ByteBuffer labels = little((int) count);
    each(
        all,
        wanted,
        (input, right) -> {
          if (right > last) {
            throw usage("--outputs: got " + outputs + ", an input wants " + right);
          }
          for (int token : input) tokens.putInt(token);
          labels.putInt(right);
        });
    return new Safetensors(Map.of())
        .add("tokens", "I32", List.of(count, (long) length), written(tokens))
        .add("labels", "I32", List.of(count), written(labels))
        .bytes();
  }

  private interface Inside {
    void take(int[] input, int right);
  }

  /** Gives all inputs that are inside the task, and the right output of each. */
  private void each(Inputs all, Task wanted, Inside inside) {
    int[] places = all.free();
    int[] input = new int[all.length()];
    int[] free = new int[places.length];
    boolean[] seen = new boolean[all.largest() + 1];
    for (long i = 0; i < all.count(); i++) {
      all.tokens(i, input);
      for (int j = 0; j < places.length; j++) {
        free[j] = input[places[j]];
        if (!seen[free[j]]) requireToken(wanted, free[j]);
        seen[free[j]] = true;
      }
      OptionalInt right = wanted.right(free, i);
      if (right.isPresent()) inside.take(input, right.getAsInt());
    }
  }

  private void requireToken(Task wanted, int token) {
    parsed(
        () -> {
          wanted.requireToken(token);
          return 0;
        });
  }

  private static ByteBuffer little(int numbers) {
    return ByteBuffer.allocate(4 * numbers).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] written(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.position()];
    buffer.flip().get(bytes);
    return bytes;
  }

  /**
   * @param sizes vocabulary of tokens, of outputs, and length
   */
  private byte[] config(int dModel, int dHead, int[] sizes) {
    ObjectNode json = new JsonMapper().createObjectNode();
    json.put("n_layers", layers).put("d_model", dModel).put("n_ctx", sizes[2]);
    json.put("d_head", dHead).put("n_heads", heads);
    if (mlp > 0) json.put("d_mlp", mlp).put("act_fn", activation);
    json.put("attn_only", mlp == 0).put("d_vocab", sizes[0]).put("d_vocab_out", sizes[1]);
    json.put("normalization_type", norm.equals("none") ? null : norm).put("eps", 1e-5);
    json.put("attention_dir", mask.equals("causal") ? "causal" : "bidirectional");
    return (json.toPrettyString() + "\n").getBytes(UTF_8);
  }

  private interface Parse<T> {
    T get();
  }

  private <T> T parsed(Parse<T> parse) {
    try {
      return parse.get();
    } catch (IllegalArgumentException e) {
      throw usage("--" + e.getMessage());
    }
  }

  private void requireWord(String option, String got, List<String> words) {
    if (!words.contains(got)) throw usage(option + ": got " + got + ", want one of " + words);
  }

  private void requireRange(String option, int got, int least, int most) {
    if (got < least || got > most) {
      throw usage(option + ": got " + got + ", want " + least + " to " + most);
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}

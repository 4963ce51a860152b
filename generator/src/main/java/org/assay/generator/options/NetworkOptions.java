// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.options;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assay.generator.certificate.NetworkStatement;
import org.assay.generator.files.Input;
import org.assay.generator.files.JsonFault;
import org.assay.generator.issue.ProgramOrder;
import org.assay.generator.model.Model;
import org.assay.generator.model.ModelRefusal;
import org.assay.generator.model.TensorFile;
import org.assay.generator.network.Drawn;
import org.assay.generator.network.Inputs;
import org.assay.generator.network.Labels;
import org.assay.generator.network.OneHead;
import org.assay.generator.network.Program;
import org.assay.generator.network.Rows;
import org.assay.generator.network.Task;
import org.assay.generator.network.Tasks;
import org.assay.generator.network.Template;
import org.assay.generator.network.preset.Config;
import org.assay.generator.network.preset.Configs;
import org.assay.generator.network.preset.Preset;
import org.assay.generator.strategy.Margin;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What a network is, and what is asked of it: nothing of it is guessed. */
public final class NetworkOptions {
  private static final int MAX_CONFIG = 1 << 20;
  private static final int CONFIDENCE = 40;
  private static final Pattern RANGE = Pattern.compile("([0-9]{1,8})\\.\\.([0-9]{1,8})");
  private static final Pattern DATA = Pattern.compile("(.*\\.safetensors)(?::([^:/]+))?");

  private static final List<String> FIELDS =
      List.of(
          "config",
          "task",
          "inputs",
          "free",
          "draws",
          "beacon",
          "confidence",
          "outputs",
          "answer",
          "profile");

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  private String strategy = NetworkStatement.STRATEGY; // that needs them

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "programs: what the network is: cfg.to_dict() of TransformerLens as JSON, config.json"
              + " of GPT-2, or a list of steps (default: none)")
  private Path config;

  @Option(
      names = "--task",
      paramLabel = "TASK",
      description =
          "programs: which output is right, as in max or sum-mod:113; a wrong word lists all"
              + " (default: none)")
  private String task;

  @Option(
      names = "--inputs",
      paramLabel = "INPUTS",
      description =
          "programs: a token or FROM..TO for each position, as in \"0..112 0..112 113\" or"
              + " \"0..63*4\"; or the rows of FILE.safetensors[:TENSOR] (default: none)")
  private String inputs;

  @Option(
      names = "--free",
      paramLabel = "N,N",
      split = ",",
      description = "programs: of rows of a file, the positions that the task reads (default: all)")
  private List<Integer> free = List.of();

  @Option(
      names = "--draws",
      paramLabel = "N",
      description =
          "programs: draw N of the sequences instead of trying all; needs --beacon (default: all)")
  private Integer draws;

  @Option(
      names = "--beacon",
      paramLabel = "SOURCE:ROUND[:VALUE]",
      description =
          "programs: the public random value that draws, in hexadecimal; without VALUE, what has"
              + " to be dated before that round is written to --out (default: none)")
  private String beacon;

  @Option(
      names = "--confidence",
      paramLabel = "K",
      description =
          "programs: of draws, the bound for all sequences is at confidence 1 - 2^-K"
              + " (default: 40)")
  private Integer confidence;

  @Option(
      names = "--outputs",
      paramLabel = "FROM..TO",
      description = "programs: the outputs that compete (default: none)")
  private String outputs;

  @Option(
      names = "--answer",
      paramLabel = "WHERE",
      description =
          "programs: the position that answers, or last, sum or mean; not with a list of steps"
              + " (default: none)")
  private String answer;

  /** The program, and one sentence that says how it was found. */
  public record Read(Program program, String words, List<String> notRead) {}

  /** What a file asks. */
  @Command(name = "question")
  public static final class Question {
    @Mixin private NetworkOptions options;

    @Option(names = "--profile", paramLabel = "NAME", description = "as of certify")
    private String profile;

    /** What the network is, and what is asked of it. */
    public NetworkOptions options() {
      return options;
    }

    /** Of which executions something is claimed, too. */
    public Optional<String> profile() {
      return Optional.ofNullable(profile);
    }
  }

  /**
   * Of a file: an object of texts by the names of the options, as in {@code "task":"sum-mod:59"}.
   * Files in it are beside it.
   *
   * @throws IOException naming the file, if it is none
   */
  public static Question of(Path file) throws IOException {
    JsonNode json = json("question", file);
    List<String> words = new ArrayList<>();
    for (Map.Entry<String, JsonNode> field : json.properties()) {
      String value = field.getValue().textValue();
      if (value == null || !FIELDS.contains(field.getKey())) {
        throw new IOException(
            "question " + file + ": got " + field.getKey() + ", want texts for " + FIELDS);
      }
      boolean isFile = field.getKey().equals("config");
      words.add("--" + field.getKey());
      words.add(isFile ? file.resolveSibling(value).toString() : value);
    }
    Question question = new Question();
    try {
      new CommandLine(question).parseArgs(words.toArray(String[]::new));
      question.options.requireAll();
    } catch (ParameterException e) {
      throw new IOException("question " + file + ": " + e.getMessage(), e);
    }
    return question;
  }

  /** All files that are read, beside the model; none may be written. */
  public List<Path> files() {
    List<Path> files = new ArrayList<>();
    if (config != null) files.add(config);
    data(inputs).ifPresent(data -> files.add(data.file));
    data(table()).ifPresent(data -> files.add(data.file));
    return files;
  }

  /** Whether any was given. */
  public Optional<String> given() {
    if (config != null) return Optional.of("--config");
    if (task != null) return Optional.of("--task");
    if (inputs != null) return Optional.of("--inputs");
    if (outputs != null) return Optional.of("--outputs");
    if (answer != null) return Optional.of("--answer");
    if (draws != null) return Optional.of("--draws");
    if (beacon != null) return Optional.of("--beacon");
    if (confidence != null) return Optional.of("--confidence");
    return free.isEmpty() ? Optional.empty() : Optional.of("--free");
  }

  /**
   * What is to be proved.
   *
   * @throws ParameterException if an option is missing, or says nothing that there is
   */
  public ProgramOrder order(TensorFile model, Read read, Inputs over, Margin margin)
      throws IOException {
    Matcher range = RANGE.matcher(outputs);
    if (!range.matches()) throw usage("--outputs: got " + outputs + ", want FROM..TO");
    ProgramOrder.Range competing =
        new ProgramOrder.Range(Integer.parseInt(range.group(1)), Integer.parseInt(range.group(2)));
    try {
      return new ProgramOrder(model, read.program(), over, task(), competing, margin);
    } catch (IllegalArgumentException e) {
      throw usage("--" + e.getMessage());
    }
  }

  /** Whether the task alone was given: then the file says the rest, if it has the one form. */
  public boolean isTaskAlone() {
    return task != null
        && config == null
        && inputs == null
        && outputs == null
        && answer == null
        && free.isEmpty();
  }

  /**
   * The same question of a file with the names of version 1, over all its tokens.
   *
   * @throws ModelRefusal if it is none
   */
  public ProgramOrder order(TensorFile file, Model model, Margin margin) throws ModelRefusal {
    int last = model.vocab() - 1;
    inputs = "0.." + last + "*" + model.k();
    outputs = "0.." + last;
    Program program = Program.of(OneHead.steps(file, model.k()), file);
    try {
      return order(file, new Read(program, "", List.of()), Template.parse(inputs), margin);
    } catch (IOException e) {
      throw new ModelRefusal("%s", e.getMessage());
    }
  }

  /** All that have no default. */
  public void requireAll() {
    requireAll(NetworkStatement.STRATEGY);
  }

  /**
   * @param by the strategy that they are required for
   */
  public void requireAll(String by) {
    strategy = by;
    Object[] values = {config, task, inputs, outputs};
    List<String> names = List.of("--config", "--task", "--inputs", "--outputs");
    for (int i = 0; i < values.length; i++) {
      if (values[i] == null) {
        throw usage("--strategy " + by + ": needs " + names.get(i) + ": nothing is guessed");
      }
    }
    if (free.stream().anyMatch(place -> place < 0)) throw usage("--free: want positions from 0");
    if (!free.isEmpty() && data(inputs).isEmpty()) throw usage("--free: is for rows of a file");
    if (draws == null && beacon != null) throw usage("--beacon: needs --draws");
    if (draws == null && confidence != null) throw usage("--confidence: needs --draws");
    if (draws != null && beacon == null) throw usage("--draws: needs --beacon SOURCE:ROUND");
    if (draws != null && data(inputs).isPresent()) {
      throw usage("--draws: are from a template, not from rows of a file");
    }
  }

  /** The sequences that are asked about. */
  public Inputs inputs() throws IOException {
    Optional<Data> data = data(inputs);
    if (data.isPresent()) {
      Path file = data.get().file;
      return read(data.get(), "tokens", (read, tensor) -> Rows.of(file, read, tensor, free));
    }
    try {
      Template template = Template.parse(inputs);
      if (draws == null) return template;
      int bits = confidence == null ? CONFIDENCE : confidence;
      return Drawn.of(template, draws, bits, Drawn.Beacon.parse(beacon));
    } catch (IllegalArgumentException e) {
      throw usage("--" + e.getMessage());
    }
  }

  private Task task() throws IOException {
    Optional<Data> data = data(table());
    if (data.isEmpty()) return Tasks.parse(task);
    Path file = data.get().file;
    return read(data.get(), "labels", (read, tensor) -> Labels.of(file, read, tensor));
  }

  private interface Reader<T> {
    T of(TensorFile data, String tensor) throws ModelRefusal;
  }

  private static <T> T read(Data data, String usual, Reader<T> reader) throws IOException {
    try {
      TensorFile file = TensorFile.open(data.file);
      String tensor = data.tensor.orElse(usual);
      if (!file.has(tensor)) {
        throw new ModelRefusal("got no tensor %s, want one of %s", tensor, file.names());
      }
      return reader.of(file, tensor);
    } catch (ModelRefusal e) {
      throw new IOException("data file " + data.file + ": " + e.getMessage(), e);
    }
  }

  private String table() {
    return task != null && task.startsWith("table:") ? task.substring("table:".length()) : null;
  }

  private record Data(Path file, Optional<String> tensor) {}

  private static Optional<Data> data(String text) {
    if (text == null) return Optional.empty();
    Matcher parts = DATA.matcher(text);
    return parts.matches()
        ? Optional.of(new Data(Path.of(parts.group(1)), Optional.ofNullable(parts.group(2))))
        : Optional.empty();
  }

  /**
   * The network of this file.
   *
   * @param n length of an input
   * @throws IOException naming the configuration, if it does not fit the file
   */
  public Read read(TensorFile model, int n) throws IOException {
    JsonNode json = json("config", config);
    try {
      if (json.has("steps")) {
        Program program = Program.of(Program.steps(json), model);
        if (answer != null) throw usage("--answer: a list of steps says itself what it answers");
        return new Read(program, "the steps in " + config, List.of());
      }
      Config read = Configs.read(json);
      Preset.Written written = Preset.of(model, read, answer(n));
      Program program = Program.of(written.steps(), model);
      String words = read.words() + ", by the names of " + written.family();
      return new Read(program, words, read.notRead());
    } catch (IllegalArgumentException e) {
      throw new IOException("config " + config + ": " + e.getMessage(), e);
    }
  }

  private Preset.Answer answer(int n) {
    String want =
        "--answer: got " + answer + ", want last, a position below " + n + ", sum or mean";
    if (answer == null)
      throw usage("--strategy " + strategy + ": needs --answer: nothing is guessed");
    if (Arrays.asList("sum", "mean").contains(answer)) {
      return new Preset.Answer(Optional.empty(), answer);
    }
    if (answer.equals("last")) return new Preset.Answer(Optional.of(n - 1), "");
    if (!answer.matches("[0-9]{1,3}") || Integer.parseInt(answer) >= n) throw usage(want);
    return new Preset.Answer(Optional.of(Integer.parseInt(answer)), "");
  }

  private static JsonNode json(String what, Path file) throws IOException {
    Input.requireReadable(what, file);
    if (Files.size(file) > MAX_CONFIG) {
      throw new IOException(what + " " + file + ": got more than " + MAX_CONFIG + " bytes");
    }
    try {
      return JSON.readTree(Files.readAllBytes(file));
    } catch (JsonProcessingException e) {
      throw new IOException(what + " " + file + ": is no JSON: " + JsonFault.of(e), e);
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.training;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.assay.checker.Checker;
import org.assay.checker.verdict.Verdict;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The trained networks of the archive in PyTorch, in binary64, against the checker: what PyTorch
 * answers rightly by more than 1e-9 is proved right, and nothing that it answers wrongly by more
 * than that is. Of a network with many inputs some are taken, at equal distances; {@code
 * -Dassay.every=1} takes all, {@code -Dassay.network=NAME} one network alone.
 */
@Tag("long")
class DoublePrecisionTest {
  private static final Path ARCHIVE = Path.of("../../certificates");
  private static final double NEAR = 1e-9;
  private static final int ENOUGH = 2000;
  private static final int AT_A_TIME = 2048;

  static Stream<String> networks() throws IOException {
    try (Stream<Path> files = Files.list(ARCHIVE.resolve("models"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".question.json"))
          .map(name -> name.replace(".question.json", ""))
          .filter(name -> Files.exists(certificate(name))) // others are proved by other strategies
          .filter(name -> name.matches(System.getProperty("assay.network", ".*")))
          .sorted()
          .toList()
          .stream();
    }
  }

  private static Path certificate(String name) {
    return ARCHIVE.resolve(name + "/exhaustive.cert.json");
  }

  @ParameterizedTest
  @MethodSource("networks")
  void pyTorchAgrees(String name, TestReporter reporter) throws Exception {
    byte[] model = Files.readAllBytes(ARCHIVE.resolve("models/" + name + ".safetensors"));
    JsonObject statement = statement(certificate(name));
    JsonObject claim = statement.getAsJsonObject("predicate").getAsJsonObject("claim");
    Plan plan = plan(ARCHIVE.resolve("models/" + name + ".config.json"));
    List<int[]> inputs = inputs(claim, plan.length());
    List<int[]> right = new ArrayList<>();
    List<int[]> wrong = new ArrayList<>();
    double[] leads = leads(plan, model, claim, inputs);
    for (int i = 0; i < leads.length; i++) {
      if (leads[i] > NEAR) right.add(inputs.get(i));
      if (leads[i] < -NEAR) wrong.add(inputs.get(i));
    }
    reporter.publishEntry(
        name, leads.length + " inputs: " + right.size() + " right, " + wrong.size() + " wrong");
    assertTrue(leads.length - right.size() - wrong.size() <= 1 + leads.length / 1000, "near");
    assertEquals(right.size(), proved(statement, model, right), "proved of those that are right");
    assertEquals(0, proved(statement, model, wrong), "proved of those that are wrong");
  }

  private static JsonObject statement(Path certificate) throws IOException {
    JsonObject envelope = JsonParser.parseString(Files.readString(certificate)).getAsJsonObject();
    byte[] payload = Base64.getDecoder().decode(envelope.get("payload").getAsString());
    return JsonParser.parseString(new String(payload, UTF_8)).getAsJsonObject();
  }

  private static Plan plan(Path file) throws IOException {
    JsonObject config = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
    JsonElement mlp = config.get("d_mlp");
    JsonElement norm = config.get("normalization_type");
    return new Plan(
        config.get("n_layers").getAsInt(),
        config.get("n_heads").getAsInt(),
        config.get("d_model").getAsInt(),
        config.get("d_head").getAsInt(),
        mlp == null ? 0 : mlp.getAsInt(),
        mlp == null || config.get("act_fn").getAsString().equals("relu"),
        norm.isJsonNull() ? Plan.Norm.NONE : Plan.Norm.of(norm.getAsString()),
        config.get("attention_dir").getAsString().equals("causal"),
        config.get("d_vocab").getAsInt(),
        config.get("d_vocab_out").getAsInt(),
        config.get("n_ctx").getAsInt());
  }

  /** Those inside the task, or every so manieth of them. */
  private static List<int[]> inputs(JsonObject claim, int length) {
    long inside = claim.get("total").getAsLong();
    long every = Long.getLong("assay.every", 1 + inside / ENOUGH);
    JsonArray positions = claim.getAsJsonObject("inputs").getAsJsonArray("positions");
    int[] from = new int[length];
    int[] size = new int[length];
    for (int i = 0; i < length; i++) {
      JsonObject position = positions.get(i).getAsJsonObject();
      boolean isFixed = position.has("token");
      from[i] = position.get(isFixed ? "token" : "from").getAsInt();
      size[i] = isFixed ? 1 : position.get("to").getAsInt() - from[i] + 1;
    }
    List<int[]> inputs = new ArrayList<>();
    int[] digits = new int[length];
    long number = 0;
    do {
      int[] input = new int[length];
      for (int i = 0; i < length; i++) input[i] = from[i] + digits[i];
      if (RightOutput.of(claim, input) >= 0 && number++ % every == 0) inputs.add(input);
    } while (isNext(digits, size));
    assertEquals(inside, number, "inputs inside the task");
    return inputs;
  }

  private static boolean isNext(int[] digits, int[] size) {
    for (int i = digits.length - 1; i >= 0; i--) {
      if (++digits[i] < size[i]) return true;
      digits[i] = 0;
    }
    return false;
  }

  /** Right output minus the largest other one, of each input. */
  private static double[] leads(Plan plan, byte[] model, JsonObject claim, List<int[]> inputs) {
    double[] leads = new double[inputs.size()];
    try (NDManager manager = Torch.newManager()) {
      LayeredTransformer network = new LayeredTransformer(manager, plan, DataType.FLOAT64);
      NDArray weights = manager.create(WeightFile.flat(plan, model));
      for (int from = 0; from < leads.length; from += AT_A_TIME) {
        List<int[]> some = inputs.subList(from, Math.min(from + AT_A_TIME, leads.length));
        try (NDManager scope = manager.newSubManager()) {
          NDArray view = weights.stopGradient();
          view.attach(scope);
          double[] logits = network.logits(view, tokens(scope, some)).toDoubleArray();
          for (int i = 0; i < some.size(); i++) {
            int right = RightOutput.of(claim, some.get(i));
            leads[from + i] = lead(logits, i * plan.vocabOut(), plan.vocabOut(), right);
          }
        }
      }
    }
    return leads;
  }

  private static NDArray tokens(NDManager manager, List<int[]> inputs) {
    long[] flat = inputs.stream().flatMapToInt(java.util.Arrays::stream).asLongStream().toArray();
    return manager.create(flat, new Shape(inputs.size(), inputs.get(0).length));
  }

  private static double lead(double[] logits, int at, int outputs, int right) {
    double most = Double.NEGATIVE_INFINITY;
    for (int o = 0; o < outputs; o++) {
      if (o != right) most = Math.max(most, logits[at + o]);
    }
    return logits[at + right] - most;
  }

  /** How many of these inputs the checker proves right. */
  private static long proved(JsonObject statement, byte[] model, List<int[]> inputs)
      throws Exception {
    if (inputs.isEmpty()) return 0;
    byte[] data = rows(inputs);
    JsonObject changed = statement.deepCopy();
    JsonObject claim = changed.getAsJsonObject("predicate").getAsJsonObject("claim");
    JsonArray free = new JsonArray();
    JsonArray positions = claim.getAsJsonObject("inputs").getAsJsonArray("positions");
    for (int i = 0; i < positions.size(); i++) {
      if (!positions.get(i).getAsJsonObject().has("token")) free.add(i);
    }
    JsonObject file = new JsonObject();
    file.addProperty("kind", "file");
    file.addProperty("sha256", sha256(data));
    file.addProperty("tensor", "tokens");
    file.addProperty("length", inputs.get(0).length);
    file.add("free", free);
    claim.add("inputs", file);
    claim.addProperty("correct", "0");
    claim.addProperty("total", "" + inputs.size());
    String payload = Base64.getEncoder().encodeToString((changed + "\n").getBytes(UTF_8));
    String envelope =
        "{\"payload\":\"%s\",\"payloadType\":\"application/vnd.in-toto+json\",\"signatures\":[]}\n";
    Verdict verdict =
        Checker.unsigned()
            .check(
                envelope.formatted(payload).getBytes(UTF_8),
                digest -> digest.equals(sha256(data)) ? data : model);
    assertEquals(Verdict.Outcome.ACCEPTED, verdict.outcome(), () -> "" + verdict.message());
    return verdict.findings().proof().orElseThrow().proved().longValueExact();
  }

  private static byte[] rows(List<int[]> inputs) {
    int length = inputs.get(0).length;
    int bytes = 4 * inputs.size() * length;
    String header =
        "{\"tokens\":{\"dtype\":\"I32\",\"shape\":[%s,%s],\"data_offsets\":[0,%s]}}"
            .formatted(inputs.size(), length, bytes);
    ByteBuffer file = ByteBuffer.allocate(8 + header.length() + bytes);
    file.order(ByteOrder.LITTLE_ENDIAN).putLong(header.length()).put(header.getBytes(UTF_8));
    inputs.forEach(input -> java.util.Arrays.stream(input).forEach(file::putInt));
    return file.array();
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.network.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.assay.generator.model.ModelRefusal;
import org.assay.generator.model.Safetensors;
import org.assay.generator.model.TensorFile;
import org.assay.generator.network.Inputs;
import org.assay.generator.network.Program;
import org.assay.generator.network.Step;
import org.assay.generator.network.Task;
import org.assay.generator.network.Tasks;
import org.assay.generator.network.Template;
import org.assay.generator.network.evaluate.Evaluator;
import org.assay.generator.network.preset.Configs;
import org.assay.generator.network.preset.Preset;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.aggregator.ArgumentsAccessor;
import org.junit.jupiter.params.provider.CsvSource;

/** What ONNX Runtime computes of an exported file is what the steps say. */
@Tag("long")
class OnnxFileTest {
  private static final Path MADE = Path.of("src/test/resources/networks");
  private static final int PROGRAMS = 60;
  private static final double NEAR = 1e-3; // of the largest output

  private static long[][] tokens(Inputs inputs) {
    long[][] all = new long[(int) inputs.count()][];
    int[] tokens = new int[inputs.length()];
    for (int i = 0; i < all.length; i++) {
      inputs.tokens(i, tokens);
      all[i] = Arrays.stream(tokens).asLongStream().toArray();
    }
    return all;
  }

  /** The logits [inputs, width] of all inputs. */
  private static float[][] run(byte[] file, Inputs inputs) throws Exception {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession session = environment.createSession(file);
        OnnxTensor tokens = OnnxTensor.createTensor(environment, tokens(inputs));
        OrtSession.Result result = session.run(Map.of("tokens", tokens))) {
      return (float[][]) result.get("logits").orElseThrow().getValue();
    }
  }

  /** Every logit is near, and the largest is the same where it leads by more than twice that. */
  private static void assertSame(String what, double[] exact, float[] got) {
    assertEquals(exact.length, got.length, what);
    double[] sorted = exact.clone();
    Arrays.sort(sorted);
    double most = Math.max(Math.abs(sorted[0]), Math.abs(sorted[sorted.length - 1]));
    double near = NEAR * most;
    int best = 0;
    int wanted = 0;
    for (int i = 0; i < exact.length; i++) {
      assertEquals(exact[i], got[i], near, () -> what + ": " + Arrays.toString(got));
      if (got[i] > got[best]) best = i;
      if (exact[i] > exact[wanted]) wanted = i;
    }
    double lead = sorted.length == 1 ? 0 : sorted[sorted.length - 1] - sorted[sorted.length - 2];
    if (lead > 2 * near) assertEquals(wanted, best, what);
  }

  private static String kind(Step step) {
    return step instanceof Step.Activation one ? one.op() : step.getClass().getSimpleName();
  }

  @Test
  void randomProgramsOfAllSteps() throws Exception {
    Set<String> steps = new TreeSet<>();
    for (int seed = 0; seed < PROGRAMS; seed++) {
      RandomProgram made = new RandomProgram(seed);
      Program program = made.program();
      program.steps().forEach(step -> steps.add(kind(step)));
      Inputs inputs = Template.parse("0.." + (made.vocab - 1) + "*" + made.n);
      float[][] got = run(OnnxFile.of(program, made.weights(), made.n, Map.of()), inputs);
      Evaluator evaluator = new Evaluator(program, made.weights(), made.n);
      int[] tokens = new int[made.n];
      for (int i = 0; i < inputs.count(); i++) {
        inputs.tokens(i, tokens);
        evaluator.set(tokens);
        String what = "program " + seed + ", input " + Arrays.toString(tokens);
        double radius = Arrays.stream(evaluator.radii()).max().orElseThrow();
        assertTrue(radius < 1e-4, () -> what + ": known to " + radius);
        assertSame(what, evaluator.outputs(), got[i]);
      }
    }
    String all = "[Add, Attention, Concat, Embed, Linear, Norm, Pool, Positions, Select, Slice, ";
    assertEquals(all + "gelu, gelu-tanh, relu, silu]", steps.toString());
  }

  /** The last two: how many of how many inputs are right. */
  @ParameterizedTest
  @CsvSource({
    "mod59, 'sum-mod:59', 0..58 0..58 59, 3481",
    "s4, 'compose:4,right-first', 0..23 0..23 24, 576",
    "brackets10, 'balanced:0,1,0,1', 0..1*10, 1024",
    "second8, 'nth-largest:2', 0..7*4, 4096",
    "repeat6, repeat, 0..5*5, 4026",
    "parity8, 'sum-mod:2', 0..1*8, 124"
  })
  void trainedNetworksAnswerTheSame(ArgumentsAccessor row) throws Exception {
    TensorFile file = TensorFile.read(MADE.resolve(row.getString(0) + ".safetensors"));
    byte[] config = Files.readAllBytes(MADE.resolve(row.getString(0) + ".json"));
    Template inputs = Template.parse(row.getString(2));
    Preset.Answer last = new Preset.Answer(Optional.of(inputs.length() - 1), "");
    Preset.Written written = Preset.of(file, Configs.read(new JsonMapper().readTree(config)), last);
    Program program = Program.of(written.steps(), file);
    float[][] got = run(OnnxFile.of(program, file, inputs.length(), Map.of()), inputs);
    Task task = Tasks.parse(row.getString(1));
    int right = 0;
    int[] tokens = new int[inputs.length()];
    for (int i = 0; i < got.length; i++) {
      inputs.tokens(i, tokens);
      int[] free = Arrays.stream(inputs.free()).map(place -> tokens[place]).toArray();
      OptionalInt wanted = task.right(free, i);
      if (wanted.isPresent() && isLargest(got[i], wanted.getAsInt())) right++;
    }
    assertEquals(row.getInteger(3), right);
  }

  private static boolean isLargest(float[] logits, int wanted) {
    for (int i = 0; i < logits.length; i++) {
      if (i != wanted && !(logits[wanted] > logits[i])) return false;
    }
    return true;
  }

  @Test
  void theSameProgramGivesTheSameBytes() throws Exception {
    RandomProgram made = new RandomProgram(3);
    Map<String, String> metadata = Map.of("b", "1", "a", "2", "c", "3", "d", "4");
    assertArrayEquals(
        OnnxFile.of(made.program(), made.weights(), made.n, metadata),
        OnnxFile.of(made.program(), made.weights(), made.n, Map.copyOf(metadata)));
  }

  /** No engine would say it. */
  @Test
  void aNumberThatFloatDoesNotHoldIsRefused() throws Exception {
    ByteBuffer data = ByteBuffer.allocate(8 * 4).order(ByteOrder.LITTLE_ENDIAN);
    data.putDouble(8, 1e39);
    byte[] bytes = new Safetensors(Map.of()).add("t", "F64", List.of(2L, 2L), data.array()).bytes();
    TensorFile file = TensorFile.parse("m.safetensors", bytes);
    List<Step> steps = List.of(new Step.Embed("x", "t", "rows"), new Step.Select("y", "x", 0));
    Program program = Program.of(steps, file);
    ModelRefusal refusal =
        assertThrows(ModelRefusal.class, () -> OnnxFile.of(program, file, 1, Map.of()));
    assertEquals(
        "tensor t: entry 1 is 1.0E39, want at most 3.40282e+38, the largest number of float32",
        refusal.getMessage());
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.engines;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assay.generator.engine.Comparison;
import org.assay.generator.engine.Network;
import org.assay.generator.engine.Sample;
import org.assay.generator.model.TensorFile;
import org.assay.generator.network.onnx.OnnxFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Both engines answer as exact arithmetic does, and are seen for what they are. */
class EnginesTest {
  private static final Path CERTIFICATES = Path.of("../../certificates");
  private static final int INPUTS = 300;

  static Stream<String> cases() {
    return Stream.of(
            "max-of-3-vocab-32-seed-50/cubic-retest",
            "max-of-20-vocab-64-seed-50/cubic-retest",
            "brackets-10-seed-1/exhaustive",
            "compose-s4-seed-1/exhaustive",
            "parity-8-seed-1/exhaustive",
            "repeat-5-vocab-6-seed-1/exhaustive",
            "second-of-4-vocab-8-seed-1/exhaustive",
            "sum-mod-59-seed-1/exhaustive")
        .flatMap(one -> Stream.of("onnxruntime:" + one, "pytorch:" + one));
  }

  private static Network network(String name) throws Exception {
    Path model = CERTIFICATES.resolve("models").resolve(name.replaceAll("/.*", ".safetensors"));
    return Network.of(TensorFile.read(model), CERTIFICATES.resolve(name + ".cert.json"));
  }

  private static ModelProto exported(Network network) throws Exception {
    byte[] bytes =
        OnnxFile.of(network.program(), network.model(), network.length(), Map.of("a", "b"));
    return ModelProto.parseFrom(bytes);
  }

  private static long[][] longs(List<int[]> inputs) {
    return inputs.stream()
        .map(tokens -> Arrays.stream(tokens).asLongStream().toArray())
        .toArray(long[][]::new);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void answersAreThoseOfExactArithmetic(String word) throws Exception {
    Network network = network(word.replaceFirst(".*:", ""));
    List<int[]> inputs = Sample.drawn(network.inputs().orElseThrow(), INPUTS, 1);
    try (Engine engine = Engine.of(word.replaceFirst(":.*", ""));
        Engine.Loaded loaded = engine.load(exported(network))) {
      float[][] outputs = loaded.run(longs(inputs));
      Comparison compared = Comparison.of(network, inputs, outputs);
      assertEquals(0, compared.other(), compared::toString);
      assertEquals(inputs.size(), compared.same() + compared.untold());
      assertTrue(compared.same() > 0.9 * inputs.size(), compared::toString);
      assertTrue(compared.logit() < 1e-3, compared::toString);
      assertEquals(List.of(), loaded.changedWeights());
      for (float[] row : outputs) {
        for (int o = 0; o < row.length; o++) row[o] = -row[o];
      }
      assertEquals(compared.same(), Comparison.of(network, inputs, outputs).other());
      outputs[5][network.to()] = Float.NaN;
      assertTrue(Double.isNaN(Comparison.of(network, inputs, outputs).logit()));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"onnxruntime", "pytorch"})
  void theProfilesAssumptionsAreSeen(String word) throws Exception {
    try (Engine engine = Engine.of(word)) {
      assertTrue(engine.name().matches(".+ [0-9]+\\.[0-9]+.*"), engine::name);
      Probe probe = Probe.of(engine);
      assertTrue(probe.exponential() > 0 && probe.exponential() < 0.2, probe::toString);
      assertTrue(probe.zeroFrom() < -86.64, probe::toString);
      assertEquals(false, probe.flushes());
    }
  }

  /** Rounds, flushes and cuts off as no engine here does. */
  private record Crude(float off, boolean isFlushing) implements Engine {
    @Override
    public String name() {
      return "crude 1.0";
    }

    @Override
    public Loaded load(ModelProto model) {
      boolean isSoftmax = model.getGraph().getNode(0).getOpType().equals("Softmax");
      return new Loaded() {
        @Override
        public float[][] run(long[][] tokens) {
          throw new IllegalStateException("asked for tokens");
        }

        @Override
        public float[][] run(float[][] x) {
          return Arrays.stream(x)
              .map(row -> isSoftmax ? softmax(row) : square(row))
              .toArray(float[][]::new);
        }

        @Override
        public List<String> changedWeights() {
          return List.of();
        }

        @Override
        public void close() {}
      };
    }

    private float[] softmax(float[] row) {
      double e = row[1] < -50 ? 0 : Math.exp(row[1]) * (1 + off);
      return new float[] {(float) (1 / (1 + e)), (float) (e / (1 + e))};
    }

    private float[] square(float[] row) {
      float y = row[0] * row[0];
      float z = isFlushing && y < Float.MIN_NORMAL ? 0 : y;
      return new float[] {z, z};
    }

    @Override
    public void close() {}
  }

  @Test
  void anEngineThatLeavesTheProfileIsSeen() throws Exception {
    Probe probe = Probe.of(new Crude(0.001f, true));
    assertTrue(probe.exponential() > 1, probe::toString);
    assertEquals(-50, probe.zeroFrom(), 0.01);
    assertTrue(probe.flushes());
    assertEquals(false, Probe.of(new Crude(0, false)).flushes());
  }

  @Test
  void aChangedWeightIsSeen() throws Exception {
    ModelProto stored = exported(network("parity-8-seed-1/exhaustive"));
    assertEquals(List.of(), StoredWeights.changed(stored, stored));
    ModelProto.Builder run = stored.toBuilder();
    TensorProto.Builder tensor =
        run.getGraphBuilder().getInitializerBuilderList().stream()
            .filter(one -> one.getDataType() == 1 && one.getDimsCount() == 2)
            .findFirst()
            .orElseThrow();
    byte[] data = tensor.getRawData().toByteArray();
    data[0] ^= 1; // the last bit of its first number
    tensor.setRawData(ByteString.copyFrom(data));
    String name = tensor.getName();
    assertEquals(
        List.of(name + " is stored and not run", name + " is run and not stored"),
        StoredWeights.changed(stored, run.build()));
  }

  @Test
  void thereIsNoOtherEngine() {
    IllegalArgumentException fault =
        assertThrows(IllegalArgumentException.class, () -> Engine.of("onnx"));
    assertEquals("engine: got onnx, want onnxruntime or pytorch", fault.getMessage());
  }
}

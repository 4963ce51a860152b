// SPDX-License-Identifier: Apache-2.0
package org.assay.training;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.training.tracker.Tracker;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A small model is trained, and its file read and computed once more without PyTorch. */
class LayeredTrainingTest {
  private static final int D = 6;
  private static final int HEADS = 2;
  private static final int K = 3;
  private static final int M = 8;
  private static final Plan PLAN = new Plan(1, HEADS, D, K, M, true, Plan.Norm.LN, true, 4, 3, 3);
  private static final LayeredTraining.Recipe RECIPE =
      new LayeredTraining.Recipe(250, 5, 1, 0.01, Schedule.CONSTANT, 0.01, 7);

  /** (a + b) mod 3 in front of a token that asks. */
  private static Examples sums() {
    int[] tokens = new int[27];
    int[] labels = new int[9];
    for (int i = 0; i < 9; i++) {
      tokens[3 * i] = i / 3;
      tokens[3 * i + 1] = i % 3;
      tokens[3 * i + 2] = 3;
      labels[i] = (i / 3 + i % 3) % 3;
    }
    return new Examples(3, tokens, labels);
  }

  @Test
  void theFileHoldsTheNetworkThatWasTrained() {
    byte[] file;
    long right;
    try (LayeredTraining training = new LayeredTraining(PLAN, RECIPE)) {
      training.run(sums(), (step, loss) -> {});
      right = training.right(sums());
      file = Safetensors.encode(PLAN.parts(), training.weights());
    }
    Map<String, double[]> w = read(file);
    assertEquals(List.of(2L, 6L, 3L), shape(file, "blocks.0.attn.W_Q"));
    assertEquals(List.of(2L, 3L), shape(file, "blocks.0.attn.b_V"));
    assertEquals(List.of(2L, 3L, 6L), shape(file, "blocks.0.attn.W_O"));
    assertEquals(List.of(6L), shape(file, "ln_final.w"));
    long counted = 0;
    Examples all = sums();
    for (int i = 0; i < all.count(); i++) {
      double[] logits = logits(w, Arrays.copyOfRange(all.tokens(), 3 * i, 3 * i + 3));
      boolean isRight = true;
      for (int o = 0; o < 3; o++) {
        double lead = logits[all.labels()[i]] - logits[o];
        if (o != all.labels()[i]) assertTrue(Math.abs(lead) > 1e-4, "too near to tell");
        isRight &= o == all.labels()[i] || lead > 0;
      }
      if (isRight) counted++;
    }
    assertEquals(counted, right);
    assertTrue(right >= 5, "learned nothing: " + right);
  }

  @Test
  void theSameSeedMakesTheSameFile() {
    byte[][] files = new byte[2][];
    for (int i = 0; i < 2; i++) {
      try (LayeredTraining training = new LayeredTraining(PLAN, RECIPE)) {
        training.run(sums(), (step, loss) -> {});
        files[i] = Safetensors.encode(PLAN.parts(), training.weights());
      }
    }
    assertArrayEquals(files[0], files[1]);
  }

  @Test
  void theCosineFallsFromTheFirstRateToNone() {
    Tracker rates = Schedule.COSINE.rates(0.01, 200);
    assertEquals(0.01, rates.getNewValue(0), 1e-8);
    assertEquals(0.01 * (1 + Math.cos(Math.PI / 4)) / 2, rates.getNewValue(50), 1e-8);
    assertEquals(0.005, rates.getNewValue(100), 1e-8);
    assertEquals(0, rates.getNewValue(200), 1e-8);
    assertEquals(0.01, Schedule.CONSTANT.rates(0.01, 200).getNewValue(200), 1e-8);
  }

  @Test
  void theScheduleChangesWhatIsLearned() {
    float[][] weights = new float[2][];
    for (Schedule schedule : Schedule.values()) {
      LayeredTraining.Recipe recipe = new LayeredTraining.Recipe(20, 5, 1, 0.01, schedule, 0.01, 7);
      try (LayeredTraining training = new LayeredTraining(PLAN, recipe)) {
        training.run(sums(), (step, loss) -> {});
        weights[schedule.ordinal()] = training.weights();
      }
    }
    assertFalse(Arrays.equals(weights[0], weights[1]));
  }

  @Test
  void aPartOfTheExamplesHasNoneTwice() {
    Examples part = sums().part(0.5, Streams.of(1, "part"));
    assertEquals(5, part.count()); // of 9, rounded up from 4.5
    long different =
        java.util.stream.IntStream.range(0, 5)
            .mapToObj(i -> Arrays.toString(Arrays.copyOfRange(part.tokens(), 3 * i, 3 * i + 3)))
            .distinct()
            .count();
    assertEquals(5, different);
  }

  @Test
  void tooManyWeightsAreRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new Plan(16, 64, 4096, 64, 16384, true, Plan.Norm.LN, true, 4, 3, 3));
  }

  private static JsonObject header(byte[] file) {
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int size = (int) bytes.getLong();
    return JsonParser.parseString(new String(file, 8, size, UTF_8)).getAsJsonObject();
  }

  private static List<Long> shape(byte[] file, String name) {
    return header(file).getAsJsonObject(name).getAsJsonArray("shape").asList().stream()
        .map(size -> size.getAsLong())
        .toList();
  }

  private static Map<String, double[]> read(byte[] file) {
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int data = 8 + (int) bytes.getLong();
    Map<String, double[]> tensors = new HashMap<>();
    JsonObject header = header(file);
    for (String name : header.keySet()) {
      var offsets = header.getAsJsonObject(name).getAsJsonArray("data_offsets");
      int begin = data + offsets.get(0).getAsInt();
      double[] values = new double[(data + offsets.get(1).getAsInt() - begin) / 4];
      for (int i = 0; i < values.length; i++) values[i] = bytes.getFloat(begin + 4 * i);
      tensors.put(name, values);
    }
    return tensors;
  }

  /** TransformerLens' network of one layer, by loops. */
  private static double[] logits(Map<String, double[]> w, int[] tokens) {
    double[][] x = new double[3][D];
    for (int p = 0; p < 3; p++) {
      for (int j = 0; j < D; j++) {
        x[p][j] = w.get("embed.W_E")[tokens[p] * D + j] + w.get("pos_embed.W_pos")[p * D + j];
      }
    }
    double[] answer = x[2].clone();
    for (int h = 0; h < HEADS; h++) {
      double[] q = head(w, "Q", h, normed(w, "blocks.0.ln1", x[2]));
      double[] mixed = new double[K];
      double total = 0;
      for (int p = 0; p < 3; p++) {
        double[] k = head(w, "K", h, normed(w, "blocks.0.ln1", x[p]));
        double[] v = head(w, "V", h, normed(w, "blocks.0.ln1", x[p]));
        double score = 0;
        for (int j = 0; j < K; j++) score += q[j] * k[j];
        double share = Math.exp(score / Math.sqrt(K));
        total += share;
        for (int j = 0; j < K; j++) mixed[j] += share * v[j];
      }
      for (int j = 0; j < K; j++) {
        for (int c = 0; c < D; c++) {
          answer[c] += mixed[j] / total * w.get("blocks.0.attn.W_O")[(h * K + j) * D + c];
        }
      }
    }
    for (int c = 0; c < D; c++) answer[c] += w.get("blocks.0.attn.b_O")[c];
    double[] in = affine(normed(w, "blocks.0.ln2", answer), w, "blocks.0.mlp.", "in");
    for (int j = 0; j < M; j++) in[j] = Math.max(in[j], 0);
    double[] out = affine(in, w, "blocks.0.mlp.", "out");
    for (int c = 0; c < D; c++) answer[c] += out[c];
    return affine(normed(w, "ln_final", answer), w, "unembed.", "U");
  }

  private static double[] head(Map<String, double[]> w, String letter, int h, double[] x) {
    double[] y = new double[K];
    for (int j = 0; j < K; j++) {
      y[j] = w.get("blocks.0.attn.b_" + letter)[h * K + j];
      for (int i = 0; i < D; i++) {
        y[j] += x[i] * w.get("blocks.0.attn.W_" + letter)[(h * D + i) * K + j];
      }
    }
    return y;
  }

  private static double[] affine(double[] x, Map<String, double[]> w, String of, String letter) {
    double[] y = w.get(of + "b_" + letter).clone();
    for (int i = 0; i < x.length; i++) {
      for (int j = 0; j < y.length; j++) {
        y[j] += x[i] * w.get(of + "W_" + letter)[i * y.length + j];
      }
    }
    return y;
  }

  private static double[] normed(Map<String, double[]> w, String name, double[] x) {
    double mean = Arrays.stream(x).average().orElseThrow();
    double variance = Arrays.stream(x).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
    double[] y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      y[i] = (x[i] - mean) / Math.sqrt(variance + 1e-5) * w.get(name + ".w")[i];
      y[i] += w.get(name + ".b")[i];
    }
    return y;
  }
}

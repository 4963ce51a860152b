// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.network.preset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assay.generator.model.ModelRefusal;
import org.assay.generator.model.Safetensors;
import org.assay.generator.model.TensorFile;

/** One transformer with random weights, as each family of names would store it. */
public final class Transformers {
  static final int VOCAB = 5;
  static final int D = 6;
  static final int HEADS = 2;
  static final int K = 3;
  static final int M = 7;
  static final int N = 3;

  private final Map<String, double[]> parts = new LinkedHashMap<>();
  private final Random random;

  /** TransformerLens' layout of each part; biases of the attention are zero, for 2022 has none. */
  public Transformers(long seed) {
    random = new Random(seed);
    put("embed", VOCAB * D);
    put("pos", N * D);
    for (int i = 0; i < 2; i++) {
      for (String norm : List.of("n1", "n2")) norm(norm + i);
      for (String part : List.of("q", "k", "v", "o")) put(part + i, HEADS * D * K);
      put("in" + i, D * M);
      put("inb" + i, M);
      put("out" + i, M * D);
      put("outb" + i, D);
    }
    norm("nf");
    put("u", D * VOCAB);
  }

  private void norm(String name) {
    put(name, D);
    put(name + "b", D);
  }

  private void put(String name, int numbers) {
    parts.put(name, random.doubles(numbers, -1, 1).toArray());
  }

  public static ObjectNode config() {
    try {
      return (ObjectNode)
          new JsonMapper()
              .readTree(
                  "{\"n_layers\":2,\"d_model\":6,\"n_ctx\":3,\"d_head\":3,\"n_heads\":2,"
                      + "\"d_mlp\":7,\"d_vocab\":5,\"act_fn\":\"gelu_new\",\"eps\":1e-05,"
                      + "\"normalization_type\":\"LN\",\"attention_dir\":\"causal\","
                      + "\"attn_scale\":1.7320508075688772,\"seed\":1}");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  public static JsonNode gpt2Config() {
    ObjectNode json = new JsonMapper().createObjectNode().put("model_type", "gpt2");
    json.put("n_layer", 2).put("n_embd", D).put("n_head", HEADS).put("n_positions", N);
    json.put("n_inner", M).put("vocab_size", VOCAB).put("activation_function", "gelu_new");
    return json.put("layer_norm_epsilon", 1e-5).put("resid_pdrop", 0.1);
  }

  /** Shape [a, b] flat → [b, a] flat. */
  private static double[] turned(double[] x, int a) {
    int b = x.length / a;
    double[] y = new double[x.length];
    for (int i = 0; i < a; i++) for (int j = 0; j < b; j++) y[j * a + i] = x[i * b + j];
    return y;
  }

  /** Shape [heads, d, k] flat → [heads k, d] flat. */
  private static double[] flat(double[] x) {
    double[] y = new double[x.length];
    for (int h = 0; h < HEADS; h++) {
      double[] head = Arrays.copyOfRange(x, h * D * K, (h + 1) * D * K);
      System.arraycopy(turned(head, D), 0, y, h * D * K, D * K);
    }
    return y;
  }

  private static void add(Safetensors file, String name, double[] values, int... shape) {
    ByteBuffer bytes = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (double value : values) bytes.putDouble(value);
    file.add(name, "F64", Arrays.stream(shape).mapToObj(n -> (long) n).toList(), bytes.array());
  }

  /** With the tensors that TransformerLens has beside weights; masks are empty since its 3.5. */
  public TensorFile legacy(String prefix) throws ModelRefusal {
    return TensorFile.parse("legacy.safetensors", legacyBytes(prefix));
  }

  public byte[] legacyBytes(String prefix) {
    Safetensors file = new Safetensors(Map.of());
    add(file, prefix + "embed.W_E", parts.get("embed"), VOCAB, D);
    add(file, prefix + "pos_embed.W_pos", parts.get("pos"), N, D);
    for (int i = 0; i < 2; i++) {
      String block = prefix + "blocks." + i + ".";
      for (String n : List.of("1", "2")) {
        add(file, block + "ln" + n + ".w", parts.get("n" + n + i), D);
        add(file, block + "ln" + n + ".b", parts.get("n" + n + i + "b"), D);
      }
      for (String part : List.of("Q", "K", "V")) {
        double[] weight = parts.get(part.toLowerCase(java.util.Locale.ROOT) + i);
        add(file, block + "attn.W_" + part, weight, HEADS, D, K);
        add(file, block + "attn.b_" + part, new double[HEADS * K], HEADS, K);
      }
      add(file, block + "attn.W_O", parts.get("o" + i), HEADS, K, D);
      add(file, block + "attn.b_O", new double[D], D);
      file.add(block + "attn.mask", "BOOL", List.of(0L, 0L), new byte[0]);
      file.add(
          block + "attn.IGNORE", "F32", List.of(), new byte[] {0, 0, (byte) 0x80, (byte) 0xff});
      add(file, block + "mlp.W_in", parts.get("in" + i), D, M);
      add(file, block + "mlp.b_in", parts.get("inb" + i), M);
      add(file, block + "mlp.W_out", parts.get("out" + i), M, D);
      add(file, block + "mlp.b_out", parts.get("outb" + i), D);
    }
    add(file, prefix + "ln_final.w", parts.get("nf"), D);
    add(file, prefix + "ln_final.b", parts.get("nfb"), D);
    add(file, prefix + "unembed.W_U", parts.get("u"), D, VOCAB);
    add(file, prefix + "unembed.b_U", new double[VOCAB], VOCAB);
    return file.bytes();
  }

  public TensorFile transposed() throws ModelRefusal {
    Safetensors file = new Safetensors(Map.of());
    add(file, "embed.W_E", turned(parts.get("embed"), VOCAB), D, VOCAB);
    add(file, "pos_embed.W_pos", parts.get("pos"), N, D);
    for (int i = 0; i < 2; i++) {
      String block = "blocks." + i + ".";
      for (String n : List.of("1", "2")) {
        add(file, block + "ln" + n + ".w", parts.get("n" + n + i), D);
        add(file, block + "ln" + n + ".b", parts.get("n" + n + i + "b"), D);
      }
      for (String part : List.of("Q", "K", "V")) {
        double[] weight = flat(parts.get(part.toLowerCase(java.util.Locale.ROOT) + i));
        add(file, block + "attn.W_" + part, weight, HEADS, K, D);
      }
      add(file, block + "attn.W_O", turned(parts.get("o" + i), HEADS * K), D, HEADS * K);
      file.add(block + "attn.mask", "F32", List.of(1L, 1L), new byte[4]);
      add(file, block + "mlp.W_in", turned(parts.get("in" + i), D), M, D);
      add(file, block + "mlp.b_in", parts.get("inb" + i), M);
      add(file, block + "mlp.W_out", turned(parts.get("out" + i), M), D, M);
      add(file, block + "mlp.b_out", parts.get("outb" + i), D);
    }
    add(file, "ln_final.w", parts.get("nf"), D);
    add(file, "ln_final.b", parts.get("nfb"), D);
    add(file, "unembed.W_U", parts.get("u"), D, VOCAB);
    return TensorFile.parse("transposed.safetensors", file.bytes());
  }

  /** Names of a TransformerBridge, or of the native model within it. */
  public TensorFile bridge(boolean isNative) throws ModelRefusal {
    Safetensors file = new Safetensors(Map.of());
    add(file, isNative ? "tok_embed.weight" : "embed.weight", parts.get("embed"), VOCAB, D);
    add(file, isNative ? "pos.weight" : "pos_embed.weight", parts.get("pos"), N, D);
    for (int i = 0; i < 2; i++) {
      String block = (isNative ? "layers." : "blocks.") + i + ".";
      for (String n : List.of("1", "2")) {
        add(file, block + "ln" + n + ".weight", parts.get("n" + n + i), D);
        add(file, block + "ln" + n + ".bias", parts.get("n" + n + i + "b"), D);
      }
      for (String part : List.of("q", "k", "v")) {
        add(file, block + "attn." + part + ".weight", flat(parts.get(part + i)), HEADS * K, D);
        add(file, block + "attn." + part + ".bias", new double[HEADS * K], HEADS * K);
      }
      double[] out = turned(parts.get("o" + i), HEADS * K);
      add(file, block + "attn.o.weight", out, D, HEADS * K);
      add(file, block + "attn.o.bias", new double[D], D);
      String mlp = block + (isNative ? "mlp.fc_" : "mlp.");
      add(file, mlp + "in.weight", turned(parts.get("in" + i), D), M, D);
      add(file, mlp + "in.bias", parts.get("inb" + i), M);
      add(file, mlp + "out.weight", turned(parts.get("out" + i), M), D, M);
      add(file, mlp + "out.bias", parts.get("outb" + i), D);
    }
    String last = isNative ? "ln_out" : "ln_final";
    add(file, last + ".weight", parts.get("nf"), D);
    add(file, last + ".bias", parts.get("nfb"), D);
    String head = isNative ? "head.weight" : "unembed.weight";
    add(file, head, turned(parts.get("u"), D), VOCAB, D);
    return TensorFile.parse("bridge.safetensors", file.bytes());
  }

  /** Queries, keys and values side by side, and the outputs by a matrix of their own. */
  public TensorFile gpt2() throws ModelRefusal {
    Safetensors file = new Safetensors(Map.of());
    String prefix = "transformer.";
    add(file, prefix + "wte.weight", parts.get("embed"), VOCAB, D);
    add(file, prefix + "wpe.weight", parts.get("pos"), N, D);
    for (int i = 0; i < 2; i++) {
      String block = prefix + "h." + i + ".";
      for (String n : List.of("1", "2")) {
        add(file, block + "ln_" + n + ".weight", parts.get("n" + n + i), D);
        add(file, block + "ln_" + n + ".bias", parts.get("n" + n + i + "b"), D);
      }
      double[] rows = new double[3 * D * D]; // [3 d, d]
      for (int p = 0; p < 3; p++) {
        System.arraycopy(flat(parts.get("qkv".charAt(p) + "" + i)), 0, rows, p * D * D, D * D);
      }
      add(file, block + "attn.c_attn.weight", turned(rows, 3 * D), D, 3 * D);
      add(file, block + "attn.c_attn.bias", new double[3 * D], 3 * D);
      add(file, block + "attn.c_proj.weight", parts.get("o" + i), D, D);
      add(file, block + "attn.c_proj.bias", new double[D], D);
      add(file, block + "mlp.c_fc.weight", parts.get("in" + i), D, M);
      add(file, block + "mlp.c_fc.bias", parts.get("inb" + i), M);
      add(file, block + "mlp.c_proj.weight", parts.get("out" + i), M, D);
      add(file, block + "mlp.c_proj.bias", parts.get("outb" + i), D);
    }
    add(file, prefix + "ln_f.weight", parts.get("nf"), D);
    add(file, prefix + "ln_f.bias", parts.get("nfb"), D);
    add(file, "lm_head.weight", turned(parts.get("u"), D), VOCAB, D);
    return TensorFile.parse("gpt2.safetensors", file.bytes());
  }

  /** The outputs at the last position, by loops written down once more. */
  public double[] outputs(int[] tokens) {
    double[][] x = new double[N][D];
    for (int p = 0; p < N; p++) {
      for (int j = 0; j < D; j++) {
        x[p][j] = parts.get("embed")[tokens[p] * D + j] + parts.get("pos")[p * D + j];
      }
    }
    for (int i = 0; i < 2; i++) layer(x, i);
    return times(normed(x[N - 1], "nf"), parts.get("u"), VOCAB);
  }

  private void layer(double[][] x, int i) {
    double[][] sum = new double[N][D];
    for (int h = 0; h < HEADS; h++) head(x, sum, i, h);
    for (int p = 0; p < N; p++) {
      for (int j = 0; j < D; j++) x[p][j] += sum[p][j];
      double[] in = times(normed(x[p], "n2" + i), parts.get("in" + i), M);
      for (int j = 0; j < M; j++) in[j] = gelu(in[j] + parts.get("inb" + i)[j]);
      double[] out = times(in, parts.get("out" + i), D);
      for (int j = 0; j < D; j++) x[p][j] += out[j] + parts.get("outb" + i)[j];
    }
  }

  private void head(double[][] x, double[][] sum, int i, int h) {
    double[][][] of = new double[3][N][];
    for (int p = 0; p < N; p++) {
      for (int part = 0; part < 3; part++) {
        double[] all = parts.get("qkv".charAt(part) + "" + i);
        double[] weight = Arrays.copyOfRange(all, h * D * K, (h + 1) * D * K);
        of[part][p] = times(normed(x[p], "n1" + i), weight, K);
      }
    }
    double[] out = Arrays.copyOfRange(parts.get("o" + i), h * K * D, (h + 1) * K * D);
    for (int p = 0; p < N; p++) {
      double[] mixed = new double[K];
      double total = 0;
      for (int to = 0; to <= p; to++) {
        double score = 0;
        for (int j = 0; j < K; j++) score += of[0][p][j] * of[1][to][j];
        double weight = Math.exp(score / Math.sqrt(K));
        total += weight;
        for (int j = 0; j < K; j++) mixed[j] += weight * of[2][to][j];
      }
      for (int j = 0; j < K; j++) mixed[j] /= total;
      double[] added = times(mixed, out, D);
      for (int j = 0; j < D; j++) sum[p][j] += added[j];
    }
  }

  private double[] normed(double[] x, String norm) {
    double mean = Arrays.stream(x).average().orElseThrow();
    double variance = Arrays.stream(x).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
    double[] y = new double[D];
    for (int j = 0; j < D; j++) {
      y[j] = (x[j] - mean) / Math.sqrt(variance + 1e-5) * parts.get(norm)[j];
      y[j] += parts.get(norm + "b")[j];
    }
    return y;
  }

  private static double[] times(double[] x, double[] weight, int columns) {
    double[] y = new double[columns];
    for (int r = 0; r < x.length; r++) {
      for (int c = 0; c < columns; c++) y[c] += x[r] * weight[r * columns + c];
    }
    return y;
  }

  private static double gelu(double x) {
    return x / 2 * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleSupplier;

/** Makes safetensors files for tests: F64, TransformerLens names. */
public final class ModelFiles {
  private ModelFiles() {}

  /** Tensors of a model with all biases, filled row by row from the supplier. */
  public static Map<String, double[]> tensors(int[] sizes, DoubleSupplier weight) {
    Map<String, double[]> tensors = new LinkedHashMap<>();
    shapes(sizes)
        .forEach(
            (name, shape) -> {
              double[] values = new double[shape.stream().reduce(1, (a, b) -> a * b)];
              for (int i = 0; i < values.length; i++) values[i] = weight.getAsDouble();
              tensors.put(name, values);
            });
    return tensors;
  }

  /** sizes: k, vocab, dModel, dHead. */
  public static Map<String, List<Integer>> shapes(int... sizes) {
    int k = sizes[0];
    int v = sizes[1];
    int d = sizes[2];
    int h = sizes[3];
    Map<String, List<Integer>> shapes = new LinkedHashMap<>();
    shapes.put("embed.W_E", List.of(v, d));
    shapes.put("pos_embed.W_pos", List.of(k, d));
    shapes.put("unembed.W_U", List.of(d, v));
    shapes.put("unembed.b_U", List.of(v));
    for (String letter : List.of("Q", "K", "V")) {
      shapes.put("blocks.0.attn.W_" + letter, List.of(1, d, h));
      shapes.put("blocks.0.attn.b_" + letter, List.of(1, h));
    }
    shapes.put("blocks.0.attn.W_O", List.of(1, h, d));
    shapes.put("blocks.0.attn.b_O", List.of(d));
    return shapes;
  }

  public static byte[] file(int[] sizes, Map<String, double[]> tensors) {
    List<String> entries = new ArrayList<>();
    ByteBuffer data =
        ByteBuffer.allocate(tensors.values().stream().mapToInt(x -> 8 * x.length).sum())
            .order(ByteOrder.LITTLE_ENDIAN);
    Map<String, List<Integer>> shapes = shapes(sizes);
    tensors.forEach(
        (name, values) -> {
          int begin = data.position();
          for (double x : values) data.putDouble(x);
          entries.add(
              String.format(
                  Locale.ROOT,
                  "\"%s\":{\"dtype\":\"F64\",\"shape\":%s,\"data_offsets\":[%d,%d]}",
                  name,
                  shapes.get(name).toString().replace(" ", ""),
                  begin,
                  data.position()));
        });
    return file("{" + String.join(",", entries) + "}", data.array());
  }

  public static byte[] file(String header, byte[] data) {
    byte[] bytes = header.getBytes(UTF_8);
    return ByteBuffer.allocate(8 + bytes.length + data.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(bytes.length)
        .put(bytes)
        .put(data)
        .array();
  }

  public static Model model(int[] sizes, Map<String, double[]> tensors) throws ModelRefusal {
    return parse(file(sizes, tensors));
  }

  public static Model parse(byte[] file) throws ModelRefusal {
    return Model.parse("test.safetensors", file);
  }

  public static Model random(long seed, int... sizes) throws ModelRefusal {
    return model(sizes, tensors(sizes, new Random(seed)::nextGaussian));
  }
}

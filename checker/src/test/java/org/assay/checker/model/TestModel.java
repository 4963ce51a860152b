// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.model;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Writes safetensors files, good and bad, entry by entry. */
final class TestModel {
  private record Entry(String dtype, String shape, byte[] data) {}

  private final Map<String, Entry> entries = new LinkedHashMap<>();

  /** A good model with k = 3, vocab = 5, d_model = 4, d_head = 2 and all biases; F32. */
  static TestModel complete() {
    return sized(5, 3, 4, 2)
        .random("blocks.0.attn.b_Q", 1, 2)
        .random("blocks.0.attn.b_K", 1, 2)
        .random("blocks.0.attn.b_V", 1, 2)
        .random("blocks.0.attn.b_O", 4)
        .random("unembed.b_U", 5);
  }

  /** A good model without biases. */
  static TestModel sized(int vocab, int k, int dModel, int dHead) {
    return new TestModel()
        .random("embed.W_E", vocab, dModel)
        .random("pos_embed.W_pos", k, dModel)
        .random("blocks.0.attn.W_Q", 1, dModel, dHead)
        .random("blocks.0.attn.W_K", 1, dModel, dHead)
        .random("blocks.0.attn.W_V", 1, dModel, dHead)
        .random("blocks.0.attn.W_O", 1, dHead, dModel)
        .random("unembed.W_U", dModel, vocab);
  }

  /** Entry number i of a tensor is {@code value(name, i)}. */
  static float value(String name, int i) {
    return (name.hashCode() % 1000) / 64f + i * 0.125f;
  }

  TestModel random(String name, long... shape) {
    int count = (int) LongStream.of(shape).reduce(1, Math::multiplyExact);
    ByteBuffer data = ByteBuffer.allocate(4 * count).order(ByteOrder.LITTLE_ENDIAN);
    IntStream.range(0, count).forEach(i -> data.putFloat(value(name, i)));
    String dimensions =
        LongStream.of(shape).mapToObj(Long::toString).collect(Collectors.joining(",", "[", "]"));
    return with(name, "F32", dimensions, data.array());
  }

  /** Adds an entry, or puts it in the place of the one that has the name. */
  TestModel with(String name, String dtype, String shape, byte[] data) {
    entries.put(name, new Entry(dtype, shape, data));
    return this;
  }

  TestModel without(String name) {
    entries.remove(name);
    return this;
  }

  String header() {
    StringBuilder header = new StringBuilder("{");
    int at = 0;
    for (Map.Entry<String, Entry> entry : entries.entrySet()) {
      Entry tensor = entry.getValue();
      header.append(header.length() == 1 ? "" : ",");
      header.append(
          "\"%s\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[%d,%d]}"
              .formatted(entry.getKey(), tensor.dtype, tensor.shape, at, at + tensor.data.length));
      at += tensor.data.length;
    }
    return header.append('}').toString();
  }

  byte[] data() {
    int size = entries.values().stream().mapToInt(entry -> entry.data.length).sum();
    ByteBuffer all = ByteBuffer.allocate(size);
    entries.values().forEach(entry -> all.put(entry.data));
    return all.array();
  }

  byte[] file() {
    return file(header(), data());
  }

  static byte[] file(String header, byte[] data) {
    return file(header.getBytes(StandardCharsets.UTF_8), data);
  }

  static byte[] file(byte[] header, byte[] data) {
    return ByteBuffer.allocate(8 + header.length + data.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(header.length)
        .put(header)
        .put(data)
        .array();
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.training;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Spells a model file (F-12) with TransformerLens names, all in F32, every bias present as zero.
 */
final class Safetensors {
  private Safetensors() {}

  /** What the file has after the trained tensors: one zero for each entry. */
  private enum Bias {
    QUERY("blocks.0.attn.b_Q"),
    KEY("blocks.0.attn.b_K"),
    VALUE("blocks.0.attn.b_V"),
    OUTPUT("blocks.0.attn.b_O"),
    UNEMBED("unembed.b_U");

    final String tensorName;

    Bias(String tensorName) {
      this.tensorName = tensorName;
    }

    int size(Dimensions d) {
      return switch (this) {
        case QUERY, KEY, VALUE -> d.dHead();
        case OUTPUT -> d.dModel();
        case UNEMBED -> d.vocab();
      };
    }

    JsonArray shape(Dimensions d) {
      return switch (this) {
        case QUERY, KEY, VALUE -> list(1, size(d));
        case OUTPUT, UNEMBED -> list(size(d));
      };
    }
  }

  /**
   * The bytes of the file: a function of its arguments alone.
   *
   * @param weights tensor after tensor in the order of {@link Weight}
   */
  static byte[] encode(Dimensions d, float[] weights) {
    JsonObject entries = new JsonObject();
    long end = 0;
    for (Weight w : Weight.values()) {
      JsonArray shape =
          w.hasHeadDimension() ? list(1, w.rows(d), w.columns(d)) : list(w.rows(d), w.columns(d));
      end = add(entries, w.tensorName, shape, end, (long) w.rows(d) * w.columns(d));
    }
    for (Bias b : Bias.values()) {
      end = add(entries, b.tensorName, b.shape(d), end, b.size(d));
    }
    return file(entries, end, weights);
  }

  private static byte[] file(JsonObject entries, long end, float[] weights) {
    String json = entries.toString();
    byte[] header = (json + " ".repeat(-json.length() & 7)).getBytes(US_ASCII); // data at 8 n
    int size = Math.addExact(8 + header.length, Math.toIntExact(end));
    ByteBuffer file = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    file.putLong(header.length).put(header);
    file.asFloatBuffer().put(weights);
    return file.array();
  }

  /**
   * The same of a plan: a head's columns become an axis of their own, as TransformerLens has it.
   */
  static byte[] encode(List<Plan.Part> parts, float[] weights) {
    JsonObject entries = new JsonObject();
    float[] ordered = new float[weights.length];
    long end = 0;
    int at = 0;
    for (Plan.Part part : parts) {
      end = add(entries, part.name(), list(part.shape()), end, part.size());
      boolean isApart = part.isQueryKeyValue() && !part.isBias();
      int d = isApart ? part.columns() / part.heads() : part.columns();
      for (int i = 0; i < part.size(); i++) {
        int head = i % part.columns() / d;
        int row = i / part.columns();
        ordered[at + (head * part.rows() + row) * d + i % d] = weights[at + i];
      }
      at += part.size();
    }
    return file(entries, end, ordered);
  }

  private static long add(
      JsonObject entries, String name, JsonArray shape, long begin, long values) {
    long end = begin + 4 * values;
    JsonObject entry = new JsonObject();
    entry.addProperty("dtype", "F32");
    entry.add("shape", shape);
    entry.add("data_offsets", list(begin, end));
    entries.add(name, entry);
    return end;
  }

  private static JsonArray list(long... values) {
    JsonArray list = new JsonArray();
    for (long value : values) list.add(value);
    return list;
  }
}

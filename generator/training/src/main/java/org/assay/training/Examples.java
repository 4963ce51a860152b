// SPDX-License-Identifier: Apache-2.0
package org.assay.training;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/**
 * Inputs and their right outputs, from a safetensors file with I32 tensors {@code tokens} [T, n]
 * and {@code labels} [T].
 */
record Examples(int length, int[] tokens, int[] labels) {
  static Examples read(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    try {
      int size = Math.toIntExact(bytes.getLong());
      byte[] text = new byte[size];
      bytes.get(text);
      JsonObject header = JsonParser.parseString(new String(text, UTF_8)).getAsJsonObject();
      ByteBuffer data = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
      int[] tokens = integers(header, "tokens", data);
      int[] labels = integers(header, "labels", data);
      if (labels.length == 0 || tokens.length % labels.length != 0) {
        throw new IOException(file + ": tokens and labels do not fit each other");
      }
      return new Examples(tokens.length / labels.length, tokens, labels);
    } catch (RuntimeException e) { // of the parser, or of sizes that do not fit
      throw new IOException(file + ": no safetensors file with I32 tokens and labels", e);
    }
  }

  private static int[] integers(JsonObject header, String name, ByteBuffer data)
      throws IOException {
    JsonObject entry = header.getAsJsonObject(name);
    if (entry == null || !entry.get("dtype").getAsString().equals("I32")) {
      throw new IOException("tensor " + name + ": want one of I32");
    }
    int begin = entry.getAsJsonArray("data_offsets").get(0).getAsInt();
    int end = entry.getAsJsonArray("data_offsets").get(1).getAsInt();
    int[] values = new int[(end - begin) / 4];
    data.slice(begin, end - begin).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(values);
    return values;
  }

  int count() {
    return labels.length;
  }

  /** These, as a batch. */
  Examples at(int[] places) {
    int[] some = new int[places.length * length];
    int[] right = new int[places.length];
    for (int i = 0; i < places.length; i++) {
      System.arraycopy(tokens, places[i] * length, some, i * length, length);
      right[i] = labels[places[i]];
    }
    return new Examples(length, some, right);
  }

  /** A part of them, drawn without putting back. */
  Examples part(double share, Random random) {
    int[] places = new int[count()];
    for (int i = 0; i < places.length; i++) {
      int j = random.nextInt(i + 1);
      places[i] = places[j];
      places[j] = i;
    }
    int some = Math.max(1, (int) Math.round(share * count()));
    return at(java.util.Arrays.copyOf(places, some));
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.training;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A file of {@link Safetensors} read again. */
final class WeightFile {
  private WeightFile() {}

  /** All parts in one flat array, each exact. */
  static double[] flat(Plan plan, byte[] file) {
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int data = 8 + (int) bytes.getLong();
    JsonObject header =
        JsonParser.parseString(new String(file, 8, data - 8, UTF_8)).getAsJsonObject();
    double[] flat = new double[plan.parts().stream().mapToInt(Plan.Part::size).sum()];
    int at = 0;
    for (Plan.Part part : plan.parts()) {
      JsonArray offsets = header.getAsJsonObject(part.name()).getAsJsonArray("data_offsets");
      int begin = data + offsets.get(0).getAsInt();
      for (int i = 0; i < part.size(); i++) {
        flat[at + place(part, i)] = bytes.getFloat(begin + 4 * i);
      }
      at += part.size();
    }
    return flat;
  }

  /** Where number i of the file is in the part: there the heads are an axis of their own. */
  private static int place(Plan.Part part, int i) {
    if (!part.isQueryKeyValue()) return i;
    int d = part.columns() / part.heads();
    int head = i / (part.rows() * d);
    int row = i / d % part.rows();
    return row * part.columns() + head * d + i % d;
  }
}

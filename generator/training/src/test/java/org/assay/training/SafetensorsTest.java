// SPDX-License-Identifier: Apache-2.0
package org.assay.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class SafetensorsTest {
  private static final Dimensions ODD = new Dimensions(2, 3, 5, 7);
  private static final Pattern ENTRY =
      Pattern.compile(
          "\"([^\"]+)\":\\{\"dtype\":\"F32\",\"shape\":\\[([0-9,]+)\\],"
              + "\"data_offsets\":\\[(\\d+),(\\d+)\\]\\}[,}]");

  /** Name → shape; demands that the entries fill header and data without a gap. */
  private static Map<String, String> shapes(byte[] file) {
    ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int length = Math.toIntExact(in.getLong());
    assertEquals(0, length % 8);
    String header = new String(file, 8, length, StandardCharsets.US_ASCII).stripTrailing();
    Map<String, String> shapes = new LinkedHashMap<>();
    Matcher entry = ENTRY.matcher(header);
    int at = 1;
    long end = 0;
    while (entry.find(at) && entry.start() == at) {
      assertEquals(end, Long.parseLong(entry.group(3)), entry.group(1));
      long bytes = 4;
      for (String size : entry.group(2).split(",")) {
        bytes *= Long.parseLong(size);
      }
      end += bytes;
      assertEquals(end, Long.parseLong(entry.group(4)), entry.group(1));
      shapes.put(entry.group(1), entry.group(2));
      at = entry.end();
    }
    assertEquals(header.length(), at, header);
    assertEquals(file.length, 8 + length + end);
    return shapes;
  }

  private static float[] counting() {
    float[] weights = new float[ODD.weights()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = i + 1;
    }
    return weights;
  }

  @Test
  void everyTensorHasItsTransformerLensNameAndShape() {
    Map<String, String> want = new LinkedHashMap<>();
    want.put("embed.W_E", "3,5");
    want.put("pos_embed.W_pos", "2,5");
    want.put("blocks.0.attn.W_Q", "1,5,7");
    want.put("blocks.0.attn.W_K", "1,5,7");
    want.put("blocks.0.attn.W_V", "1,5,7");
    want.put("blocks.0.attn.W_O", "1,7,5");
    want.put("unembed.W_U", "5,3");
    want.put("blocks.0.attn.b_Q", "1,7");
    want.put("blocks.0.attn.b_K", "1,7");
    want.put("blocks.0.attn.b_V", "1,7");
    want.put("blocks.0.attn.b_O", "5");
    want.put("unembed.b_U", "3");
    assertEquals(want, shapes(Safetensors.encode(ODD, counting())));
  }

  @Test
  void weightsComeFirstAndBiasesAreZero() {
    byte[] file = Safetensors.encode(ODD, counting());
    ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    in.position(8 + Math.toIntExact(in.getLong()));
    float[] data = new float[ODD.weights() + 3 * 7 + 5 + 3];
    assertEquals(4 * data.length, in.remaining());
    in.asFloatBuffer().get(data);
    float[] want = Arrays.copyOf(counting(), data.length);
    assertArrayEquals(want, data);
  }
}

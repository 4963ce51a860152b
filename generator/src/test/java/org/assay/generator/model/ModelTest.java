// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.model;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Spec F-12: every lettered condition refuses, with the reason. */
class ModelTest {
  private static final int[] SIZES = {2, 3, 2, 1};

  @Test
  void readsSizesAndExactValues() throws Exception {
    double[] next = {0};
    Model model =
        ModelFiles.model(SIZES, ModelFiles.tensors(SIZES, () -> next[0]++ + Double.MIN_VALUE));
    assertEquals(
        "2 3 2 1", model.k() + " " + model.vocab() + " " + model.dModel() + " " + model.dHead());
    assertArrayEquals(new double[] {0 + Double.MIN_VALUE, 1}, model.embed()[0]);
    assertArrayEquals(new double[][] {{6, 7}, {8, 9}}, model.positions());
  }

  @Test
  void absentBiasesAreZero() throws Exception {
    Map<String, double[]> tensors = ModelFiles.tensors(SIZES, () -> 1);
    tensors.keySet().removeIf(name -> name.contains("b_"));
    Model model = ModelFiles.model(SIZES, tensors);
    assertArrayEquals(new double[][] {{0}}, model.bias('Q'));
    assertArrayEquals(new double[][] {{0, 0}}, model.bias('O'));
    assertArrayEquals(new double[][] {{0, 0, 0}}, model.unembedBias());
  }

  @ParameterizedTest
  @CsvSource({
    "0x0001, 5.960464477539063E-8",
    "0x3c00, 1",
    "0xbc01, -1.0009765625",
    "0x7bff, 65504"
  })
  void halfPrecisionIsExact(String bits, double want) {
    assertEquals(want, Dtype.F16.next(two(Integer.decode(bits))));
  }

  @Test
  void everyEncodingOfInfinityAndNanIsSeen() {
    assertEquals(Double.NEGATIVE_INFINITY, Dtype.F16.next(two(0xfc00)));
    assertTrue(Double.isNaN(Dtype.F16.next(two(0x7e00))));
    assertEquals(-1, Dtype.BF16.next(two(0xbf80)));
    assertEquals(Double.POSITIVE_INFINITY, Dtype.BF16.next(two(0x7f80)));
  }

  private static ByteBuffer two(int bits) {
    return ByteBuffer.allocate(2).putShort(0, (short) bits);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"F64\",\"shape\":[3,2] | \"F64\",\"shape\":[3,3] | has 72 bytes",
        "\"F64\",\"shape\":[3,2] | \"F64\",\"shape\":[0,2] | want positive sizes",
        "\"F64\",\"shape\":[3,2] | \"F64\",\"shape\":[4294967296,4294967296] | overflows",
        "\"F64\",\"shape\":[3,2] | \"F64\",\"shape\":[3.0,2] | want an integer >= 0",
        "\"F64\",\"shape\":[3,2] | \"F64\",\"shape\":[6] | want 2 dimensions",
        "\"F64\",\"shape\":[3,2] | \"I64\",\"shape\":[3,2] | dtype I64 is not supported",
        "\"F64\",\"shape\":[3,2] | \"F64\",\"shape\":[3,2],\"x\":1 | want exactly dtype, shape",
        "[0,48] | [0,40] | data_offsets span 40",
        "[0,48] | [8,56] | overlap, hole",
        "[0,48] | [-1,48] | want an integer >= 0",
        "embed.W_E | embed.W_F | tensor embed.W_F is not supported",
        "unembed.b_U | blocks.1.mlp.b_in | more than one layer",
        "unembed.b_U | unembed.W_U | Duplicate field",
        "unembed.b_U | unembed.W\\u005fU | Duplicate field",
        "{\"embed | [\"embed | does not start",
        "{\"embed | {\"__metadata__\":{\"a\":1},\"embed | is not a string",
        "blocks.0.attn.b_O\":{\"dtype\":\"F64\",\"shape\":[2] | blocks.0.attn.b_O\":{\"dtype\":\"F64\",\"shape\":[1,2] | want [2]"
      })
  void aWrongHeaderIsRefused(String old, String replacement, String reason) {
    byte[] good = ModelFiles.file(SIZES, ModelFiles.tensors(SIZES, () -> 1));
    int length = good[0] & 255 | (good[1] & 255) << 8;
    String header = new String(good, 8, length, ISO_8859_1);
    assertTrue(header.contains(old), header);
    byte[] data = Arrays.copyOfRange(good, 8 + length, good.length);
    byte[] wrong =
        ModelFiles.file(
            header.replaceFirst(Pattern.quote(old), Matcher.quoteReplacement(replacement)), data);
    ModelRefusal refusal = assertThrows(ModelRefusal.class, () -> Model.parse("m", wrong));
    assertTrue(refusal.getMessage().contains(reason), refusal.getMessage());
  }

  @Test
  void onlySpacesMayFollowTheHeader() throws Exception {
    byte[] good = ModelFiles.file(SIZES, ModelFiles.tensors(SIZES, () -> 1));
    int length = good[0] & 255 | (good[1] & 255) << 8;
    String header = new String(good, 8, length, ISO_8859_1);
    byte[] data = Arrays.copyOfRange(good, 8 + length, good.length);
    Model.parse("m", ModelFiles.file(header + "   ", data));
    for (String tail : new String[] {"\n", "\t", "{}", "\0", " x"}) {
      byte[] wrong = ModelFiles.file(header + tail, data);
      assertThrows(ModelRefusal.class, () -> Model.parse("m", wrong), tail);
    }
  }

  @ParameterizedTest
  @CsvSource({"NaN", "Infinity", "-Infinity"})
  void numbersThatAreNoneAreRefused(double wrong) {
    int[] place = {0};
    Map<String, double[]> tensors = ModelFiles.tensors(SIZES, () -> place[0]++ == 7 ? wrong : 1);
    assertThrows(ModelRefusal.class, () -> ModelFiles.model(SIZES, tensors));
  }

  @Test
  void everyShorterFileIsRefusedAndNothingElseHappens() {
    byte[] good = ModelFiles.file(SIZES, ModelFiles.tensors(SIZES, () -> 1));
    for (int length = 0; length < good.length; length++) {
      byte[] wrong = Arrays.copyOf(good, length);
      assertThrows(ModelRefusal.class, () -> Model.parse("m", wrong));
    }
    byte[] longer = Arrays.copyOf(good, good.length + 1);
    assertThrows(ModelRefusal.class, () -> Model.parse("m", longer));
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.model;

import static org.assay.checker.Mangle.rejects;
import static org.assay.checker.Mangle.with;
import static org.assay.checker.verdict.RejectCode.LIMIT_EXCEEDED;
import static org.assay.checker.verdict.RejectCode.MALFORMED_MODEL;
import static org.assay.checker.verdict.RejectCode.UNSUPPORTED_MODEL;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assay.checker.circuit.Weights;
import org.assay.checker.exact.ExactMatrix;
import org.assay.checker.verdict.RejectCode;
import org.assay.checker.verdict.Rejection;
import org.junit.jupiter.api.Test;

/** Conditions F-12 a-i, and the limits F-01 c-e of a model. */
class ModelFileTest {
  private static final String W_Q = "blocks.0.attn.W_Q";
  private static final byte[] NOTHING = {};

  private static Weights parse(TestModel model) throws Rejection {
    return ModelFile.parse(model.file());
  }

  private static void refused(RejectCode code, TestModel model) {
    rejects(code, () -> parse(model));
  }

  /** The good file, with the header changed and the data as it was. */
  private static byte[] changed(String from, String to) {
    TestModel good = TestModel.complete();
    assertTrue(good.header().contains(from), from);
    return TestModel.file(good.header().replace(from, to), good.data());
  }

  private static void changed(RejectCode code, String from, String to) {
    rejects(code, () -> ModelFile.parse(changed(from, to)));
  }

  private static void header(RejectCode code, String header) {
    rejects(code, () -> ModelFile.parse(TestModel.file(header, TestModel.complete().data())));
  }

  private static void holds(ExactMatrix matrix, String name, int rows, int columns) {
    assertEquals(rows, matrix.rows(), name);
    assertEquals(columns, matrix.columns(), name);
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        BigDecimal got = value(matrix, r, c);
        BigDecimal want = new BigDecimal(TestModel.value(name, r * columns + c));
        assertEquals(0, want.compareTo(got), name + " " + r + " " + c + " is " + got);
      }
    }
  }

  private static BigDecimal value(ExactMatrix matrix, int row, int column) {
    BigDecimal unit =
        matrix.exponent() < 0
            ? new BigDecimal("0.5").pow(-matrix.exponent())
            : BigDecimal.valueOf(2).pow(matrix.exponent());
    return new BigDecimal(matrix.significand(row, column)).multiply(unit);
  }

  private static void isZero(ExactMatrix bias, int columns) {
    assertEquals(1, bias.rows());
    assertEquals(columns, bias.columns());
    for (int c = 0; c < columns; c++) {
      assertEquals(0, bias.significand(0, c).signum());
    }
  }

  @Test
  void everyTensorIsReadToItsPlace() throws Rejection {
    Weights weights = parse(TestModel.complete());
    holds(weights.embed(), "embed.W_E", 5, 4);
    holds(weights.position(), "pos_embed.W_pos", 3, 4);
    holds(weights.query().matrix(), W_Q, 4, 2);
    holds(weights.key().matrix(), "blocks.0.attn.W_K", 4, 2);
    holds(weights.value().matrix(), "blocks.0.attn.W_V", 4, 2);
    holds(weights.output().matrix(), "blocks.0.attn.W_O", 2, 4);
    holds(weights.unembed().matrix(), "unembed.W_U", 4, 5);
    holds(weights.query().bias(), "blocks.0.attn.b_Q", 1, 2);
    holds(weights.value().bias(), "blocks.0.attn.b_V", 1, 2);
    holds(weights.output().bias(), "blocks.0.attn.b_O", 1, 4);
    holds(weights.unembed().bias(), "unembed.b_U", 1, 5);
  }

  @Test
  void anAbsentBiasIsZero() throws Rejection {
    Weights weights = parse(TestModel.sized(5, 3, 4, 2));
    isZero(weights.query().bias(), 2);
    isZero(weights.value().bias(), 2);
    isZero(weights.output().bias(), 4);
    isZero(weights.unembed().bias(), 5);
  }

  @Test
  void everyDtypeIsReadWithItsWidth() throws Rejection {
    ByteBuffer f64 = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    f64.putDouble(0x1.8p-1040).putDouble(-0x1.fffffffffffffp1000);
    Weights wide =
        parse(TestModel.complete().with("blocks.0.attn.b_Q", "F64", "[1,2]", f64.array()));
    ExactMatrix bias = wide.query().bias();
    assertEquals(0, new BigDecimal(0x1.8p-1040).compareTo(value(bias, 0, 0)));
    assertEquals(0, new BigDecimal(-0x1.fffffffffffffp1000).compareTo(value(bias, 0, 1)));
    byte[] ones = {0x00, 0x3c, (byte) 0x80, (byte) 0xbf}; // 1 as F16, -1 as BF16
    Weights f16 = parse(TestModel.complete().with("blocks.0.attn.b_Q", "F16", "[1,2]", ones));
    assertEquals(0, BigDecimal.ONE.compareTo(value(f16.query().bias(), 0, 0)));
    Weights bf16 = parse(TestModel.complete().with("blocks.0.attn.b_Q", "BF16", "[1,2]", ones));
    assertEquals(0, BigDecimal.ONE.negate().compareTo(value(bf16.query().bias(), 0, 1)));
  }

  @Test
  void maskAndIgnoreAreNotRead() throws Rejection {
    byte[] infinite = {0, 0, -128, -1}; // -infinity
    Weights weights =
        parse(
            TestModel.complete()
                .with("blocks.0.attn.mask", "BOOL", "[1,1,3,3]", new byte[9])
                .with("blocks.0.attn.IGNORE", "F32", "[]", infinite));
    holds(weights.embed(), "embed.W_E", 5, 4);
  }

  @Test
  void aFileIsAtLeastItsHeader() { // F-12 (a)
    byte[] good = TestModel.complete().file();
    for (int size = 0; size < good.length; size += size < 300 ? 1 : 7) {
      byte[] prefix = Arrays.copyOf(good, size);
      rejects(MALFORMED_MODEL, () -> ModelFile.parse(prefix));
    }
    rejects(MALFORMED_MODEL, () -> ModelFile.parse(new byte[8]));
    rejects(MALFORMED_MODEL, () -> ModelFile.parse(with(good, 7, 0x80)));
    rejects(MALFORMED_MODEL, () -> ModelFile.parse(with(good, 7, 0xff)));
    rejects(MALFORMED_MODEL, () -> ModelFile.parse(with(good, 4, 1)));
    rejects(MALFORMED_MODEL, () -> ModelFile.parse(new byte[] {1, 0, 0, 0, 0, 0, 0, 0}));
  }

  @Test
  void aHeaderOverOneMebibyteIsDeclined() throws Rejection { // F-01 (c), after F-12 (a)
    TestModel good = TestModel.complete();
    int spaces = (1 << 20) - good.header().length();
    ModelFile.parse(TestModel.file(good.header() + " ".repeat(spaces), good.data()));
    byte[] more = TestModel.file(good.header() + " ".repeat(spaces + 1), good.data());
    rejects(LIMIT_EXCEEDED, () -> ModelFile.parse(more));
    rejects(MALFORMED_MODEL, () -> ModelFile.parse(Arrays.copyOf(more, 1 << 20)));
    byte[] whole = new byte[8 + (1 << 20) + 1]; // a header that is all of the file
    whole[0] = 1;
    whole[2] = 0x10;
    rejects(LIMIT_EXCEEDED, () -> ModelFile.parse(whole));
    whole[0] = 2;
    rejects(MALFORMED_MODEL, () -> ModelFile.parse(whole));
  }

  @Test
  void onlySpacesFollowTheHeaderAndNothingPrecedesIt() throws Rejection { // F-12 (b)
    String good = TestModel.complete().header();
    byte[] data = TestModel.complete().data();
    ModelFile.parse(TestModel.file(good + "  ", data));
    for (String end : List.of("\n", "\t", "\0", "x", "{}", "}", " {}", ",", "\u00a0", "\n}")) {
      header(MALFORMED_MODEL, good + end);
    }
    for (String begin : List.of(" ", "\n", "\ufeff", "[", "{")) {
      header(MALFORMED_MODEL, begin + good);
    }
    for (String other : List.of("", "{", "}", "[]", "[{}]", "null", "7", "{}{}")) {
      header(MALFORMED_MODEL, other);
    }
  }

  @Test
  void theHeaderIsStrictUtf8() throws Rejection { // F-12 (b)
    String header = TestModel.complete().header();
    byte[] data = TestModel.complete().data();
    String text = header.replaceFirst("\\{", "{\"__metadata__\":{\"a\":\"é\"},");
    ModelFile.parse(TestModel.file(text, data));
    byte[] latin1 = TestModel.file(text.getBytes(StandardCharsets.ISO_8859_1), data);
    rejects(MALFORMED_MODEL, () -> ModelFile.parse(latin1));
    byte[] utf16 = TestModel.file(header.getBytes(StandardCharsets.UTF_16LE), data);
    rejects(MALFORMED_MODEL, () -> ModelFile.parse(utf16));
  }

  @Test
  void noNameIsThereTwice() { // F-12 (b)
    changed(MALFORMED_MODEL, "unembed.b_U", "embed.W_E");
    changed(MALFORMED_MODEL, "unembed.b_U", "embed\\u002eW_E");
    changed(MALFORMED_MODEL, "\"dtype\":\"F32\"", "\"dtype\":\"F32\",\"dtype\":\"F32\"");
    header(MALFORMED_MODEL, "{\"__metadata__\":{},\"__metadata__\":{}}");
    header(MALFORMED_MODEL, "{\"__metadata__\":{\"a\":\"\",\"a\":\"\"}}");
  }

  @Test
  void anEntryHasItsThreeFieldsInAnyOrderAndWithSpace() throws Rejection { // F-12 (c)
    String entry = "{\"dtype\":\"F32\",\"shape\":[5,4],\"data_offsets\":[0,80]}";
    ModelFile.parse(
        changed(entry, "{ \"data_offsets\" :\n[0 , 80],\"dtype\":\"F\\u00332\",\"shape\":[5,4]}"));
    for (String other :
        List.of(
            "{}",
            "{\"dtype\":\"F32\",\"shape\":[5,4]}",
            "{\"dtype\":\"F32\",\"data_offsets\":[0,80]}",
            "{\"shape\":[5,4],\"data_offsets\":[0,80]}",
            "{\"dtype\":\"F32\",\"shape\":[5,4],\"data_offsets\":[0,80],\"x\":0}",
            "{\"dtype\":\"F32\",\"shape\":[5,4],\"offsets\":[0,80]}",
            "[]",
            "null")) {
      changed(MALFORMED_MODEL, entry, other);
    }
    changed(MALFORMED_MODEL, "\"dtype\":\"F32\",\"shape\":[5,4]", "\"dtype\":7,\"shape\":[5,4]");
  }

  @Test
  void shapesAndOffsetsAreIntegers() { // F-12 (c)
    for (String shape :
        List.of(
            "[0,4]",
            "[5,0]",
            "[-5,4]",
            "[-0,4]",
            "[5.0,4]",
            "[5e0,4]",
            "[\"5\",4]",
            "7",
            "{}",
            "[05,4]",
            "[1000000000000000000,4]",
            "[18446744073709551617,4]",
            "[5,4",
            "[[5],4]")) {
      changed(MALFORMED_MODEL, "[5,4]", shape);
    }
    for (String offsets :
        List.of("[0]", "[]", "[0,80,80]", "[0,80.0]", "[-0,80]", "[\"0\",80]", "80", "[80,0]")) {
      changed(MALFORMED_MODEL, "[0,80]", offsets);
    }
  }

  @Test
  void offsetsCoverTheDataWithoutHoleOrOverlap() { // F-12 (d)
    String position = "\"pos_embed.W_pos\":{\"dtype\":\"F32\",\"shape\":[3,4],\"data_offsets\":";
    for (String other : List.of("[84,132]", "[76,124]", "[80,124]", "[80,132]", "[0,48]")) {
      changed(MALFORMED_MODEL, position + "[80,128]", position + other);
    }
    byte[] good = TestModel.complete().file();
    rejects(MALFORMED_MODEL, () -> ModelFile.parse(Arrays.copyOf(good, good.length + 1)));
    rejects(MALFORMED_MODEL, () -> ModelFile.parse(Arrays.copyOf(good, good.length - 1)));
    TestModel late = TestModel.complete(); // contiguous, but from 4 on
    String shifted = late.header().replace("[0,80]", "[4,80]").replace("[5,4]", "[19,1]");
    header(MALFORMED_MODEL, shifted);
  }

  @Test
  void theOrderInTheHeaderNeedNotBeThatOfTheData() throws Rejection { // F-12 (d)
    String header = TestModel.complete().header();
    int second = header.indexOf(",\"pos_embed");
    String first = header.substring(1, second);
    String turned = "{" + header.substring(second + 1, header.length() - 1) + "," + first + "}";
    Weights weights = ModelFile.parse(TestModel.file(turned, TestModel.complete().data()));
    holds(weights.embed(), "embed.W_E", 5, 4);
    holds(weights.position(), "pos_embed.W_pos", 3, 4);
  }

  @Test
  void maskAndIgnoreMayBeEmpty() throws Rejection { // F-12 (c), (d)
    Weights weights =
        parse(
            TestModel.complete()
                .with("blocks.0.attn.mask", "BOOL", "[0,0]", NOTHING)
                .with("blocks.0.attn.IGNORE", "F32", "[0]", NOTHING));
    holds(weights.embed(), "embed.W_E", 5, 4);
    String mask = ",\"blocks.0.attn.mask\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":";
    String good = TestModel.complete().header();
    String start = good.substring(0, good.length() - 1) + mask;
    byte[] data = TestModel.complete().data();
    ModelFile.parse(TestModel.file(start + "[80,80]}}", data)); // between two tensors
    String first = "{" + mask.substring(1) + "[80,80]}," + good.substring(1);
    ModelFile.parse(TestModel.file(first, data)); // named before the tensor that it lies behind
    for (String offsets : List.of("[76,76]", "[80,84]", "[80,79]", "[9999,9999]")) {
      header(MALFORMED_MODEL, start + offsets + "}}");
      header(
          MALFORMED_MODEL,
          start.replace("F32\",\"shape\":[0]", "BOOL\",\"shape\":[0]") + offsets + "}}");
    }
  }

  @Test
  void anEmptyTensorIsMalformed() { // F-12 (c), (d)
    refused(
        MALFORMED_MODEL, TestModel.complete().with("blocks.0.attn.mask", "BOOL", "[9]", NOTHING));
    refused(MALFORMED_MODEL, TestModel.complete().with("blocks.0.attn.b_Q", "F32", "[0]", NOTHING));
  }

  @Test
  void shapeTimesDtypeIsTheNumberOfBytes() { // F-12 (e)
    for (String shape : List.of("[5,5]", "[4,4]", "[5,3]", "[80]", "[5,4,2]", "[]", "[1,1]")) {
      changed(MALFORMED_MODEL, "[5,4]", shape);
    }
    changed(MALFORMED_MODEL, "[5,4]", "[999999999999999999,999999999999999999]");
    // 5 * 2^62 * 4 is 0 modulo 2^64 and the next one 20 modulo 2^32
    changed(MALFORMED_MODEL, "[5,4]", "[4294967296,4294967296]");
    changed(MALFORMED_MODEL, "[5,4]", "[858993460,5]");
    String embed = "{\"dtype\":\"F32\",\"shape\":[5,4]";
    for (String dtype : List.of("F16", "BF16", "F64")) {
      changed(MALFORMED_MODEL, embed, embed.replace("F32", dtype));
    }
    TestModel mask = TestModel.complete().with("blocks.0.attn.mask", "F32", "[2]", new byte[4]);
    refused(MALFORMED_MODEL, mask);
    byte[] three = new byte[12];
    refused(MALFORMED_MODEL, TestModel.complete().with("blocks.0.attn.b_Q", "F64", "[1,2]", three));
  }

  @Test
  void everyTensorIsFinite() { // F-12 (f)
    for (ModelTensor tensor : ModelTensor.values()) {
      TestModel good = TestModel.complete();
      String entry = '"' + tensor.label + "\":{\"dtype\":\"F32\",\"shape\":[";
      String rest = good.header().substring(good.header().indexOf(entry));
      String[] offsets = rest.replaceAll("(?s).*?data_offsets\":\\[(\\d+,\\d+).*", "$1").split(",");
      int last = Integer.parseInt(offsets[1]) - 4; // the last value
      for (int bits : new int[] {0x7f800000, 0xff800000, 0x7fc00000, 0x7f800001, 0xffffffff}) {
        byte[] data = good.data();
        ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN).putInt(last, bits);
        byte[] file = TestModel.file(good.header(), data);
        rejects(MALFORMED_MODEL, () -> ModelFile.parse(file));
      }
    }
  }

  @Test
  void metadataMapsStringsToStrings() throws Rejection { // F-12 (g)
    String rest = TestModel.complete().header().substring(1);
    byte[] data = TestModel.complete().data();
    for (String good :
        List.of("{}", "null", "{\"format\":\"pt\"}", "{\"a\":\"\",\"dtype\":\"\\n\"}")) {
      ModelFile.parse(TestModel.file("{\"__metadata__\":" + good + "," + rest, data));
    }
    for (String other : List.of("[]", "false", "\"\"", "{\"a\":1}", "{\"a\":{}}", "{\"a\":null}")) {
      header(MALFORMED_MODEL, "{\"__metadata__\":" + other + "," + rest);
    }
  }

  /** Names whose hashes collide in Jackson's table of names, which would refuse them. */
  @Test
  void collidingNamesDoNoHarm() throws Rejection {
    String names =
        IntStream.range(0, 1024)
            .mapToObj(i -> "%10s".formatted(Integer.toBinaryString(i)).replace(' ', '0'))
            .map(bits -> '"' + bits.replace("0", "aB").replace("1", "b!") + "\":\"\"")
            .collect(Collectors.joining(","));
    String header =
        "{\"__metadata__\":{" + names + "}," + TestModel.complete().header().substring(1);
    ModelFile.parse(TestModel.file(header, TestModel.complete().data()));
  }

  @Test
  void everyMatrixIsRequired() throws Rejection { // F-12 (h)
    List<String> required =
        List.of(
            "embed.W_E",
            "pos_embed.W_pos",
            W_Q,
            "blocks.0.attn.W_K",
            "blocks.0.attn.W_V",
            "blocks.0.attn.W_O",
            "unembed.W_U");
    for (ModelTensor tensor : ModelTensor.values()) {
      TestModel model = TestModel.complete().without(tensor.label);
      if (required.contains(tensor.label)) {
        refused(MALFORMED_MODEL, model);
      } else {
        parse(model);
      }
    }
    header(MALFORMED_MODEL, "{\"a\":0}");
    rejects(MALFORMED_MODEL, () -> ModelFile.parse(TestModel.file("{}", NOTHING)));
  }

  @Test
  void shapesFitEachOther() { // F-12 (h)
    refused(MALFORMED_MODEL, TestModel.complete().random("pos_embed.W_pos", 3, 5));
    for (String name : List.of(W_Q, "blocks.0.attn.W_K", "blocks.0.attn.W_V")) {
      refused(MALFORMED_MODEL, TestModel.complete().random(name, 1, 3, 2));
      refused(MALFORMED_MODEL, TestModel.complete().random(name, 1, 4, 3));
      refused(MALFORMED_MODEL, TestModel.complete().random(name, 1, 2, 4));
    }
    refused(MALFORMED_MODEL, TestModel.complete().random("blocks.0.attn.W_O", 1, 4, 2));
    refused(MALFORMED_MODEL, TestModel.complete().random("unembed.W_U", 5, 5));
    for (String name : List.of("b_Q", "b_K", "b_V")) {
      refused(MALFORMED_MODEL, TestModel.complete().random("blocks.0.attn." + name, 1, 3));
    }
    refused(MALFORMED_MODEL, TestModel.complete().random("blocks.0.attn.b_O", 5));
    refused(MALFORMED_MODEL, TestModel.complete().random("unembed.b_U", 4));
  }

  @Test
  void anotherArchitectureIsDeclined() { // F-12 (i)
    for (String name :
        List.of(
            "blocks.1.attn.W_Q", "blocks.0.mlp.W_in", "ln_final.w", "embed.w_e", "", "x\\\"y")) {
      refused(UNSUPPORTED_MODEL, TestModel.complete().random(name, 1, 2));
    }
    refused(UNSUPPORTED_MODEL, new TestModel().random("h.0.attn.weight", 2, 2));
    refused(UNSUPPORTED_MODEL, TestModel.complete().random("unembed.W_U", 4, 6));
    refused(UNSUPPORTED_MODEL, TestModel.complete().random("unembed.W_U", 4, 4));
  }

  @Test
  void anotherDtypeIsDeclined() { // F-12 (i)
    for (String dtype : List.of("F8_E4M3", "I64", "BOOL", "f32", "", "C64")) {
      TestModel model = TestModel.complete();
      refused(UNSUPPORTED_MODEL, model.with("blocks.0.attn.b_Q", dtype, "[1,2]", new byte[8]));
    }
  }

  @Test
  void anotherNumberOfDimensionsOrHeadsIsDeclined() { // F-12 (i)
    refused(UNSUPPORTED_MODEL, TestModel.complete().random("embed.W_E", 1, 5, 4));
    refused(UNSUPPORTED_MODEL, TestModel.complete().random(W_Q, 4, 2));
    refused(UNSUPPORTED_MODEL, TestModel.complete().random("unembed.b_U", 1, 5));
    refused(UNSUPPORTED_MODEL, TestModel.complete().with("unembed.b_U", "F32", "[]", new byte[4]));
    refused(UNSUPPORTED_MODEL, TestModel.complete().random(W_Q, 2, 4, 2));
    refused(UNSUPPORTED_MODEL, TestModel.complete().random("blocks.0.attn.b_V", 3, 2));
  }

  @Test
  void whatIsNoSafetensorsFileIsMalformedBeforeAnythingIsDeclined() { // the order of F-12
    TestModel other = TestModel.complete().with("x", "I64", "[1]", new byte[8]);
    byte[] hole = TestModel.file(other.header().replace("[0,80]", "[0,76]"), other.data());
    rejects(MALFORMED_MODEL, () -> ModelFile.parse(hole));
    byte[] longer = Arrays.copyOf(other.file(), other.file().length + 1);
    rejects(MALFORMED_MODEL, () -> ModelFile.parse(longer));
    refused(UNSUPPORTED_MODEL, other.without("embed.W_E"));
  }

  /** Whatever the order in the header: the first thing said is what kind of file it is. */
  @Test
  void namesComeBeforeTypesAndTypesBeforeShapes() { // the order of F-12
    byte[] infinity = {0, 0, -128, 127};
    TestModel several =
        new TestModel().with("unembed.b_U", "I32", "[1,5]", new byte[20]).random("embed.W_E", 5);
    assertSays(
        "\"a.b\", \"blocks.1.x\", \"c\" and 1 more",
        several.random("d", 1).random("c", 1).random("blocks.1.x", 1).random("a.b", 1));
    assertSays(
        "got \"a.b\", \"blocks.1.x\", \"c\", want those of a one-layer", several.without("d"));
    for (String name : List.of("a.b", "blocks.1.x", "c", "d")) {
      several.without(name);
    }
    assertSays("pos_embed.W_pos is missing", several);
    TestModel flat = TestModel.sized(5, 3, 4, 2).with("embed.W_E", "F32", "[1]", infinity);
    assertSays(
        "unembed.b_U: got dtype \"I32\"", flat.with("unembed.b_U", "I32", "[5]", new byte[20]));
    assertSays("embed.W_E: got 1 dimensions, want 2", flat.without("unembed.b_U"));
    TestModel wide = TestModel.sized(5, 3, 4, 2).random("unembed.b_U", 1);
    assertSays(
        "unembed.b_U: VOCAB: got 1, want 5", wide.with("pos_embed.W_pos", "F32", "[1,4]", nan()));
    assertSays("pos_embed.W_pos: value 0 is not finite", wide.random("unembed.b_U", 5));
  }

  private static byte[] nan() {
    byte[] data = new byte[16];
    Arrays.fill(data, (byte) 0xff);
    return data;
  }

  private static void assertSays(String part, TestModel model) {
    Rejection why = assertThrows(Rejection.class, () -> parse(model));
    assertTrue(why.getMessage().contains(part), why.getMessage());
  }

  @Test
  void sizesOverTheLimitAreDeclined() throws Rejection { // F-01 (d), (e)
    assertEquals(4096, parse(TestModel.sized(4096, 1, 1, 1)).vocab());
    assertEquals(256, parse(TestModel.sized(1, 256, 1, 1)).k());
    assertEquals(4096, parse(TestModel.sized(1, 1, 4096, 1)).dModel());
    assertEquals(4096, parse(TestModel.sized(1, 1, 1, 4096)).dHead());
    refused(LIMIT_EXCEEDED, TestModel.sized(4097, 1, 1, 1));
    refused(LIMIT_EXCEEDED, TestModel.sized(1, 257, 1, 1));
    // 4096 · (2 · 1 + 2 + 4 · 63) weights: 2^20 in all
    assertEquals(63, parse(TestModel.sized(1, 2, 4096, 63)).dHead());
    refused(LIMIT_EXCEEDED, TestModel.sized(1, 3, 4096, 63));
    refused(LIMIT_EXCEEDED, TestModel.sized(1, 1, 4097, 1));
    refused(LIMIT_EXCEEDED, TestModel.sized(1, 1, 1, 4097));
  }

  @Test
  void everyChangedHeaderByteIsRejected() {
    TestModel small = TestModel.sized(1, 1, 1, 1);
    byte[] good = small.file();
    for (int i = 0; i < 8 + small.header().length(); i++) {
      for (int flip : new int[] {0x01, 0x20}) {
        byte[] file = with(good, i, good[i] ^ flip);
        assertThrows(Rejection.class, () -> ModelFile.parse(file), "byte " + i + " ^ " + flip);
      }
    }
  }
}

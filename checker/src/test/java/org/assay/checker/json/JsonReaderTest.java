// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.json;

import static org.assay.checker.Mangle.rejects;
import static org.assay.checker.verdict.RejectCode.HINT_RANGE;
import static org.assay.checker.verdict.RejectCode.LIMIT_EXCEEDED;
import static org.assay.checker.verdict.RejectCode.MALFORMED_JSON;
import static org.assay.checker.verdict.RejectCode.MALFORMED_KEY;
import static org.assay.checker.verdict.RejectCode.MALFORMED_NUMBER;
import static org.assay.checker.verdict.RejectCode.MISSING_FIELD;
import static org.assay.checker.verdict.RejectCode.UNKNOWN_FIELD;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.assay.checker.verdict.RejectCode;
import org.assay.checker.verdict.Rejection;
import org.junit.jupiter.api.Test;

/** Conditions F-02 to F-04, on an object that has one field of each kind. */
class JsonReaderTest {
  private static final String GOOD =
      "{\"text\":\"a"
          + " b/c\",\"size\":7,\"list\":[1,2],\"inner\":{\"x\":\"-5\",\"y\":\"1/2\"},\"none\":[]}\n";

  private record All(String text, int size, List<Integer> list, String x, String y) {}

  private static All read(byte[] bytes) throws Rejection {
    return JsonReader.read(
        bytes,
        in -> {
          String text = in.field("text").string();
          int size = in.field("size").integer();
          List<Integer> list = in.field("list").list(2, LIMIT_EXCEEDED, JsonReader::integer);
          List<String> inner =
              in.field("inner")
                  .object(
                      part ->
                          List.of(
                              part.field("x").bigInteger().toString(),
                              part.field("y").rational().toString()));
          in.field("none").list(0, HINT_RANGE, JsonReader::string);
          return new All(text, size, list, inner.get(0), inner.get(1));
        });
  }

  private static All read(String text) throws Rejection {
    return read(text.getBytes(StandardCharsets.UTF_8));
  }

  private static void changed(RejectCode code, String from, String to) {
    assertTrue(GOOD.contains(from), from);
    rejects(code, () -> read(GOOD.replace(from, to)));
  }

  private static String string(String json) throws Rejection {
    return value(json, JsonReader::string);
  }

  private static <T> T value(String json, JsonReader.Part<T> part) throws Rejection {
    byte[] bytes = ("{\"v\":" + json + "}\n").getBytes(StandardCharsets.UTF_8);
    return JsonReader.read(bytes, in -> part.read(in.field("v")));
  }

  @Test
  void theNamedFieldsAreRead() throws Rejection {
    assertEquals(new All("a b/c", 7, List.of(1, 2), "-5", "1/2"), read(GOOD));
    assertThrows(UnsupportedOperationException.class, () -> read(GOOD).list().clear());
  }

  /** Jackson's name for its source means nothing to whoever reads the message. */
  @Test
  void whatIsNoJsonIsSaidWithItsPlace() {
    Map<String, String> said =
        Map.of(
            "hello\n",
            "Unrecognized token 'hello'.* at line: 1, column: .*",
            "{x}\n",
            "Unexpected character \\('x'.* at line: 1, column: .*",
            "{\"text\":\n",
            "Unexpected end-of-input.*",
            "{\"text\":\"a\n",
            "Illegal unquoted character.* at line: 1, column: .*",
            GOOD.replace("size", "text"),
            "Duplicate field 'text'.* at line: 1, column: .*");
    said.forEach(
        (text, want) -> {
          String message = assertThrows(Rejection.class, () -> read(text)).getMessage();
          assertTrue(message.matches("MALFORMED_JSON: " + want), message);
          assertFalse(message.contains("ource") || message.contains("?"), message);
        });
  }

  @Test
  void otherEncodingsThanAsciiAreRejected() { // F-02 (a)
    for (String charset : List.of("UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32")) {
      rejects(MALFORMED_JSON, () -> read(GOOD.getBytes(Charset.forName(charset))));
    }
    changed(MALFORMED_JSON, "{\"text", "\ufeff{\"text");
    changed(MALFORMED_JSON, "a b", "ä");
    byte[] overlong = GOOD.getBytes(StandardCharsets.ISO_8859_1);
    overlong[9] = (byte) 0xc0;
    overlong[10] = (byte) 0xaf;
    rejects(MALFORMED_JSON, () -> read(overlong));
  }

  @Test
  void onlyBytesFromSpaceToTildeStandBeforeTheLineFeed() throws Rejection { // F-02 (a)
    for (int b = 0; b < 256; b++) {
      byte[] bytes = GOOD.getBytes(StandardCharsets.ISO_8859_1);
      bytes[10] = (byte) b;
      if (b >= 0x20 && b <= 0x7e && b != '"' && b != '\\') {
        assertEquals(b, read(bytes).text().charAt(1));
      } else {
        rejects(MALFORMED_JSON, () -> read(bytes));
      }
    }
  }

  @Test
  void whiteSpaceOutsideStringsIsRejected() { // F-02 (b)
    for (String space : List.of(" ", "\t", "\n", "\r", "\r\n")) {
      changed(MALFORMED_JSON, "{\"text", space + "{\"text");
      changed(MALFORMED_JSON, "\"text\":", "\"text\":" + space);
      changed(MALFORMED_JSON, "[1,2]", "[1," + space + "2]");
      changed(MALFORMED_JSON, "}\n", space + "}\n");
    }
  }

  @Test
  void exactlyOneLineFeedEndsTheFile() { // F-02 (b)
    for (String end : List.of("}", "}\n\n", "}\r\n", "} \n", "}\n ", "}x\n", "}{}\n", "},\n")) {
      changed(MALFORMED_JSON, "}\n", end);
    }
    rejects(MALFORMED_JSON, () -> read(""));
    rejects(MALFORMED_JSON, () -> read("\n"));
  }

  @Test
  void anotherNameThanTheExpectedIsUnknown() { // F-02 (c)
    changed(UNKNOWN_FIELD, "\"text\"", "\"Text\"");
    changed(UNKNOWN_FIELD, "\"text\":\"a b/c\",", "");
    changed(UNKNOWN_FIELD, "\"none\":[]", "\"none\":[],\"more\":1");
    changed(UNKNOWN_FIELD, "\"1/2\"", "\"1/2\",\"z\":0");
    changed(UNKNOWN_FIELD, "\"text\":\"a b/c\",\"size\":7", "\"size\":7,\"text\":\"a b/c\"");
    rejects(UNKNOWN_FIELD, () -> read("{\"" + "n".repeat(60_000) + "\":1}\n"));
  }

  @Test
  void anObjectThatEndsTooEarlyMissesAField() { // F-02 (d)
    rejects(MISSING_FIELD, () -> read("{}\n"));
    changed(MISSING_FIELD, ",\"none\":[]", "");
    changed(MISSING_FIELD, ",\"y\":\"1/2\"", "");
  }

  @Test
  void theSameNameTwiceIsRejected() { // F-02 (e)
    changed(MALFORMED_JSON, "\"size\"", "\"text\"");
    changed(MALFORMED_JSON, "\"size\"", "\"te\\u0078t\"");
    changed(MALFORMED_JSON, "\"y\"", "\"x\"");
    changed(MALFORMED_JSON, "\"none\":[]", "\"none\":[],\"none\":[]");
  }

  @Test
  void whatIsNotJsonIsRejected() { // F-02 (f)
    for (String value :
        List.of("NaN", "-", "+7", "007", "0x7", "7,", "/**/7", "7//", "Infinity", "")) {
      changed(MALFORMED_JSON, ":7", ":" + value);
    }
    changed(MALFORMED_JSON, "\"a b/c\"", "'a b/c'");
    changed(MALFORMED_JSON, "\"text\"", "text");
    changed(MALFORMED_JSON, "[1,2]", "[1,2,]");
    changed(MALFORMED_JSON, "[1,2]", "[1,2}");
    changed(MALFORMED_JSON, "[1,2]", "[".repeat(100_000));
  }

  @Test
  void escapesAreRejectedAlsoWhereTheyAreNotNeeded() { // F-02 (g)
    changed(MALFORMED_JSON, "a b", "a\\u0020b");
    changed(MALFORMED_JSON, "b/c", "b\\/c");
    changed(MALFORMED_JSON, "a b", "a\\\"b");
    changed(MALFORMED_JSON, "a b", "a\\\\b");
    changed(MALFORMED_JSON, "a b", "a\\nb");
    changed(MALFORMED_JSON, "a b", "a\\qb");
    changed(MALFORMED_JSON, "\"text\"", "\"te\\u0078t\"");
  }

  @Test
  void aValueOfAnotherTypeIsRejected() { // F-02 (h)
    for (String value : List.of("7", "null", "true", "[]", "{}", "1.5")) {
      changed(MALFORMED_JSON, "\"a b/c\"", value);
    }
    for (String value : List.of("\"7\"", "null", "true", "[]", "{}")) {
      changed(MALFORMED_JSON, ":7", ":" + value);
    }
    for (String value : List.of("7", "null", "\"\"", "{}")) {
      changed(MALFORMED_JSON, "[]", value);
    }
    changed(MALFORMED_JSON, "{\"x\":\"-5\",\"y\":\"1/2\"}", "[]");
    changed(MALFORMED_JSON, "[1,2]", "[1,\"2\"]");
    rejects(MALFORMED_JSON, () -> read("[]\n"));
    rejects(MALFORMED_JSON, () -> read("7\n"));
  }

  @Test
  void aListHasAtMostItsMaximumOfElements() throws Rejection {
    assertEquals(List.of(1), read(GOOD.replace("[1,2]", "[1]")).list());
    changed(LIMIT_EXCEEDED, "[1,2]", "[1,2,3]");
    changed(HINT_RANGE, "[]", "[\"\"]");
  }

  @Test
  void aLongStringIsReadWhole() throws Rejection {
    String text = "x".repeat(100_000);
    assertEquals(text, string('"' + text + '"'));
  }

  @Test
  void smallIntegersHaveOneSpellingAndNineDigits() throws Rejection { // F-03 (a)
    assertEquals(0, value("0", JsonReader::integer));
    assertEquals(10, value("10", JsonReader::integer));
    assertEquals(999_999_999, value("999999999", JsonReader::integer));
    for (String number :
        List.of("1000000000", "-1", "-0", "1.0", "1e1", "1E+1", "0.0", "9".repeat(2000))) {
      rejects(MALFORMED_NUMBER, () -> value(number, JsonReader::integer));
    }
  }

  @Test
  void bigNumbersAreStringsInOneSpelling() throws Rejection { // F-03 (b), (c)
    String most = "9".repeat(1000);
    assertEquals(new BigInteger(most), value('"' + most + '"', JsonReader::bigInteger));
    for (String number : List.of("", "1/2", "+5", "007", "-0", "1.0", " 1", most + "9")) {
      rejects(MALFORMED_NUMBER, () -> value('"' + number + '"', JsonReader::bigInteger));
    }
    for (String number : List.of("2/4", "1/1", "1/0", "1/-2", "-1/-2", "1/", "/2", "1/2/3")) {
      rejects(MALFORMED_NUMBER, () -> value('"' + number + '"', JsonReader::rational));
    }
    rejects(MALFORMED_JSON, () -> value("5", JsonReader::bigInteger));
  }

  @Test
  void digestsAreSixtyFourLowerCaseDigits() throws Rejection { // F-03 (d)
    String digest = "0123456789abcdef".repeat(4);
    assertEquals(digest, value('"' + digest + '"', JsonReader::digest));
    for (String other :
        List.of(
            "",
            digest.substring(1),
            digest + "0",
            digest.toUpperCase(),
            digest.replace('f', 'g'))) {
      rejects(MALFORMED_NUMBER, () -> value('"' + other + '"', JsonReader::digest));
    }
  }

  @Test
  void base64HasOneSpelling() throws Rejection { // F-04
    byte[] bytes = value("\"+/8AAQ==\"", in -> in.base64(MALFORMED_KEY));
    assertArrayEquals(new byte[] {-5, -1, 0, 1}, bytes);
    assertEquals(0, value("\"\"", in -> in.base64(MALFORMED_KEY)).length);
    for (String other :
        List.of(
            "+/8AAQ",
            "+/8AAQ=",
            "+/8AAQ===",
            "+/8AAR==",
            "-_8AAQ==",
            "+/8A AQ==",
            " +/8AAQ==",
            "+/8AAQ== ",
            "A",
            "AA",
            "AAE",
            "AAF=",
            "=",
            "====",
            "AA==AA==",
            "+/8AA?==")) {
      rejects(MALFORMED_KEY, () -> value('"' + other + '"', in -> in.base64(MALFORMED_KEY)));
    }
  }
}

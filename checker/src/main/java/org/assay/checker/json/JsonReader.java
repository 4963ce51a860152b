// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.json;

import static com.fasterxml.jackson.core.JsonToken.END_ARRAY;
import static com.fasterxml.jackson.core.JsonToken.END_OBJECT;
import static com.fasterxml.jackson.core.JsonToken.FIELD_NAME;
import static com.fasterxml.jackson.core.JsonToken.START_ARRAY;
import static com.fasterxml.jackson.core.JsonToken.START_OBJECT;
import static com.fasterxml.jackson.core.JsonToken.VALUE_STRING;
import static org.assay.checker.verdict.RejectCode.MALFORMED_JSON;
import static org.assay.checker.verdict.RejectCode.MALFORMED_NUMBER;
import static org.assay.checker.verdict.RejectCode.MISSING_FIELD;
import static org.assay.checker.verdict.RejectCode.UNKNOWN_FIELD;
import static org.assay.checker.verdict.Rejection.quoted;
import static org.assay.checker.verdict.Rejection.require;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.assay.checker.exact.Rational;
import org.assay.checker.verdict.RejectCode;
import org.assay.checker.verdict.Rejection;

/**
 * Reads one JSON object in its only spelling (spec F-02 to F-04): the caller names the fields in
 * their order. Numbers, base64 and strings have one spelling, and nothing stands between them.
 */
public final class JsonReader {
  /** Reads one value, by calls to the reader. */
  public interface Part<T> {
    T read(JsonReader in) throws Rejection;
  }

  private final JsonTokens tokens;
  private String field = "top level";

  private JsonReader(String text) throws Rejection {
    this.tokens = new JsonTokens(text, MALFORMED_JSON);
  }

  /**
   * Reads the object that these bytes spell, and nothing else.
   *
   * @throws Rejection with a code of F-02 or F-03, or one of {@code body}
   */
  public static <T> T read(byte[] bytes, Part<T> body) throws Rejection {
    String text = new String(bytes, StandardCharsets.US_ASCII); // other bytes become U+FFFD
    requireOneLine(bytes);
    String outside = text.substring(0, text.length() - 1).replaceAll("\"[^\"]*\"", "");
    require( // F-02 (b), (g): with well-formed JSON no other byte can be spelled otherwise
        text.indexOf('\\') < 0 && outside.indexOf(' ') < 0,
        MALFORMED_JSON,
        "bytes are not the one spelling of what they say: white space or a backslash");
    JsonReader in = new JsonReader(text);
    T value = in.object(body);
    require(in.tokens.atEnd(), MALFORMED_JSON, "got more than one object");
    return value;
  }

  /** F-02 (a), (b). */
  private static void requireOneLine(byte[] bytes) throws Rejection {
    int last = bytes.length - 1;
    require(last >= 0 && bytes[last] == '\n', MALFORMED_JSON, "got no line feed at the end");
    for (int i = 0; i < last; i++) {
      require(
          bytes[i] >= ' ' && bytes[i] <= '~',
          MALFORMED_JSON,
          "byte %d: got 0x%02X, want printable ASCII up to one line feed at the end",
          i,
          bytes[i]);
    }
  }

  /** The next value, an object: {@code body} reads its fields, all of them. */
  public <T> T object(Part<T> body) throws Rejection {
    tokens.take(START_OBJECT, field);
    T value = body.read(this);
    require(!tokens.at(FIELD_NAME), UNKNOWN_FIELD, "got another field behind %s", field);
    tokens.take(END_OBJECT, field);
    return value;
  }

  /** Steps to the value of the next field, which must have this name. */
  public JsonReader field(String name) throws Rejection {
    require(!tokens.at(END_OBJECT), MISSING_FIELD, "object ends before field %s", name); // F-02 (d)
    String got = tokens.take(FIELD_NAME, field);
    require(got.equals(name), UNKNOWN_FIELD, "got %s, want %s", quoted(got), name); // F-02 (c)
    field = name;
    return this;
  }

  /** Whether the object has another field, and it has this name. */
  public boolean hasField(String name) throws Rejection {
    return tokens.at(FIELD_NAME) && tokens.text().equals(name);
  }

  /**
   * The next value, a list.
   *
   * @throws Rejection with code {@code tooMany} if it has more than {@code most} elements
   */
  public <T> List<T> list(int most, RejectCode tooMany, Part<T> element) throws Rejection {
    String name = field;
    tokens.take(START_ARRAY, field);
    List<T> elements = new ArrayList<>();
    while (!tokens.at(END_ARRAY)) {
      require(elements.size() < most, tooMany, "%s: got more than %d elements", name, most);
      elements.add(element.read(this));
      field = name;
    }
    tokens.take(END_ARRAY, name);
    return List.copyOf(elements);
  }

  /** The next value, a string of printable ASCII without quote and backslash. */
  public String string() throws Rejection {
    return tokens.take(VALUE_STRING, field); // F-02 (h)
  }

  /** The next value, a JSON number of at most nine digits. */
  public int integer() throws Rejection {
    return Integer.parseInt(number("0|[1-9][0-9]{0,8}")); // F-03 (a)
  }

  /** The next value, a JSON number from 0 up and of at most ten digits. */
  public long longer() throws Rejection {
    return Long.parseLong(number("0|[1-9][0-9]{0,9}")); // F-03 (e)
  }

  private String number(String spelling) throws Rejection {
    require(tokens.atNumber(), MALFORMED_JSON, "%s: not a number", field); // F-02 (h)
    String text = tokens.take();
    require(text.matches(spelling), MALFORMED_NUMBER, "%s: got %s", field, quoted(text));
    return text;
  }

  /** The next value, a big integer in a string. */
  public BigInteger bigInteger() throws Rejection {
    return Numbers.integer(string()); // F-03 (b), (c)
  }

  /** The next value, a fraction in a string. */
  public Rational rational() throws Rejection {
    return Numbers.rational(string()); // F-03 (b), (c)
  }

  /** The next value, a SHA-256 in a string. */
  public String digest() throws Rejection {
    String text = string();
    require( // F-03 (d)
        text.matches("[0-9a-f]{64}"), MALFORMED_NUMBER, "%s: got %s", field, quoted(text));
    return text;
  }

  /**
   * The next value, the bytes that a string of base64 stands for.
   *
   * @throws Rejection with code {@code malformed} if it is another spelling of them than F-04 says
   */
  public byte[] base64(RejectCode malformed) throws Rejection {
    return Bytes.ofBase64(field, string(), malformed);
  }
}

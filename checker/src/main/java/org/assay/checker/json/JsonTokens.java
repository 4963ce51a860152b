// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.json;

import static org.assay.checker.verdict.Rejection.require;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.assay.checker.verdict.RejectCode;
import org.assay.checker.verdict.Rejection;

/** The tokens of one JSON text (RFC 8259), no name twice in an object; errors have one code. */
public final class JsonTokens {
  /** Longest certificate, spec F-01 (a): no string, name or number in it is longer. */
  private static final int MAX_CHARS = 4 << 20;

  // Without the table of names that all parsers of a factory share: it carries state from one file
  // to the next, and refuses well-formed files whose names collide in it.
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION) // F-02 (e), F-12 (b)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(8) // F-02 (f)
                  .maxStringLength(MAX_CHARS)
                  .maxNameLength(MAX_CHARS)
                  .maxNumberLength(MAX_CHARS)
                  .build())
          .build();

  private final JsonParser parser; // over a string: holds no resource, so it is never closed
  private final RejectCode malformed;
  private JsonToken next;

  /**
   * @throws Rejection with code {@code malformed} if anything of the text is no JSON: that comes
   *     before all that it says (spec, order of checks)
   */
  public JsonTokens(String text, RejectCode malformed) throws Rejection {
    this.malformed = malformed;
    try {
      JsonParser all = JSON.createParser(text);
      while (all.nextToken() != null) {
        all.getText(); // reads what it would skip
      }
      parser = JSON.createParser(text);
      next = parser.nextToken();
    } catch (IOException syntax) {
      throw new Rejection(malformed, "%s", said(syntax));
    }
  }

  /** Jackson's message with the place alone for its source, which it does not show. */
  private static String said(IOException syntax) {
    return syntax.getMessage().replace("\n", "").replaceAll("\\[Source: [^;]*; ([^]]*)]", "$1");
  }

  /** Whether the whole text was stepped over. */
  public boolean atEnd() {
    return next == null; // as Jackson says it
  }

  /** Whether the next token is this one. */
  public boolean at(JsonToken token) {
    return next == token;
  }

  boolean atNumber() {
    return at(JsonToken.VALUE_NUMBER_INT) || at(JsonToken.VALUE_NUMBER_FLOAT);
  }

  /** The text of the next token. */
  String text() throws Rejection {
    try {
      return parser.getText();
    } catch (IOException syntax) {
      throw new Rejection(malformed, "%s", said(syntax));
    }
  }

  /** Steps over the next token, which must be of this type, and returns its text. */
  public String take(JsonToken want, String where) throws Rejection {
    require(at(want), malformed, "%s: got %s, want %s", where, next, want);
    return take();
  }

  /** Steps over the next token and returns its text; strings without quotes and escapes. */
  public String take() throws Rejection {
    String text = text();
    require( // F-12 (b): an escape may spell half of a pair, which is no character
        StandardCharsets.UTF_8.newEncoder().canEncode(text), malformed, "half a surrogate pair");
    try {
      next = parser.nextToken();
      return text;
    } catch (IOException syntax) {
      throw new Rejection(malformed, "%s", said(syntax));
    }
  }
}

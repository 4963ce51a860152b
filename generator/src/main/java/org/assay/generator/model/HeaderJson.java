// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assay.generator.model.ModelRefusal.require;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;

/** The JSON text of a safetensors header, read as strictly as spec F-12 (b) wants it. */
final class HeaderJson {
  private static final int MAX_SHOWN = 80;

  private static final JsonMapper STRICT =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(8)
                          .maxNameLength(Integer.MAX_VALUE) // F-01 (c) bounds the header
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private HeaderJson() {}

  static JsonNode read(ByteBuffer header) throws ModelRefusal {
    try {
      String text = UTF_8.newDecoder().decode(header).toString();
      require(text.startsWith("{"), "header does not start with '{'"); // (b)
      require(
          text.replaceAll(" +$", "").endsWith("}"), "header: only spaces may follow '}'"); // (b)
      try (JsonParser parser = new Strict(STRICT.createParser(text))) {
        return STRICT.readTree(parser);
      }
    } catch (CharacterCodingException e) {
      throw new ModelRefusal("header is not UTF-8"); // (b)
    } catch (JsonProcessingException e) {
      throw new ModelRefusal("header is not JSON: %s", e.getOriginalMessage()); // (b)
    } catch (ModelRefusal e) {
      throw e;
    } catch (IOException e) {
      throw new IllegalStateException("a text in memory", e);
    }
  }

  /** What the file says, cut where it is long. */
  static String shown(Object untrusted) {
    String text = untrusted.toString();
    return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN - 3) + "...";
  }

  /**
   * Jackson reads -0 as the integer 0, which no offset or size may be, and takes an escape of half
   * of a surrogate pair, which is no character.
   */
  private static final class Strict extends JsonParserDelegate {
    Strict(JsonParser parser) {
      super(parser);
    }

    @Override
    public JsonToken nextToken() throws IOException {
      JsonToken token = super.nextToken();
      if (token == JsonToken.VALUE_NUMBER_INT && getText().equals("-0")) {
        throw new JsonParseException(this, "got -0, want an integer >= 0");
      }
      boolean isText = token == JsonToken.FIELD_NAME || token == JsonToken.VALUE_STRING;
      if (isText && !UTF_8.newEncoder().canEncode(getText())) {
        throw new JsonParseException(this, "got half of a surrogate pair, want characters");
      }
      return token;
    }

    @Override
    public String nextFieldName() throws IOException {
      return nextToken() == JsonToken.FIELD_NAME ? currentName() : null;
    }
  }
}

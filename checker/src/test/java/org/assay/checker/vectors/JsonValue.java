// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.vectors;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Any JSON value, for tests: null is empty, an object a map, a list a list, and a number its text.
 */
final class JsonValue {
  private static final JsonFactory JSON = new JsonFactory();

  private JsonValue() {}

  /** The object that is the whole text. */
  static Map<?, ?> object(String text) {
    try (JsonParser in = JSON.createParser(text)) {
      in.nextToken();
      Object value = value(in);
      if (value instanceof Map<?, ?> object && in.nextToken() == null) {
        return object;
      }
      throw new IllegalArgumentException("not one JSON object: " + text);
    } catch (IOException syntax) {
      throw new IllegalArgumentException("not JSON: " + text, syntax);
    }
  }

  private static Object value(JsonParser in) throws IOException {
    if (in.currentToken() == JsonToken.START_OBJECT) {
      Map<String, Object> object = new LinkedHashMap<>();
      while (in.nextToken() != JsonToken.END_OBJECT) {
        String name = in.currentName();
        in.nextToken();
        object.put(name, value(in));
      }
      return object;
    }
    if (in.currentToken() == JsonToken.START_ARRAY) {
      List<Object> list = new ArrayList<>();
      while (in.nextToken() != JsonToken.END_ARRAY) {
        list.add(value(in));
      }
      return list;
    }
    return in.currentToken() == JsonToken.VALUE_NULL ? Optional.empty() : in.getText();
  }
}

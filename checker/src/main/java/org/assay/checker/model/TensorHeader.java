// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.model;

import static com.fasterxml.jackson.core.JsonToken.END_ARRAY;
import static com.fasterxml.jackson.core.JsonToken.END_OBJECT;
import static com.fasterxml.jackson.core.JsonToken.FIELD_NAME;
import static com.fasterxml.jackson.core.JsonToken.START_ARRAY;
import static com.fasterxml.jackson.core.JsonToken.START_OBJECT;
import static com.fasterxml.jackson.core.JsonToken.VALUE_NULL;
import static com.fasterxml.jackson.core.JsonToken.VALUE_NUMBER_INT;
import static com.fasterxml.jackson.core.JsonToken.VALUE_STRING;
import static org.assay.checker.verdict.RejectCode.MALFORMED_MODEL;
import static org.assay.checker.verdict.Rejection.quoted;
import static org.assay.checker.verdict.Rejection.require;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.assay.checker.json.JsonTokens;
import org.assay.checker.verdict.Rejection;

/**
 * Reads the JSON header of a safetensors file (spec F-12 b, c, g). It is written by others, so
 * fields may come in any order and with white space. No loop here needs a maximum of its own: the
 * header is limited by F-01 (c).
 */
final class TensorHeader {
  private final JsonTokens tokens;
  private final Predicate<String> mayBeEmpty;

  private TensorHeader(String text, Predicate<String> mayBeEmpty) throws Rejection {
    this.tokens = new JsonTokens(text, MALFORMED_MODEL);
    this.mayBeEmpty = mayBeEmpty;
  }

  /** The entries by name, in the order of the header. */
  static Map<String, Tensor> read(String text, Predicate<String> mayBeEmpty) throws Rejection {
    require( // F-12 (b): Jackson would skip any white space before and after the object
        text.matches("(?s)\\{.*} *+"), MALFORMED_MODEL, "header: want {...}, then spaces only");
    return new TensorHeader(text, mayBeEmpty).entries();
  }

  private Map<String, Tensor> entries() throws Rejection {
    Map<String, Tensor> entries = new LinkedHashMap<>();
    tokens.take(START_OBJECT, "header");
    while (!tokens.at(END_OBJECT)) {
      String name = tokens.take(FIELD_NAME, "header");
      if (name.equals("__metadata__")) {
        skipMetadata();
      } else {
        entries.put(name, entry(name));
      }
    }
    tokens.take(END_OBJECT, "header");
    require(tokens.atEnd(), MALFORMED_MODEL, "header: data after the object"); // F-12 (b)
    return entries;
  }

  /** F-12 (g): strings to strings, or null, as MLX writes it where there is none. */
  private void skipMetadata() throws Rejection {
    if (tokens.at(VALUE_NULL)) {
      tokens.take();
      return;
    }
    tokens.take(START_OBJECT, "__metadata__");
    while (!tokens.at(END_OBJECT)) {
      tokens.take(FIELD_NAME, "__metadata__");
      tokens.take(VALUE_STRING, "__metadata__");
    }
    tokens.take(END_OBJECT, "__metadata__");
  }

  /** F-12 (c): the tokens refuse a name twice, so three known names are all three. */
  private Tensor entry(String name) throws Rejection {
    String where = quoted(name);
    String dtype = "";
    List<Long> shape = List.of();
    List<Long> offsets = List.of();
    int fields = 0;
    tokens.take(START_OBJECT, where);
    for (; !tokens.at(END_OBJECT); fields++) {
      String field = tokens.take(FIELD_NAME, where);
      if (field.equals("dtype")) {
        dtype = tokens.take(VALUE_STRING, where);
      } else if (field.equals("shape")) {
        shape = integers(where);
      } else {
        require(field.equals("data_offsets"), MALFORMED_MODEL, "%s: %s", where, quoted(field));
        offsets = integers(where);
      }
    }
    tokens.take(END_OBJECT, where);
    require(fields == 3, MALFORMED_MODEL, "%s: got %d fields, want 3", where, fields);
    require(
        !shape.contains(0L) || mayBeEmpty.test(name),
        MALFORMED_MODEL,
        "%s: got a size of 0",
        where);
    require(offsets.size() == 2, MALFORMED_MODEL, "%s: got %d offsets", where, offsets.size());
    return new Tensor(dtype, shape, new Tensor.Span(offsets.get(0), offsets.get(1)));
  }

  private List<Long> integers(String where) throws Rejection {
    List<Long> integers = new ArrayList<>();
    tokens.take(START_ARRAY, where);
    while (!tokens.at(END_ARRAY)) {
      String text = tokens.take(VALUE_NUMBER_INT, where);
      require(text.matches("[0-9]{1,18}"), MALFORMED_MODEL, "%s: got %s", where, quoted(text));
      integers.add(Long.parseLong(text));
    }
    tokens.take(END_ARRAY, where);
    return integers;
  }
}

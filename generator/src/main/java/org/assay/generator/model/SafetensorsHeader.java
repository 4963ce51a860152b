// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assay.generator.model.ModelRefusal.require;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The header of a safetensors file: where each tensor lies. Letters are those of spec F-12. */
record SafetensorsHeader(Map<String, Entry> entries, int dataOffset) {
  private static final int MAX_BYTES = 1 << 20; // F-01 (c)

  private static final JsonMapper STRICT =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(8).build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** One tensor: {@code dtype}, shape, and the bytes from begin to end, counted from the data. */
  record Entry(String dtype, List<Long> shape, long begin, long end) {}

  static SafetensorsHeader read(byte[] file) throws ModelRefusal {
    require(file.length >= 8, "file has %d bytes, want >= 8 for the header length", file.length);
    long length = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
    require( // (a); as unsigned 64-bit number, so a negative one is too long
        length >= 0 && length <= file.length - 8,
        "header length: got %s, want <= %d",
        Long.toUnsignedString(length),
        file.length - 8);
    require(length <= MAX_BYTES, "header length: got %d, limit %d", length, MAX_BYTES);
    JsonNode root = parse(ByteBuffer.wrap(file, 8, (int) length));
    Map<String, Entry> entries = new TreeMap<>();
    for (Map.Entry<String, JsonNode> field : root.properties()) {
      if (field.getKey().equals("__metadata__")) {
        requireStrings(field.getValue()); // (g)
      } else {
        entries.put(field.getKey(), entry(field.getKey(), field.getValue()));
      }
    }
    requireContiguous(entries, file.length - 8 - length);
    return new SafetensorsHeader(entries, (int) length + 8);
  }

  private static JsonNode parse(ByteBuffer header) throws ModelRefusal {
    try {
      String text = UTF_8.newDecoder().decode(header).toString();
      require(text.startsWith("{"), "header does not start with '{'"); // (b)
      require(
          text.replaceAll(" +$", "").endsWith("}"), "header: only spaces may follow '}'"); // (b)
      return STRICT.readTree(text);
    } catch (CharacterCodingException e) {
      throw new ModelRefusal("header is not UTF-8"); // (b)
    } catch (JsonProcessingException e) {
      throw new ModelRefusal("header is not JSON: %s", e.getOriginalMessage()); // (b)
    }
  }

  private static void requireStrings(JsonNode metadata) throws ModelRefusal {
    require(metadata.isObject(), "__metadata__ is not an object");
    for (Map.Entry<String, JsonNode> field : metadata.properties()) {
      require(field.getValue().isTextual(), "__metadata__ %s is not a string", field.getKey());
    }
  }

  private static Entry entry(String name, JsonNode node) throws ModelRefusal {
    require( // (c)
        node.isObject()
            && node.size() == 3
            && node.path("dtype").isTextual()
            && node.path("shape").isArray()
            && node.path("data_offsets").isArray(),
        "tensor %s: want exactly dtype, shape and data_offsets",
        name);
    List<Long> shape = integers(name, "shape", node.get("shape"));
    List<Long> offsets = integers(name, "data_offsets", node.get("data_offsets"));
    require(offsets.size() == 2, "tensor %s: data_offsets: want two integers", name); // (c)
    return new Entry(node.get("dtype").textValue(), shape, offsets.get(0), offsets.get(1));
  }

  private static List<Long> integers(String tensor, String field, JsonNode array)
      throws ModelRefusal {
    List<Long> numbers = new ArrayList<>();
    for (JsonNode number : array) {
      require( // (c)
          number.isIntegralNumber() && number.canConvertToLong() && number.longValue() >= 0,
          "tensor %s: %s: got %s, want an integer >= 0",
          tensor,
          field,
          number);
      numbers.add(number.longValue());
    }
    return numbers;
  }

  private static void requireContiguous(Map<String, Entry> entries, long dataBytes)
      throws ModelRefusal {
    List<Entry> sorted = new ArrayList<>(entries.values());
    sorted.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
    long place = 0;
    for (Entry entry : sorted) { // (d)
      require(
          entry.begin() == place && entry.end() >= place,
          "data_offsets: got [%d, %d], want begin %d: overlap or hole",
          entry.begin(),
          entry.end(),
          place);
      place = entry.end();
    }
    require(place == dataBytes, "tensors end at %d, data ends at %d", place, dataBytes); // (d)
  }
}

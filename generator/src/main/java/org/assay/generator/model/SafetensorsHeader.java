// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.model;

import static org.assay.generator.model.ModelRefusal.require;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The header of a safetensors file: where each tensor lies, in the header's order. Letters are
 * those of spec F-12.
 */
record SafetensorsHeader(Map<String, Entry> entries, int dataOffset) {
  private static final int MAX_BYTES = 1 << 20; // F-01 (c)
  private static final long MAX_INTEGER = 999_999_999_999_999_999L; // (c): 18 digits

  /** One tensor: {@code dtype}, shape, and the bytes from begin to end, counted from the data. */
  record Entry(String dtype, List<Long> shape, long begin, long end) {
    /** Whether it has no values at all. */
    boolean isEmpty() {
      return shape.contains(0L);
    }
  }

  /**
   * Of a model of the one architecture, in which only what is not read may be empty; where there
   * are more layers, that is what is said of it, not that their masks are empty.
   */
  static SafetensorsHeader read(byte[] file) throws ModelRefusal {
    return read(
        file, name -> Architecture.isIgnored(name.replaceFirst("^blocks\\.\\d+", "blocks.0")));
  }

  /**
   * @param mayBeEmpty names of tensors that may have no numbers
   */
  static SafetensorsHeader read(byte[] file, Predicate<String> mayBeEmpty) throws ModelRefusal {
    requireSafetensors(file);
    int length = Math.toIntExact(length(file));
    require(length <= MAX_BYTES, "header length: got %d, limit %d", length, MAX_BYTES);
    JsonNode root = HeaderJson.read(ByteBuffer.wrap(file, 8, length));
    Map<String, Entry> entries = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> field : root.properties()) {
      if (field.getKey().equals("__metadata__")) {
        requireStrings(field.getValue()); // (g)
      } else {
        Entry entry = entry(field.getKey(), field.getValue());
        require( // (c)
            !entry.isEmpty() || mayBeEmpty.test(field.getKey()),
            "tensor %s: got shape %s, want positive sizes",
            HeaderJson.shown(field.getKey()),
            entry.shape);
        entries.put(field.getKey(), entry);
      }
    }
    for (Map.Entry<String, Entry> named : entries.entrySet()) {
      requireSpan(named.getKey(), named.getValue()); // (e)
    }
    requireContiguous(entries, file.length - 8L - length);
    return new SafetensorsHeader(entries, length + 8);
  }

  /** (a), and the first byte of (b); a file of another kind is called by its name. */
  private static void requireSafetensors(byte[] file) throws ModelRefusal {
    boolean isOne =
        file.length >= 8
            && length(file) >= 0
            && length(file) <= file.length - 8
            && (length(file) == 0 || file[8] == '{');
    if (isOne) return;
    Optional<ModelRefusal> foreign = ForeignFile.refusal(file);
    if (foreign.isPresent()) throw foreign.get();
    require(file.length >= 8, "file has %d bytes, want >= 8 for the header length", file.length);
    require( // (a); as unsigned 64-bit number, so a negative one is too long
        length(file) >= 0 && length(file) <= file.length - 8,
        "header length: got %s, want <= %d: cut off, or no safetensors file",
        Long.toUnsignedString(length(file)),
        file.length - 8);
  }

  /** Requires: 8 bytes at least. */
  private static long length(byte[] file) {
    return ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
  }

  private static void requireStrings(JsonNode metadata) throws ModelRefusal {
    if (metadata.isNull()) return; // as MLX writes it where there is none
    require(
        metadata.isObject(), "__metadata__: got %s, want an object", HeaderJson.shown(metadata));
    for (Map.Entry<String, JsonNode> field : metadata.properties()) {
      require(
          field.getValue().isTextual(),
          "__metadata__: \"%s\" is not a string",
          HeaderJson.shown(field.getKey()));
    }
  }

  private static Entry entry(String name, JsonNode node) throws ModelRefusal {
    String shown = HeaderJson.shown(name);
    require( // (c)
        node.isObject()
            && node.size() == 3
            && node.path("dtype").isTextual()
            && node.path("shape").isArray()
            && node.path("data_offsets").isArray(),
        "tensor %s: want exactly dtype, shape and data_offsets",
        shown);
    List<Long> shape = integers(shown, "shape", node.get("shape"));
    List<Long> offsets = integers(shown, "data_offsets", node.get("data_offsets"));
    require(offsets.size() == 2, "tensor %s: data_offsets: want two integers", shown); // (c)
    return new Entry(node.get("dtype").textValue(), shape, offsets.get(0), offsets.get(1));
  }

  private static List<Long> integers(String tensor, String field, JsonNode array)
      throws ModelRefusal {
    List<Long> numbers = new ArrayList<>();
    for (JsonNode number : array) {
      require( // (c)
          number.isIntegralNumber()
              && number.canConvertToLong()
              && number.longValue() >= 0
              && number.longValue() <= MAX_INTEGER,
          "tensor %s: %s: got %s, want an integer >= 0",
          tensor,
          field,
          HeaderJson.shown(number));
      numbers.add(number.longValue());
    }
    return numbers;
  }

  /** (e); the size of a dtype that is not read is not known. */
  private static void requireSpan(String name, Entry entry) throws ModelRefusal {
    Optional<Dtype> dtype = Dtype.named(entry.dtype);
    if (dtype.isEmpty()) return;
    long bytes = dtype.get().bytes();
    for (long size : entry.shape) {
      require(
          size == 0 || bytes <= Long.MAX_VALUE / size,
          "tensor %s: shape %s overflows",
          HeaderJson.shown(name),
          entry.shape);
      bytes *= size;
    }
    require(
        bytes == entry.end - entry.begin,
        "tensor %s: shape %s of %s has %d bytes, data_offsets span %d",
        HeaderJson.shown(name),
        entry.shape,
        entry.dtype,
        bytes,
        entry.end - entry.begin);
  }

  private static void requireContiguous(Map<String, Entry> entries, long dataBytes)
      throws ModelRefusal {
    List<Entry> sorted = new ArrayList<>(entries.values());
    sorted.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
    long place = 0;
    for (Entry entry : sorted) { // (d)
      boolean holdsSome = entry.end > entry.begin;
      require(
          entry.begin == place && (entry.isEmpty() ? entry.end == place : holdsSome),
          "data_offsets: got [%d, %d], want begin %d: overlap, hole or empty tensor",
          entry.begin,
          entry.end,
          place);
      place = entry.end;
    }
    require( // (d)
        place == dataBytes,
        "tensors end at %d, data ends at %d: %s",
        place,
        dataBytes,
        place > dataBytes ? "the file is cut off" : "there are bytes behind them");
  }
}

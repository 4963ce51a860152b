// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.foreign;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The names and shapes in a safetensors header, for people and for estimates. Read loosely: what a
 * model is, {@code ModelFile} decides.
 */
public final class TensorNames {
  private static final int MAX_HEADER = 1 << 20; // F-01 (c)
  private static final String HEAD = "blocks.0.attn.";

  private static final Pattern ENTRY =
      Pattern.compile(
          "\"([^\"\\\\]{1,200})\"\\s*:\\s*\\{[^{}]*?\"shape\"\\s*:\\s*\\[([0-9,\\s]*)\\]");

  private static final Pattern END =
      Pattern.compile("\"data_offsets\"\\s*:\\s*\\[\\s*\\d+\\s*,\\s*(\\d{1,18})\\s*\\]");

  private final Map<String, List<Long>> shapes = new LinkedHashMap<>();
  private long bytes; // of the file, by its header, if that is whole

  private TensorNames() {}

  /** Empty if it is no safetensors file. */
  public static TensorNames of(byte[] file) {
    TensorNames names = new TensorNames();
    long length =
        file.length < 8 ? -1 : ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
    if (length >= 0 && length <= MAX_HEADER) {
      int whole = length <= file.length - 8 ? (int) length : 0;
      String header = new String(file, 8, whole, UTF_8);
      Matcher entry = ENTRY.matcher(header);
      while (entry.find()) {
        names.shapes.put(entry.group(1), sizes(entry.group(2)));
      }
      Stream<MatchResult> ends = END.matcher(header).results();
      names.bytes =
          8 + length + ends.mapToLong(end -> Long.parseLong(end.group(1))).max().orElse(0);
    }
    return names;
  }

  private static List<Long> sizes(String shape) {
    return Stream.of(shape.split(","))
        .map(String::strip)
        .filter(size -> size.matches("[0-9]{1,18}"))
        .map(Long::parseLong)
        .toList();
  }

  /** A size of a tensor; 0 if it has none. */
  public long size(String name, int axis) {
    List<Long> shape = shapes.getOrDefault(name, List.of());
    return axis < shape.size() ? shape.get(axis) : 0;
  }

  /** What kind of model it is, if it is none that can be read, or that it is cut off. */
  public Optional<String> sentence(int length) {
    String read =
        "; assay reads one-layer, one-head, attention-only transformers with TransformerLens names"
            + " and without layer norm; others: assay certify --config FILE --strategy exhaustive";
    return Optional.ofNullable(kind())
        .map(kind -> "this is " + kind + read)
        .or(() -> early(length).map(early -> "the file " + early + ": copy or download it again"));
  }

  /** How much is missing of a file of so many bytes. */
  public Optional<String> early(int length) {
    return length >= bytes
        ? Optional.empty()
        : Optional.of("ends early: got " + length + " bytes, want at least " + bytes);
  }

  private String kind() {
    String whole = "embed.W_E";
    Optional<String> prefixed = first(name -> name.endsWith("." + whole));
    if (prefixed.isPresent()) {
      String prefix = prefixed.get().substring(0, prefixed.get().length() - whole.length());
      return "a model whose names have the prefix \"" + prefix + "\": save it without";
    }
    if (has("(transformer\\.)?h\\.[0-9]+\\..*")) {
      return "a model with GPT-2 names (Hugging Face transformers)";
    }
    if (has("(model\\.)?(layers|encoder|decoder|gpt_neox)\\..*")) {
      return "a model with names of Hugging Face transformers";
    }
    if (has("blocks\\.[1-9][0-9]*\\..*")) {
      return "a model of several layers";
    }
    if (has("blocks\\.0\\.mlp\\..*")) {
      return "a model with an MLP";
    }
    if (has("(blocks\\.0\\.)?ln.*")) {
      return "a model with layer norm";
    }
    if (size(HEAD + "W_Q", 0) > 1 && shapes.get(HEAD + "W_Q").size() == 3) {
      return "a model of " + size(HEAD + "W_Q", 0) + " heads";
    }
    long width = size(HEAD + "W_Q", 1);
    return size(whole, 0) == width && size(whole, 1) != width && width > 0
        ? "a model whose W_E is transposed (" + shapes.get(whole) + "), want [vocabulary, d_model]"
        : null;
  }

  private boolean has(String names) {
    return first(name -> name.matches(names)).isPresent();
  }

  private Optional<String> first(Predicate<String> wanted) {
    return shapes.keySet().stream().filter(wanted).findFirst();
  }
}

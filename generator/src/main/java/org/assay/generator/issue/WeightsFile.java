// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.issue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assay.generator.files.Input;
import org.assay.generator.strategy.TokenWeights;

/** Token weights: a JSON list of integers, by token (spec F-10 (k)). */
public final class WeightsFile {
  private static final long MAX_BYTES = 1 << 20;
  private static final int MAX_SHOWN = 40;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .build();

  private WeightsFile() {}

  /**
   * @throws IOException if the file is none of these, naming it, the place, got and want
   */
  public static TokenWeights read(Path file) throws IOException {
    Input.requireReadable("weights", file);
    if (Files.size(file) > MAX_BYTES) {
      throw wrong(file, "got " + Files.size(file) + " bytes, limit " + MAX_BYTES);
    }
    JsonNode root = parsed(file);
    if (!root.isArray() || root.isEmpty()) {
      throw wrong(file, "got " + shown(root) + ", want a list of integers, one for each token");
    }
    List<Integer> weights = new ArrayList<>();
    for (JsonNode weight : root) {
      if (!weight.isInt() || weight.intValue() < 1) {
        String place = "token " + weights.size() + ": got " + shown(weight);
        throw wrong(file, place + ", want an integer from 1 to 2147483647");
      }
      weights.add(weight.intValue());
    }
    return new TokenWeights(weights);
  }

  /**
   * @throws IOException naming the file, if it has not one weight for each token of the model
   */
  public static void requireVocab(Path file, TokenWeights weights, int vocab) throws IOException {
    int got = weights.listed().size();
    if (got == vocab) return;
    throw wrong(file, "got " + got + " weights, want " + vocab + " (the model's vocab)");
  }

  private static JsonNode parsed(Path file) throws IOException {
    try {
      return JSON.readTree(Files.readAllBytes(file));
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      int column = e.getLocation() == null ? 1 : e.getLocation().getColumnNr();
      String place = "line " + line + ", column " + column;
      throw new IOException(
          "weights " + file + ": " + place + ": got no JSON, want a list of integers", e);
    }
  }

  private static IOException wrong(Path file, String what) {
    return new IOException("weights " + file + ": " + what);
  }

  private static String shown(JsonNode node) {
    String text = node.isMissingNode() ? "nothing" : node.toString().replaceAll("\\p{C}", "?");
    return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN - 3) + "...";
  }
}

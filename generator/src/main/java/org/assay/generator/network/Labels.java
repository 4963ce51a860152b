// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.network;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.assay.generator.model.ModelRefusal;
import org.assay.generator.model.TensorFile;

/**
 * The task {@code table}: the right outputs are labels in a data file (spec F-19), one for each
 * input in its order.
 */
public record Labels(Path file, String sha256, String tensor, int[] labels) implements Task {
  /**
   * @throws ModelRefusal if the tensor is no list of labels
   */
  public static Labels of(Path file, TensorFile data, String tensor) throws ModelRefusal {
    if (data.shape(tensor).size() != 1) {
      throw new ModelRefusal("tensor %s: got shape %s, want a list", tensor, data.shape(tensor));
    }
    return new Labels(file, data.sha256(), tensor, data.integers(tensor));
  }

  @Override
  public ObjectNode json() {
    ObjectNode json = new JsonMapper().createObjectNode().put("name", "table");
    return json.put("sha256", sha256).put("tensor", tensor);
  }

  @Override
  public String words() {
    return words(json());
  }

  static String words(com.fasterxml.jackson.databind.JsonNode json) {
    return "the label in "
        + json.path("tensor").asText()
        + " of the file with SHA-256 "
        + json.path("sha256").asText();
  }

  @Override
  public OptionalInt right(int[] free, long place) {
    return OptionalInt.of(labels[(int) place]);
  }

  @Override
  public void requireFree(int count, long inputs) {
    if (inputs != labels.length) {
      throw new IllegalArgumentException(
          "task table: got "
              + labels.length
              + " labels, want one for each of "
              + inputs
              + " inputs");
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.network;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.assay.generator.model.ModelRefusal;
import org.assay.generator.model.TensorFile;

/**
 * The rows of a tensor [T, length] of tokens in a data file (spec F-19).
 *
 * @param rows row after row
 */
public record Rows(Path file, String sha256, String tensor, int length, int[] free, int[] rows)
    implements Inputs {
  /**
   * @param free the positions that a task reads; empty: all
   * @throws ModelRefusal if the tensor is no table of tokens
   */
  public static Rows of(Path file, TensorFile data, String tensor, List<Integer> free)
      throws ModelRefusal {
    List<Long> shape = data.shape(tensor);
    boolean isTable = shape.size() == 2 && shape.get(0) >= 1 && shape.get(1) >= 1;
    if (!isTable || shape.get(1) > 256) {
      throw new ModelRefusal(
          "tensor %s: got shape %s, want rows of 1 to 256 tokens", tensor, shape);
    }
    int length = Math.toIntExact(shape.get(1));
    int[] all = IntStream.range(0, length).toArray();
    int[] read = free.isEmpty() ? all : free.stream().mapToInt(i -> i).toArray();
    for (int i = 0; i < read.length; i++) {
      if (read[i] >= length || i > 0 && read[i] <= read[i - 1]) {
        throw new ModelRefusal("free positions: got %s of rows of %d", free, length);
      }
    }
    return new Rows(file, data.sha256(), tensor, length, read, data.integers(tensor));
  }

  @Override
  public ObjectNode json() {
    ObjectNode json = new JsonMapper().createObjectNode().put("kind", "file");
    json.put("sha256", sha256).put("tensor", tensor).put("length", length);
    ArrayNode list = json.putArray("free");
    Arrays.stream(free).forEach(list::add);
    return json;
  }

  @Override
  public String words() {
    return words(json());
  }

  static String words(JsonNode json) {
    return "the rows of "
        + json.path("tensor").asText()
        + " in the file with SHA-256 "
        + json.path("sha256").asText()
        + ", "
        + json.path("length").asInt()
        + " tokens each, of which the task reads those at "
        + json.path("free");
  }

  @Override
  public long count() {
    return rows.length / length;
  }

  @Override
  public void tokens(long index, int[] into) {
    System.arraycopy(rows, (int) index * length, into, 0, length);
  }

  @Override
  public int largest() {
    return Arrays.stream(rows).max().orElse(0);
  }
}

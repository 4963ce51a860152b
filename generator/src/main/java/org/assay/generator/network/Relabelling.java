// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.network;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.IntStream;

/** New numbers for tokens and outputs, by which a task is the maximum (spec L-77). */
public final class Relabelling {
  private Relabelling() {}

  /**
   * The token, and output, that each new number stands for.
   *
   * @param from the first output that competes
   * @param to the last one
   * @throws IllegalArgumentException naming the option, if there are no such numbers
   */
  public static int[] of(Inputs inputs, Task task, int from, int to) {
    String range = from + ".." + to;
    boolean isPower =
        inputs instanceof Template template
            && template.positions().stream()
                .allMatch(place -> place.isFree() && place.from() == from && place.to() == to);
    if (!isPower) {
      throw new IllegalArgumentException(
          "inputs: got "
              + inputs.words()
              + ", want the tokens "
              + range
              + " of the outputs at every position, or --strategy exhaustive");
    }
    JsonNode json = task.json();
    int k = inputs.length();
    int n = json.path("name").asText().equals("min") ? k : json.path("n").asInt(1);
    boolean isOrder = json.path("name").asText().matches("max|min|nth-largest");
    if (!isOrder || n != 1 && n != k) {
      throw new IllegalArgumentException(
          "task: got " + task.words() + ", want max or min, or --strategy exhaustive");
    }
    boolean isMax = n == 1 && !(k > 1 && json.path("name").asText().equals("min"));
    return IntStream.rangeClosed(0, to - from).map(j -> isMax ? from + j : to - j).toArray();
  }
}

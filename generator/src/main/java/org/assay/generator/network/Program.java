// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.network;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.assay.generator.model.TensorFile;

/**
 * A network written out: steps, each reading earlier ones, and the tensors of the file that none
 * reads.
 */
public record Program(List<Step> steps, List<String> unread) {
  static final int MAX_STEPS = 256; // F-21 (a)
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}"); // F-16 (a)
  private static final Pattern IN_STRINGS = Pattern.compile("[ !#-\\[\\]-~]*"); // F-02 (a), (g)

  public Program {
    steps = List.copyOf(steps);
    unread = List.copyOf(unread);
  }

  /**
   * Of these steps over this file.
   *
   * @throws IllegalArgumentException if the steps are no program, or a name cannot be written
   */
  public static Program of(List<Step> steps, TensorFile file) {
    requireOrder(steps);
    Set<String> read = new HashSet<>();
    steps.forEach(step -> read.addAll(step.tensors()));
    SortedSet<String> unread = new TreeSet<>(file.names());
    unread.removeAll(read);
    for (String name : file.names()) {
      if (!IN_STRINGS.matcher(name).matches()) {
        throw new IllegalArgumentException(
            "tensor " + name + ": want a name of printable ASCII without '\"' and '\\'");
      }
    }
    return new Program(steps, List.copyOf(unread));
  }

  private static void requireOrder(List<Step> steps) {
    Set<String> earlier = new HashSet<>();
    Set<String> wanted = new HashSet<>();
    if (steps.isEmpty() || steps.size() > MAX_STEPS) {
      throw new IllegalArgumentException("got " + steps.size() + " steps, want 1 to " + MAX_STEPS);
    }
    for (Step step : steps) {
      if (!NAME.matcher(step.name()).matches()) {
        throw new IllegalArgumentException(
            "step " + step.name() + ": want a name of 1 to 64 letters, digits, '.', '_' or '-'");
      }
      for (String of : step.reads()) {
        if (!earlier.contains(of)) {
          throw new IllegalArgumentException(
              "step " + step.name() + ": reads " + of + ", which is no earlier step");
        }
      }
      wanted.addAll(step.reads());
      if (!earlier.add(step.name())) {
        throw new IllegalArgumentException("step " + step.name() + ": its name is there twice");
      }
    }
    if (steps.stream().noneMatch(Step.Embed.class::isInstance)) { // F-16 (l)
      throw new IllegalArgumentException("no step is an embed: the tokens are not read");
    }
    for (Step step : steps.subList(0, steps.size() - 1)) {
      if (!wanted.contains(step.name())) {
        throw new IllegalArgumentException("step " + step.name() + ": no later step reads it");
      }
    }
  }

  /** As the claim spells it. */
  public ObjectNode json() {
    ObjectNode json = new JsonMapper().createObjectNode();
    ArrayNode list = json.putArray("steps");
    steps.forEach(step -> list.add(StepJson.of(step)));
    ArrayNode names = json.putArray("unread");
    unread.forEach(names::add);
    return json;
  }

  /**
   * From the claim, or from a file of steps.
   *
   * @throws IllegalArgumentException naming what is not as it should be
   */
  public static List<Step> steps(JsonNode json) {
    if (!json.path("steps").isArray()) throw new IllegalArgumentException("steps: want a list");
    List<Step> steps = new ArrayList<>();
    for (JsonNode step : json.path("steps")) steps.add(StepJson.read(step));
    return steps;
  }
}

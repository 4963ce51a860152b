// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.program;

import static org.assay.checker.verdict.RejectCode.CLAIM_RANGE;
import static org.assay.checker.verdict.RejectCode.LIMIT_EXCEEDED;
import static org.assay.checker.verdict.Rejection.quoted;
import static org.assay.checker.verdict.Rejection.require;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.assay.checker.json.JsonReader;
import org.assay.checker.verdict.Rejection;

/**
 * A network as a claim writes it (spec F-16): steps in order, and the tensors that none reads.
 *
 * <p>Not checked here: that tensors and shapes fit.
 */
public final class Program {
  private static final int MAX_STEPS = 256;
  private static final int MAX_UNREAD = 4096;

  private final List<Step> steps;
  private final List<String> unread;

  private Program(List<Step> steps, List<String> unread) {
    this.steps = steps;
    this.unread = unread;
  }

  /**
   * @throws Rejection with a code of F-02, F-03 or F-16
   */
  public static Program read(JsonReader in) throws Rejection {
    StepReader reader = new StepReader();
    List<Step> steps =
        in.field("steps") // F-21 (a)
            .list(MAX_STEPS, LIMIT_EXCEEDED, element -> element.object(reader::read));
    List<String> unread = in.field("unread").list(MAX_UNREAD, LIMIT_EXCEEDED, JsonReader::string);
    Program program = new Program(steps, unread);
    program.requireUse();
    return program;
  }

  /** F-16 (c), (l): what is written down is what is computed. */
  private void requireUse() throws Rejection {
    Set<Integer> read = new HashSet<>();
    steps.forEach(step -> read.addAll(step.reads()));
    for (int i = 0; i < steps.size() - 1; i++) {
      require( // F-16 (c)
          read.contains(i), CLAIM_RANGE, "step %s: no step reads it", quoted(steps.get(i).name()));
    }
    require( // F-16 (l)
        steps.stream().anyMatch(step -> step.operation() instanceof Embed),
        CLAIM_RANGE,
        "steps: got no embed, so no token is read");
  }

  List<Step> steps() {
    return steps;
  }

  List<String> unread() {
    return unread;
  }

  /** How many steps do what. */
  public String brief() {
    Map<String, Integer> counts = new LinkedHashMap<>();
    steps.forEach(step -> counts.merge(step.operation().kind(), 1, Integer::sum));
    return counts.entrySet().stream()
        .map(one -> one.getValue() == 1 ? one.getKey() : one.getValue() + " " + one.getKey())
        .collect(Collectors.joining(", "));
  }

  /** Every step in words, one after another. */
  public String words() {
    StringBuilder words = new StringBuilder();
    for (Step step : steps) {
      List<String> of = step.reads().stream().map(number -> steps.get(number).name()).toList();
      words.append(words.length() == 0 ? "" : "; ").append(step.name()).append(" = ");
      words.append(step.operation().words());
      words.append(of.isEmpty() ? "" : " of " + String.join(", ", of));
    }
    return words.toString();
  }
}

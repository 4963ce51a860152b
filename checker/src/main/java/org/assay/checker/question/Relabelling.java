// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.question;

import static org.assay.checker.verdict.RejectCode.LIMIT_EXCEEDED;
import static org.assay.checker.verdict.RejectCode.UNKNOWN_STRATEGY;
import static org.assay.checker.verdict.Rejection.quoted;
import static org.assay.checker.verdict.Rejection.require;

import java.util.List;
import java.util.stream.IntStream;
import org.assay.checker.exact.Lemma;
import org.assay.checker.json.Limits;
import org.assay.checker.verdict.Rejection;

/**
 * Lemma L-77: new numbers for tokens and outputs, by which the right output is that of the largest
 * token. Label j stands for token {@code tokens[j]}, and for the output of the same number.
 */
@Lemma("L-77")
public record Relabelling(List<Integer> tokens) {
  public Relabelling {
    tokens = List.copyOf(tokens);
  }

  /**
   * @param from the first output that competes
   * @param to the last one
   * @throws Rejection UNKNOWN_STRATEGY if no such numbers make it a question about the maximum
   */
  public static Relabelling of(Inputs inputs, Task task, int from, int to) throws Rejection {
    require( // F-22 (b), L-77 (a)
        inputs instanceof Template template && template.isPower(),
        UNKNOWN_STRATEGY,
        "inputs: got %s, want every sequence of one range of tokens",
        quoted(inputs.words()));
    Template.Place place = ((Template) inputs).places().get(0);
    require( // F-22 (b), L-77 (b)
        place.from() == from && place.to() == to,
        UNKNOWN_STRATEGY,
        "outputs: got %d to %d, want the tokens, %s",
        from,
        to,
        place);
    require( // F-22 (d)
        to - from < Limits.WIDTH,
        LIMIT_EXCEEDED,
        "tokens: got %d, want <= %d",
        to - from + 1,
        Limits.WIDTH);
    boolean largest = isExtreme(task, inputs.length(), true);
    require( // F-22 (b), L-77 (c)
        largest || isExtreme(task, inputs.length(), false),
        UNKNOWN_STRATEGY,
        "task: got %s, want the largest token or the smallest one",
        quoted(task.words()));
    IntStream labels = IntStream.rangeClosed(0, to - from);
    return new Relabelling(labels.map(j -> largest ? from + j : to - j).boxed().toList());
  }

  private static boolean isExtreme(Task task, int free, boolean largest) {
    return task instanceof Order order && order.n() == (order.fromTop() == largest ? 1 : free);
  }

  public int size() {
    return tokens.size();
  }
}

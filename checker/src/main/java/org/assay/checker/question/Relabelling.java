// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.question;

import static org.assay.checker.verdict.RejectCode.LIMIT_EXCEEDED;
import static org.assay.checker.verdict.RejectCode.UNKNOWN_STRATEGY;
import static org.assay.checker.verdict.Rejection.quoted;
import static org.assay.checker.verdict.Rejection.require;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.assay.checker.exact.Lemma;
import org.assay.checker.json.Limits;
import org.assay.checker.verdict.Rejection;

/**
 * Lemma L-77: new numbers for tokens and outputs, by which the right output is that of the largest
 * number. The first ones stand for fixed tokens, then come the free ones, then other outputs.
 *
 * @param tokens what each number stands for as a token
 * @param outputs the same as an output, of all but the fixed ones
 * @param weights of each number at each position, 0 or 1 (L-78); none, if all inputs of these
 *     tokens count
 */
@Lemma("L-77")
public record Relabelling(
    List<Integer> tokens, List<Integer> outputs, List<List<Integer>> weights) {
  /**
   * @param from the first output that competes
   * @param to the last one
   * @throws Rejection UNKNOWN_STRATEGY if no such numbers make it a question about the maximum,
   *     LIMIT_EXCEEDED if there are too many
   */
  public static Relabelling of(Inputs inputs, Task task, int from, int to) throws Rejection {
    require( // F-23 (b), L-77 (a)
        inputs instanceof Template,
        UNKNOWN_STRATEGY,
        "inputs: got %s, want every sequence of some ranges of tokens",
        quoted(inputs.words()));
    List<Template.Place> places = ((Template) inputs).places();
    List<Template.Place> free = places.stream().filter(Template.Place::free).toList();
    int least = free.stream().mapToInt(Template.Place::from).min().orElseThrow();
    int most = free.stream().mapToInt(Template.Place::to).max().orElseThrow();
    require( // F-23 (b), L-77 (b)
        from <= least && most <= to,
        UNKNOWN_STRATEGY,
        "outputs: got %d to %d, want the tokens among them, %d to %d",
        from,
        to,
        least,
        most);
    List<Integer> fixed =
        places.stream()
            .filter(place -> !place.free())
            .map(Template.Place::from)
            .distinct()
            .sorted()
            .toList();
    require( // F-23 (d)
        to - from < Limits.WIDTH - fixed.size(),
        LIMIT_EXCEEDED,
        "tokens and outputs: got %d, want <= %d",
        fixed.size() + to - from + 1,
        Limits.WIDTH);
    List<Integer> rising = numbers(least, most);
    List<Integer> tokens = isLargest(task, free.size()) ? rising : reversed(rising);
    List<Integer> others = joined(List.of(numbers(from, least - 1), numbers(most + 1, to)));
    return of(places, fixed, tokens, others);
  }

  /** Numbers of the fixed tokens, the free ones, and the other outputs (L-77). */
  private static Relabelling of(
      List<Template.Place> places, List<Integer> fixed, List<Integer> free, List<Integer> others) {
    List<Integer> unused = Collections.nCopies(others.size(), free.get(0));
    List<Integer> tokens = joined(List.of(fixed, free, unused));
    boolean all = places.stream().distinct().count() == 1 && others.isEmpty();
    List<List<Integer>> weights =
        places.stream()
            .map(place -> weights(place, tokens, fixed.size(), fixed.size() + free.size()))
            .toList();
    return new Relabelling(tokens, joined(List.of(free, others)), all ? List.of() : weights);
  }

  /** 1 where a position may hold a token; {@code from} to {@code to - 1} are those of free ones. */
  private static List<Integer> weights(
      Template.Place place, List<Integer> tokens, int from, int to) {
    return IntStream.range(0, tokens.size())
        .map(
            j ->
                j < to
                        && place.free() == (j >= from)
                        && place.from() <= tokens.get(j)
                        && tokens.get(j) <= place.to()
                    ? 1
                    : 0)
        .boxed()
        .toList();
  }

  private static boolean isLargest(Task task, int free) throws Rejection {
    boolean largest = isExtreme(task, free, true);
    require( // F-23 (b), L-77 (c)
        largest || isExtreme(task, free, false),
        UNKNOWN_STRATEGY,
        "task: got %s, want the largest token or the smallest one",
        quoted(task.words()));
    return largest;
  }

  private static boolean isExtreme(Task task, int free, boolean largest) {
    return task instanceof Order order && order.n() == (order.fromTop() == largest ? 1 : free);
  }

  private static List<Integer> joined(List<List<Integer>> parts) {
    return parts.stream().flatMap(List::stream).toList();
  }

  private static List<Integer> reversed(List<Integer> numbers) {
    return IntStream.range(0, numbers.size())
        .mapToObj(j -> numbers.get(numbers.size() - 1 - j))
        .toList();
  }

  private static List<Integer> numbers(int from, int to) {
    return IntStream.rangeClosed(from, to).boxed().toList();
  }

  public int size() {
    return tokens.size();
  }

  /** How many numbers stand for no output. */
  public int fixed() {
    return tokens.size() - outputs.size();
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.network.evaluate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.LongConsumer;

/**
 * The inputs that doubles do not show to be right, to be looked at: nothing is proved by them.
 *
 * @param first of them, in the order of the inputs, at most {@link #SHOWN}
 * @param byRight of each right output how many inputs have it, and how many of these are here
 */
public record Failures(List<Failure> first, Map<Integer, Tally> byRight) {
  /** More than these nobody reads one by one. */
  public static final int SHOWN = 20;

  /**
   * An input.
   *
   * @param answer the largest output among those that compete; empty if the right one does not
   */
  public record Failure(List<Integer> tokens, int right, OptionalInt answer) {}

  /** How many inputs, and how many of these fail. */
  public record Tally(long inputs, long failed) {
    private Tally plus(Tally other) {
      return new Tally(inputs + other.inputs, failed + other.failed);
    }
  }

  /** Goes through all inputs; tells how many are done. */
  public static Failures of(Sweep sweep, LongConsumer done) throws IOException {
    return sweep.over(
        () -> new Part(sweep.question()), new Failures(List.of(), Map.of()), Failures::plus, done);
  }

  /** How many there are in all. */
  public long count() {
    return byRight.values().stream().mapToLong(Tally::failed).sum();
  }

  private Failures plus(Failures later) {
    List<Failure> both = new ArrayList<>(first);
    later.first.stream().limit(SHOWN - first.size()).forEach(both::add);
    Map<Integer, Tally> sum = new TreeMap<>(byRight);
    later.byRight.forEach((right, tally) -> sum.merge(right, tally, Tally::plus));
    return new Failures(both, sum);
  }

  private static final class Part implements Sweep.Gathering<Failures> {
    private final Count.Question question;
    private final List<Failure> first = new ArrayList<>();
    private final Map<Integer, Tally> byRight = new TreeMap<>();

    private Part(Count.Question question) {
      this.question = question;
    }

    @Override
    public void see(int[] tokens, int right, Evaluator evaluator) {
      boolean competes = question.competes(right);
      boolean fails = !competes || Count.verdict(evaluator, question, right) != Count.Verdict.RIGHT;
      byRight.merge(right, new Tally(1, fails ? 1 : 0), Tally::plus);
      if (!fails || first.size() == SHOWN) return;
      List<Integer> copy = Arrays.stream(tokens).boxed().toList();
      OptionalInt answer = competes ? OptionalInt.of(largest(evaluator)) : OptionalInt.empty();
      first.add(new Failure(copy, right, answer));
    }

    private int largest(Evaluator evaluator) {
      int largest = question.from();
      for (int o = question.from(); o <= question.to(); o++) {
        if (evaluator.outputs()[o] > evaluator.outputs()[largest]) largest = o;
      }
      return largest;
    }

    @Override
    public Failures gathered() {
      return new Failures(first, byRight);
    }
  }
}

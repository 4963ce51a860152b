// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.evaluation;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.assay.checker.arithmetic.Lead;
import org.assay.checker.exact.ExactMatrix;
import org.assay.checker.exact.Lemma;
import org.assay.checker.json.Limits;
import org.assay.checker.medium.Scaling;
import org.assay.checker.narrow.Narrow;
import org.assay.checker.program.Network;
import org.assay.checker.program.Reach;
import org.assay.checker.question.Task;
import org.assay.checker.verdict.Rejection;
import org.assay.checker.wide.Wide;

/**
 * Rule R-07: every input is evaluated, level after level, until an enclosure decides it. The count
 * does not depend on the number of threads.
 */
@Lemma("R-07")
final class EveryInput {
  private static final int WORK_BITS = 38;

  /** Work of each level but the first two, in multiply-adds of 64 bits. */
  private static final long LATER_WORK = 1L << 34;

  private static final int[] LATER_LEVELS = {64, 128, 256, 512, 1024};
  private static final int WORD = 64;

  /** The inputs are split into so many parts at most, each of consecutive ones. */
  private static final int PARTS = 1 << 10;

  /** A part has so many inputs or more: what the first tokens determine is computed once in it. */
  private static final int LEAST_PART = 16;

  private final Network network;
  private final Question question;
  private final Reach reach;
  private final long cost;

  EveryInput(Network network, Question question) {
    this.network = network;
    this.question = question;
    this.reach = new Reach(network);
    this.cost = reach.work(1, tokens -> 1).longValueExact();
  }

  /**
   * Inputs proved right, multiply-adds, and how many inputs each level decided; the last number is
   * of those that are left open.
   */
  record Tally(BigInteger right, BigInteger operations, List<Long> levels) {}

  /**
   * @param inside how many of the inputs are inside the task, at most
   */
  void requireLimits(long inside) throws Rejection {
    BigInteger work = reach.work(inside, this::changes);
    Limits.require("multiply-adds", work, WORK_BITS); // F-21 (f), R-07 (a)
  }

  /** Each part begins anew. */
  private long changes(int tokens) {
    return question.inputs().changes(tokens) + PARTS;
  }

  /**
   * @throws Rejection LIMIT_EXCEEDED if there are too many weights, MALFORMED_MODEL if one is no
   *     number
   */
  Tally count() throws Rejection {
    long size = question.size();
    int parts = (int) Math.min(PARTS, Math.max(1, size / LEAST_PART));
    List<List<ExactMatrix>> weights = network.weights();
    List<Level<?, ?>> levels = new ArrayList<>();
    levels.add(new Level<>(network, weights, new Narrow(), Long.MAX_VALUE));
    levels.add(new Level<>(network, weights, new Scaling(), Long.MAX_VALUE));
    for (int bits : LATER_LEVELS) {
      levels.add(new Level<>(network, weights, new Wide(bits), most(bits, parts)));
    }
    Part sum =
        IntStream.range(0, parts)
            .parallel()
            .mapToObj(i -> new Part(levels).count(size * i / parts, size * (i + 1) / parts))
            .reduce(new Part(levels), Part::plus);
    BigInteger operations = BigInteger.ZERO;
    for (long evaluated : sum.evaluated) {
      operations = operations.add(BigInteger.valueOf(evaluated).multiply(BigInteger.valueOf(cost)));
    }
    List<Long> decided = Arrays.stream(sum.decided).boxed().toList();
    return new Tally(BigInteger.valueOf(sum.right), operations, decided);
  }

  /** R-07 (b): of each part, and never none. */
  private long most(int bits, int parts) {
    long words = bits / WORD;
    long times = (PARTS + parts - 1) / parts;
    return times * (1 + LATER_WORK / PARTS / (cost * words * words));
  }

  /** What is known of some consecutive inputs. For one thread. */
  private final class Part {
    private final List<Level<?, ?>> levels;
    private final Level.Decider[] deciders;
    private final long[] evaluated;
    private final long[] decided;
    private long right;

    Part(List<Level<?, ?>> levels) {
      this.levels = levels;
      this.deciders = new Level.Decider[levels.size()];
      this.evaluated = new long[levels.size()];
      this.decided = new long[levels.size() + 1];
    }

    Part plus(Part other) {
      Part sum = new Part(levels);
      Arrays.setAll(sum.evaluated, i -> evaluated[i] + other.evaluated[i]);
      Arrays.setAll(sum.decided, i -> decided[i] + other.decided[i]);
      sum.right = right + other.right;
      return sum;
    }

    Part count(long from, long to) {
      for (long index = from; index < to; index++) {
        int[] input = question.inputs().input(index);
        int output = question.right(input, index);
        if (output != Task.OUTSIDE && question.competes(output)) { // R-07 (c)
          count(input, output);
        }
      }
      return this;
    }

    private void count(int[] input, int output) {
      int level = 0;
      Lead lead = Lead.OPEN;
      while (lead == Lead.OPEN
          && level < levels.size()
          && evaluated[level] < levels.get(level).most()) {
        evaluated[level]++;
        lead = decider(level).decide(input, question.contest(output));
        level += lead == Lead.OPEN ? 1 : 0;
      }
      decided[lead == Lead.OPEN ? levels.size() : level]++;
      right += lead == Lead.CERTAIN ? 1 : 0; // R-07 (c)
    }

    private Level.Decider decider(int level) {
      if (deciders[level] == null) {
        deciders[level] = levels.get(level).decider();
      }
      return deciders[level];
    }
  }
}

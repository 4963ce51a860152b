// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.evaluation;

import static org.assay.checker.verdict.RejectCode.UNSUPPORTED_PROFILE;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.assay.checker.arithmetic.Contest;
import org.assay.checker.arithmetic.Lead;
import org.assay.checker.computed.Computed;
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
  private static final long LATER_WORK = 1L << 28;

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
  private final boolean executions;

  /**
   * @param executions whether inputs are counted that are right in every execution, too
   */
  EveryInput(Network network, Question question, boolean executions) {
    this.network = network;
    this.question = question;
    this.executions = executions;
    this.reach = new Reach(network);
    this.cost = reach.work(1, tokens -> 1).longValueExact();
  }

  /**
   * Inputs proved right, and in every execution; multiply-adds; and how many inputs each level
   * decided, the last number being of those that are left open.
   */
  record Tally(BigInteger right, BigInteger executed, BigInteger operations, List<Long> levels) {}

  /**
   * @param inside how many of the inputs, or of a range of them, are inside the task, at most
   */
  void requireLimits(long inside) throws Rejection {
    BigInteger work = reach.work(inside, this::changes);
    BigInteger lines = executions ? BigInteger.TWO : BigInteger.ONE;
    Limits.require("multiply-adds", work.multiply(lines), WORK_BITS); // F-21 (f), R-07 (a)
  }

  /** Each part begins anew. */
  private long changes(int tokens) {
    return question.inputs().changes(tokens) + PARTS;
  }

  /**
   * Decides the inputs with the numbers {@code from} to {@code to - 1}.
   *
   * @throws Rejection LIMIT_EXCEEDED if there are too many weights, MALFORMED_MODEL if one is no
   *     number, UNSUPPORTED_PROFILE if executions count and one is no binary32 number
   */
  Tally count(long from, long to) throws Rejection {
    long size = to - from;
    int parts = (int) Math.min(PARTS, Math.max(1, size / LEAST_PART));
    List<List<ExactMatrix>> weights = network.weights();
    if (executions) {
      Representable.require(network, weights);
      requireBounded();
    }
    List<Level<?, ?>> levels = new ArrayList<>();
    levels.add(new Level<>(network, weights, new Narrow(), Long.MAX_VALUE));
    levels.add(new Level<>(network, weights, new Scaling(), Long.MAX_VALUE));
    for (int bits : LATER_LEVELS) {
      levels.add(new Level<>(network, weights, new Wide(bits), most(bits, parts)));
    }
    levels.add(new Level<>(network, weights, new Computed(), Long.MAX_VALUE)); // R-07 4.
    Part sum =
        IntStream.range(0, parts)
            .parallel()
            .mapToObj(
                i -> new Part(levels).count(from + size * i / parts, from + size * (i + 1) / parts))
            .reduce(new Part(levels), Part::plus);
    BigInteger operations = BigInteger.ZERO;
    for (long evaluated : sum.evaluated) {
      operations = operations.add(BigInteger.valueOf(evaluated).multiply(BigInteger.valueOf(cost)));
    }
    List<Long> decided = Arrays.stream(sum.decided).boxed().toList();
    return new Tally(
        BigInteger.valueOf(sum.right), BigInteger.valueOf(sum.executed), operations, decided);
  }

  /** Each row that an execution may multiply by zero is bounded, as those that are needed are. */
  private void requireBounded() throws Rejection {
    for (int step = 0; step < network.size(); step++) {
      Rejection.require( // L-96 (e)
          !reach.leavesOut(step),
          UNSUPPORTED_PROFILE,
          "step %s: got masked positions that no output needs, want none: their values have no bound",
          Rejection.quoted(network.name(step)));
    }
  }

  /** R-07 3.: of each part. */
  private long most(int bits, int parts) {
    long words = bits / WORD;
    long times = (PARTS + parts - 1) / parts;
    return times * (LATER_WORK / PARTS) / (cost * words * words);
  }

  /** What is known of some consecutive inputs. For one thread. */
  private final class Part {
    private final List<Level<?, ?>> levels; // the last is that of executions
    private final int last;
    private final Level.Decider[] deciders;
    private final long[] evaluated;
    private final long[] decided;
    private long right;
    private long executed;

    Part(List<Level<?, ?>> levels) {
      this.levels = levels;
      this.last = levels.size() - 1;
      this.deciders = new Level.Decider[levels.size()];
      this.evaluated = new long[levels.size()];
      this.decided = new long[levels.size()];
    }

    Part plus(Part other) {
      Part sum = new Part(levels);
      Arrays.setAll(sum.evaluated, i -> evaluated[i] + other.evaluated[i]);
      Arrays.setAll(sum.decided, i -> decided[i] + other.decided[i]);
      sum.right = right + other.right;
      sum.executed = executed + other.executed;
      return sum;
    }

    Part count(long from, long to) {
      for (long index = from; index < to; index++) {
        int[] input = question.inputs().input(index);
        int output = question.right(input, index);
        if (output != Task.OUTSIDE && question.competes(output)) { // R-07 (c)
          count(input, question.contest(output));
        }
      }
      return this;
    }

    private void count(int[] input, Contest contest) {
      int level = 0;
      Lead lead = Lead.OPEN;
      while (lead == Lead.OPEN && level < last && evaluated[level] < levels.get(level).most()) {
        lead = decided(level, input, contest);
        level += lead == Lead.OPEN ? 1 : 0;
      }
      decided[lead == Lead.OPEN ? last : level]++;
      boolean isRight = lead == Lead.CERTAIN;
      right += isRight ? 1 : 0; // R-07 (c)
      boolean always =
          isRight && executions && decided(last, input, contest) == Lead.CERTAIN; // R-07 4.
      executed += always ? 1 : 0;
    }

    private Lead decided(int level, int[] input, Contest contest) {
      if (deciders[level] == null) {
        deciders[level] = levels.get(level).decider();
      }
      evaluated[level]++;
      return deciders[level].decide(input, contest);
    }
  }
}

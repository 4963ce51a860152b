// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.network.evaluate;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongConsumer;
import org.assay.generator.model.TensorFile;
import org.assay.generator.network.Inputs;
import org.assay.generator.network.Program;
import org.assay.generator.network.Task;

/**
 * How many inputs are right, by the bounds of doubles.
 *
 * @param right surely
 * @param open neither surely right nor surely wrong
 * @param total inside the task
 * @param constant right if always the best one output were given
 */
public record Count(long right, long open, long total, long constant) {
  /**
   * What is counted.
   *
   * @param from the first output that competes
   * @param to the last one
   * @param margin by how much, rounded upward
   */
  public record Question(Inputs inputs, Task task, int from, int to, double margin) {
    boolean competes(int output) {
      return output >= from && output <= to;
    }
  }

  /** Goes through all inputs, on all cores; tells how many are done. */
  public static Count of(Program program, TensorFile file, Question question, LongConsumer done)
      throws IOException {
    return new Sweep(program, file, question)
        .over(() -> new Part(question), new Sums(0, 0, 0, Map.of()), Sums::plus, done)
        .count();
  }

  /**
   * Of some inputs.
   *
   * @param labels how often each output is the right one
   */
  private record Sums(long right, long open, long total, Map<Integer, Long> labels) {
    private Sums plus(Sums other) {
      Map<Integer, Long> sum = new HashMap<>(labels);
      other.labels.forEach((label, times) -> sum.merge(label, times, Long::sum));
      return new Sums(right + other.right, open + other.open, total + other.total, sum);
    }

    private Count count() {
      long most = labels.values().stream().mapToLong(times -> times).max().orElse(0);
      return new Count(right, open, total, most);
    }
  }

  private static final class Part implements Sweep.Gathering<Sums> {
    private final Question question;
    private final Map<Integer, Long> labels = new HashMap<>();
    private long right;
    private long open;
    private long total;

    private Part(Question question) {
      this.question = question;
    }

    @Override
    public void see(int[] tokens, int wanted, Evaluator evaluator) {
      total++;
      if (!question.competes(wanted)) return;
      labels.merge(wanted, 1L, Long::sum);
      switch (verdict(evaluator, question, wanted)) {
        case RIGHT -> right++;
        case OPEN -> open++;
        default -> {}
      }
    }

    @Override
    public Sums gathered() {
      return new Sums(right, open, total, labels);
    }
  }

  /** What the bounds tell of an input. */
  enum Verdict {
    RIGHT,
    OPEN,
    WRONG
  }

  static Verdict verdict(Evaluator evaluator, Question question, int wanted) {
    double[] outputs = evaluator.outputs();
    double[] radii = evaluator.radii();
    Verdict verdict = Verdict.RIGHT;
    for (int o = question.from; o <= question.to; o++) {
      if (o == wanted) continue;
      double lead = outputs[wanted] - outputs[o] - question.margin;
      double off =
          (radii[wanted] + radii[o]) * (1 + 4 * Node.U)
              + 4 * Node.U * (Math.abs(outputs[wanted]) + Math.abs(outputs[o]) + question.margin);
      if (lead > off) continue;
      if (lead < -off) return Verdict.WRONG;
      verdict = Verdict.OPEN;
    }
    return verdict;
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.network.evaluate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
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
  private static final int CHUNK = 256;

  /**
   * What is counted.
   *
   * @param from the first output that competes
   * @param to the last one
   * @param margin by how much, rounded upward
   */
  public record Question(Inputs inputs, Task task, int from, int to, double margin) {}

  /** Goes through all inputs, on all cores; tells how many are done. */
  public static Count of(Program program, TensorFile file, Question question, LongConsumer done)
      throws IOException {
    long count = question.inputs.count();
    int chunks = (int) Math.min(1 << 12, (count + CHUNK - 1) / CHUNK);
    try {
      ThreadLocal<Evaluator> own =
          ThreadLocal.withInitial(() -> evaluator(program, file, question.inputs.length()));
      return IntStream.range(0, chunks)
          .parallel()
          .mapToObj(
              i -> {
                long from = count * i / chunks;
                long to = count * (i + 1) / chunks;
                Part part = part(own.get(), question, from, to);
                done.accept(to - from);
                return part;
              })
          .reduce(new Part(0, 0, 0, Map.of()), Part::plus)
          .count();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static Evaluator evaluator(Program program, TensorFile file, int n) {
    try {
      return new Evaluator(program, file, n);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Of some inputs.
   *
   * @param labels how often each output is the right one
   */
  private record Part(long right, long open, long total, Map<Integer, Long> labels) {
    private Part plus(Part other) {
      Map<Integer, Long> sum = new HashMap<>(labels);
      other.labels.forEach((label, times) -> sum.merge(label, times, Long::sum));
      return new Part(right + other.right, open + other.open, total + other.total, sum);
    }

    private Count count() {
      long most = labels.values().stream().mapToLong(times -> times).max().orElse(0);
      return new Count(right, open, total, most);
    }
  }

  private static Part part(Evaluator evaluator, Question question, long from, long to) {
    int[] tokens = new int[question.inputs.length()];
    int[] places = question.inputs.free();
    int[] free = new int[places.length];
    long right = 0;
    long open = 0;
    long total = 0;
    Map<Integer, Long> labels = new HashMap<>();
    for (long index = from; index < to; index++) {
      question.inputs.tokens(index, tokens);
      for (int i = 0; i < places.length; i++) free[i] = tokens[places[i]];
      OptionalInt wanted = question.task.right(free, index);
      if (wanted.isEmpty()) continue;
      total++;
      boolean competes = wanted.getAsInt() >= question.from && wanted.getAsInt() <= question.to;
      if (!competes) continue;
      labels.merge(wanted.getAsInt(), 1L, Long::sum);
      evaluator.set(tokens);
      switch (verdict(evaluator, question, wanted.getAsInt())) {
        case RIGHT -> right++;
        case OPEN -> open++;
        default -> {}
      }
    }
    return new Part(right, open, total, labels);
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

// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.network.evaluate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.OptionalInt;
import java.util.function.BinaryOperator;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import org.assay.generator.model.TensorFile;
import org.assay.generator.network.Program;

/** A network over all inputs of a question, on all cores. */
public record Sweep(Program program, TensorFile file, Count.Question question) {
  private static final int CHUNK = 256;

  /** What is gathered of some inputs; to be told of each in its order, then asked. */
  interface Gathering<T> {
    /** The evaluator has its outputs; a right output that does not compete has none. */
    void see(int[] tokens, int right, Evaluator evaluator);

    T gathered();
  }

  /** Makes one for each part of the inputs. */
  interface Start<T> {
    Gathering<T> gathering();
  }

  /**
   * @param plus adds what was gathered of later inputs to that of earlier ones
   * @param done is told how many are done
   */
  <T> T over(Start<T> start, T nothing, BinaryOperator<T> plus, LongConsumer done)
      throws IOException {
    long count = question.inputs().count();
    int chunks = (int) Math.min(1 << 12, (count + CHUNK - 1) / CHUNK);
    try {
      ThreadLocal<Evaluator> own = ThreadLocal.withInitial(this::evaluator);
      return IntStream.range(0, chunks)
          .parallel()
          .mapToObj(
              i -> {
                long from = count * i / chunks;
                long to = count * (i + 1) / chunks;
                Gathering<T> part = start.gathering();
                see(own.get(), part, from, to);
                done.accept(to - from);
                return part.gathered();
              })
          .reduce(nothing, plus);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private Evaluator evaluator() {
    try {
      return new Evaluator(program, file, question.inputs().length());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void see(Evaluator evaluator, Gathering<?> part, long from, long to) {
    int[] tokens = new int[question.inputs().length()];
    int[] places = question.inputs().free();
    int[] free = new int[places.length];
    for (long index = from; index < to; index++) {
      question.inputs().tokens(index, tokens);
      for (int i = 0; i < places.length; i++) free[i] = tokens[places[i]];
      OptionalInt right = question.task().right(free, index);
      if (right.isEmpty()) continue; // outside of the task
      if (question.competes(right.getAsInt())) evaluator.set(tokens);
      part.see(tokens, right.getAsInt(), evaluator);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.evaluation;

import java.util.stream.LongStream;
import org.assay.checker.arithmetic.Contest;
import org.assay.checker.question.Inputs;
import org.assay.checker.question.Task;

/** The inputs, and what is right for each. */
record Question(Inputs inputs, Task task, ProgramClaim.Count count, int[] free) {
  Question(Inputs inputs, Task task, ProgramClaim.Count count) {
    this(inputs, task, count, inputs.free().stream().mapToInt(i -> i).toArray());
  }

  /** How many inputs there are, those outside the task included. */
  long size() {
    return inputs.count().longValueExact();
  }

  /** How many of those with the numbers {@code from} to {@code to - 1} are inside. */
  long inside(long from, long to) {
    if (!task.mayBeOutside()) {
      return to - from;
    }
    return LongStream.range(from, to)
        .parallel()
        .filter(index -> right(inputs.input(index), index) != Task.OUTSIDE)
        .count();
  }

  /** The right output of an input. */
  int right(int[] input, long index) {
    int[] tokens = new int[free.length];
    for (int i = 0; i < free.length; i++) {
      tokens[i] = input[free[i]];
    }
    return task.right(tokens, index);
  }

  /** Whether this output is one of those that compete. */
  boolean competes(int output) {
    return output >= count.from() && output <= count.to();
  }

  Contest contest(int right) {
    return new Contest(count.from(), count.to(), right, count.margin());
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Random;

/** An endless stream of Max-of-K inputs: tokens independent and uniform on 0..vocab-1. */
final class Inputs {
  private final Dimensions d;
  private final Random random;

  Inputs(Dimensions d, Random random) {
    this.d = d;
    this.random = random;
  }

  /**
   * Some inputs and their right answers.
   *
   * @param tokens int64 [size, k]
   * @param answers int64 [size, 1]: the maximum of each row
   */
  record Batch(NDArray tokens, NDArray answers) {}

  Batch next(NDManager manager, int size) {
    long[] tokens = new long[size * d.k()];
    long[] answers = new long[size];
    for (int i = 0; i < tokens.length; i++) {
      tokens[i] = random.nextInt(d.vocab());
      answers[i / d.k()] = Math.max(answers[i / d.k()], tokens[i]);
    }
    return new Batch(
        manager.create(tokens, new Shape(size, d.k())),
        manager.create(answers, new Shape(size, 1)));
  }
}

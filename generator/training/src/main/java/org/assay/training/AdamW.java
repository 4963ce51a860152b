// SPDX-License-Identifier: Apache-2.0
package org.assay.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/**
 * Adam with decoupled weight decay: the algorithm and the default settings of torch.optim.AdamW.
 *
 * <p>Source: Loshchilov and Hutter 2019, algorithm 2, without a schedule.
 */
final class AdamW {
  static final double RATE = 1e-3;
  static final double BETA1 = 0.9;
  static final double BETA2 = 0.999;
  static final double EPSILON = 1e-8;
  static final double DECAY = 0.01;

  private final NDArray first;
  private final NDArray second;
  private int steps;

  /** Both moments start at zero and live as long as {@code manager}. */
  AdamW(NDManager manager, NDArray weights) {
    this.first = manager.zeros(weights.getShape());
    this.second = manager.zeros(weights.getShape());
  }

  /** Moves the weights in place. */
  void update(NDArray weights, NDArray gradient) {
    steps++;
    double correction1 = 1 - Math.pow(BETA1, steps);
    double correction2 = 1 - Math.pow(BETA2, steps);
    weights.muli(1 - RATE * DECAY);
    first.addi(gradient.sub(first).muli(1 - BETA1));
    second.muli(BETA2).addi(gradient.square().muli(1 - BETA2));
    try (NDArray root = second.sqrt(); // would otherwise live as long as the moments
        NDArray ratio = first.div(root.divi(Math.sqrt(correction2)).addi(EPSILON))) {
      weights.subi(ratio.muli(RATE / correction1));
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy.halfspaces;

import java.util.Random;
import java.util.function.BiFunction;

/** Inputs of a class (query q, maximum m): all of them, or some that are drawn. */
final class Sampler {
  private final int k;
  private final int q;
  private final int m;
  private final double share; // of the class among all inputs
  private final double size; // of the class

  /**
   * @param k length of an input
   * @param share of the class among all inputs
   * @param all inputs
   */
  Sampler(Weighing weighing, double share, double all) {
    this.k = weighing.last + 1;
    this.q = weighing.q;
    this.m = weighing.m;
    this.share = share;
    this.size = share * all;
  }

  /**
   * The sum over the class.
   *
   * @param draws as many are looked at, or all if that is not many more
   * @param of an input and the share of all inputs that it stands for
   */
  Losses sum(long draws, BiFunction<int[], Double, Losses> of) {
    boolean isListed = size <= 4.0 * draws;
    return isListed ? listed(of) : drawn(draws, of);
  }

  private Losses listed(BiFunction<int[], Double, Losses> of) {
    int[] input = new int[k];
    input[k - 1] = q;
    Losses sum = Losses.NONE;
    do {
      if (isInside(input)) sum = sum.plus(of.apply(input, share / size));
    } while (next(input));
    return sum;
  }

  private boolean next(int[] input) {
    for (int i = k - 2; i >= 0; i--) {
      if (input[i]++ < m) return true;
      input[i] = 0;
    }
    return false;
  }

  private Losses drawn(long draws, BiFunction<int[], Double, Losses> of) {
    Random random = new Random(1_000_003L * q + m);
    int[] input = new int[k];
    input[k - 1] = q;
    Losses sum = Losses.NONE;
    for (long i = 0; i < draws; i++) {
      do {
        for (int j = 0; j < k - 1; j++) input[j] = random.nextInt(m + 1);
      } while (!isInside(input));
      sum = sum.plus(of.apply(input, share / draws));
    }
    return sum;
  }

  private boolean isInside(int[] input) {
    for (int token : input) {
      if (token == m) return true;
    }
    return false;
  }
}

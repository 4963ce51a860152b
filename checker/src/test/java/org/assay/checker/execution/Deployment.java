// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.execution;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The freedom that the profile leaves to a program: in which order it computes, and how. */
public record Deployment(
    Order order,
    boolean fused,
    boolean biasFirst,
    Scaling scaling,
    Shift shift,
    boolean normalisedFirst,
    boolean reciprocal) {

  /** Of the terms of a sum: binary trees over them. */
  enum Order {
    SEQUENTIAL,
    REVERSED,
    PAIRWISE,
    BLOCKED,
    SCRAMBLED
  }

  /** Where the factor 1/sqrt(d_head) goes. */
  enum Scaling {
    DIVIDED_SCORE,
    MULTIPLIED_SCORE,
    ON_QUERY,
    ON_KEY,
    ON_BOTH
  }

  /** What is subtracted from the scores: nothing, the largest, or the largest so far. */
  enum Shift {
    NONE,
    LARGEST,
    ONLINE
  }

  public static Deployment random(Random random) {
    return new Deployment(
        Order.values()[random.nextInt(Order.values().length)],
        random.nextBoolean(),
        random.nextBoolean(),
        Scaling.values()[random.nextInt(Scaling.values().length)],
        Shift.values()[random.nextInt(3)],
        random.nextBoolean(),
        random.nextBoolean());
  }

  /** Each order with and without fma; each other choice both ways. */
  static List<Deployment> various() {
    List<Deployment> all = new ArrayList<>();
    int n = 0;
    for (Order order : Order.values()) {
      for (Scaling scaling : Scaling.values()) {
        boolean bit = n % 2 == 0;
        boolean half = n % 4 < 2;
        all.add(
            new Deployment(
                order, bit, half, scaling, Shift.values()[n % 3], n % 8 < 4, n % 16 < 8));
        n++;
      }
    }
    return all;
  }

  /** The same with the largest score subtracted, which an overflow of exp never meets. */
  Deployment withShift() {
    Shift some = shift == Shift.NONE ? Shift.LARGEST : shift;
    return new Deployment(order, fused, biasFirst, scaling, some, normalisedFirst, reciprocal);
  }
}

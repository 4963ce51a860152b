// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy.counting;

import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * Which numbers of classes and of bins are tried for a model.
 *
 * @param classes chosen; empty: searched with a budget, else {@value #CLASSES}
 * @param bins chosen; empty: searched with a budget, else by k
 * @param budget operations that the checker may spend
 */
record PotentialPlan(int k, int vocab, OptionalInt classes, OptionalInt bins, OptionalLong budget) {
  /** R-03 (d). */
  private static final int MAX_BINS = 1 << 16;

  private static final int CLASSES = 4;
  private static final int COARSEST = 256; // of the finest bins that a search tries

  /** With a budget: what an operation must gain, if the whole budget gains a share of inputs. */
  private static final double WORTH_OF_BUDGET = 1e-4;

  /** With a budget: how many times its share of the budget a single table may cost. */
  private static final double MOST_OF_SHARE = 16;

  int[] classCounts() {
    if (classes.isPresent()) return new int[] {classes.getAsInt()};
    if (budget.isEmpty()) return new int[] {Math.min(CLASSES, vocab)};
    int doublings = Integer.SIZE - Integer.numberOfLeadingZeros(vocab - 1);
    return IntStream.rangeClosed(0, doublings)
        .map(i -> Math.min(1 << i, vocab))
        .distinct()
        .toArray();
  }

  /**
   * The bins that a cover may choose from.
   *
   * @param pairs of class and maximum, each of which has a cover
   */
  PotentialCover.Ladder ladder(int pairs) {
    double limit = budget.isPresent() ? (double) budget.getAsLong() : Double.POSITIVE_INFINITY;
    double most = Math.max(MOST_OF_SHARE * limit / pairs, 1);
    double worth = budget.isPresent() ? WORTH_OF_BUDGET / limit : 0;
    if (bins.isPresent() || budget.isEmpty()) {
      int finest = bins.orElse(defaultBins());
      int[] levels =
          IntStream.range(0, PotentialCover.LEVELS)
              .map(i -> Math.max(k, finest >> 2 * (PotentialCover.LEVELS - 1 - i)))
              .toArray();
      return new PotentialCover.Ladder(levels, 1, most, worth);
    }
    int finest = GroupedCounting.defaultBins(k);
    int[] powers =
        IntStream.rangeClosed(0, Integer.numberOfTrailingZeros(COARSEST))
            .map(i -> finest / COARSEST << i)
            .filter(bins -> bins >= k)
            .toArray();
    return new PotentialCover.Ladder(powers, 2, most, worth);
  }

  /** Less than by grouped counting: what the classes lose is more than what the bins do. */
  private int defaultBins() {
    return Math.min(MAX_BINS, Math.max(256, Integer.highestOneBit(2 * 16 * k * k - 1)));
  }

  /**
   * @throws IllegalArgumentException with got and want if what was chosen is out of range
   */
  void requireRanges() {
    int count = classes.orElse(1);
    if (count < 1 || count > vocab) {
      throw new IllegalArgumentException(
          "classes: got " + count + ", want 1 to " + vocab + " (the model's vocab)");
    }
    int chosen = bins.orElse(MAX_BINS);
    if (chosen < k || chosen > MAX_BINS) {
      throw new IllegalArgumentException(
          "bins: got " + chosen + ", want " + k + " (the model's k) to " + MAX_BINS);
    }
  }
}

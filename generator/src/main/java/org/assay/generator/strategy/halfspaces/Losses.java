// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy.halfspaces;

import org.assay.generator.strategy.TokenWeights;

/**
 * Why inputs are not proved, each as a share of all inputs, by doubles: what each step of the proof
 * adds to the step before.
 *
 * @param wrong answered wrongly, or by no more than the margin
 * @param lines besides, if neurons may be anywhere between their lines
 * @param deviations besides, if what norms divide by may be either end of its range
 * @param heads besides, if heads are taken apart
 * @param blocks besides, if outputs of a block are counted as one, and each block and head counts
 *     an input anew, up to all of a class
 */
public record Losses(double wrong, double lines, double deviations, double heads, double blocks) {
  static final Losses NONE = new Losses(0, 0, 0, 0, 0);
  private static final int FEWEST = 100; // draws of a class

  /**
   * Of all classes.
   *
   * @param search that has run
   * @param draws inputs to look at, shared among the classes by their sizes
   */
  static Losses of(OneLayer layer, ClassSearch search, long draws) {
    TokenWeights.Sizes sizes = new TokenWeights.Sizes(layer.vocab(), layer.k() - 1);
    double all = Math.pow(layer.vocab(), layer.k());
    return search
        .losing()
        .parallel()
        .map(
            losing -> {
              Weighing weighing = losing.parts().weighing();
              double share = TokenWeights.UNIFORM.share(weighing.q, weighing.m, sizes);
              ClassLosses losses = new ClassLosses(losing, new Forward(layer));
              long some = Math.max(FEWEST, Math.round(draws * share));
              return new Sampler(weighing, share, all).sum(some, losses::of).upTo(share);
            })
        .reduce(NONE, Losses::plus);
  }

  Losses plus(Losses other) {
    return new Losses(
        wrong + other.wrong,
        lines + other.lines,
        deviations + other.deviations,
        heads + other.heads,
        blocks + other.blocks);
  }

  /** No class loses more than it has (spec R-08). */
  private Losses upTo(double share) {
    double more = Math.max(0, sum() - share);
    return new Losses(wrong, lines, deviations, heads, blocks - more);
  }

  /** What all of them are together, before anything is rounded to bins. */
  public double sum() {
    return wrong + lines + deviations + heads + blocks;
  }
}

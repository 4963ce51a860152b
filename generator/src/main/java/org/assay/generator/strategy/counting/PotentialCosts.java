// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy.counting;

import java.util.List;
import org.assay.generator.model.Model;
import org.assay.generator.strategy.split.AttentionOption;
import org.assay.generator.strategy.split.DirectOption;

/**
 * What the checker spends on the circuits, as spec operations.md counts: the part of potential
 * counting that no hint changes. A guess: the checker's own count decides.
 */
record PotentialCosts(long k, long vocab, long dModel, long dHead) {
  private static final int SQUARINGS = 7;

  static PotentialCosts of(Model model) {
    return new PotentialCosts(model.k(), model.vocab(), model.dModel(), model.dHead());
  }

  long operations(PotentialOptions options) {
    long path = options.direct().map(this::direct).orElse(exactDirect());
    return attention(options.attention())
        + path
        + positions()
        + outputs(vocab)
        + outputs(k)
        + blockValues();
  }

  /** A product [a, b] · [b, c]. */
  private static long times(long a, long b, long c) {
    return a * c * (2 * b - 1);
  }

  private static long mean(long rows, long columns) {
    return times(1, rows, columns) + columns;
  }

  private static long ranges(long rows, long columns) {
    return rows * (2 * columns - 1);
  }

  private static long peel(long rows, long columns) {
    return 2 * rows - 1 + times(columns, rows, 1) + columns + 2 * rows * columns;
  }

  private long positions() {
    return times(k, dModel, dHead)
        + vocab * dModel
        + times(dModel, dHead, k)
        + times(vocab, dModel, k)
        + times(1, dHead, k)
        + vocab * k;
  }

  private long outputs(long rows) {
    return times(rows, dModel, dHead) + times(rows, dHead, dModel) + times(rows, dModel, vocab);
  }

  private long blockValues() {
    long entries = vocab * vocab;
    return 3 * (entries + k * vocab) + 6 * entries + vocab + 4 * entries * k + 2;
  }

  private long constant() {
    return times(1, dHead, dModel) + dModel;
  }

  private long exactDirect() {
    return 2 * vocab * dModel + constant() + times(vocab, dModel, vocab) + vocab * vocab;
  }

  private long direct(DirectOption option) {
    long centre = option == DirectOption.MEAN_QUERY ? mean(vocab, dModel) : 0;
    return centre
        + 2 * vocab * dModel
        + ranges(dModel, vocab)
        + constant()
        + dModel
        + times(1, dModel, vocab)
        + vocab
        + times(vocab, dModel, 1)
        + vocab;
  }

  private long attention(AttentionOption option) {
    long scores =
        switch (option) {
          case EXACT -> 2 * projected() + vocab * dHead + times(vocab, dHead, vocab) + residual();
          case SVD, MAX_DIFF, MEAN_MAX_DIFF, MAX_DIFF_EXACT -> product();
          default -> peeled();
        };
    return scores + errors(option);
  }

  private long residual() {
    return vocab * dModel;
  }

  private long projected() {
    return times(vocab, dModel, dHead);
  }

  private long centred() {
    return mean(vocab, dModel) + residual();
  }

  private long product() {
    return residual()
        + centred()
        + 2 * projected()
        + vocab * dHead
        + 2 * peel(vocab, dHead)
        + times(1, dHead, vocab)
        + times(vocab, dHead, 1)
        + 3 * vocab * vocab;
  }

  private long peeled() {
    long key = times(1, dHead, dModel) + times(1, dModel, vocab);
    long chain = times(1, dModel, dHead) + key;
    return residual()
        + centred()
        + 4 * peel(vocab, dModel)
        + 2 * peel(dModel, dHead)
        + key
        + vocab * vocab
        + 4 * (chain + 2 * vocab * vocab)
        + 3 * times(vocab, dModel, 1)
        + times(dModel, dHead, 1)
        + key
        + 4 * vocab * vocab;
  }

  private long errors(AttentionOption option) {
    List<long[]> two = List.of(new long[] {vocab, dHead}, new long[] {dHead, vocab});
    List<long[]> four =
        List.of(
            new long[] {vocab, dModel},
            new long[] {dModel, dHead},
            new long[] {dHead, dModel},
            new long[] {dModel, vocab});
    return switch (option) {
      case SVD -> 2 * times(dHead, vocab, dHead) + powers() + 2 + vocab;
      case MAX_DIFF -> nested(two, 0);
      case MEAN_MAX_DIFF -> nested(two, 1);
      case MAX_DIFF_EXACT -> times(vocab, dHead, vocab) + ranges(vocab, vocab);
      case SUBPRODUCT -> subproducts(0);
      case MEAN_SUBPRODUCT -> subproducts(1);
      case RECURSIVE -> nested(four, 0);
      case MEAN_RECURSIVE -> nested(four, 1);
      case MEANS_RECURSIVE -> nested(four, 3);
      case SPECTRAL -> inner();
      case EXACT -> vocab;
    };
  }

  private static long nested(List<long[]> shapes, int means) {
    long rows = shapes.get(0)[0];
    long columns = shapes.get(0)[1];
    if (shapes.size() == 1) return ranges(rows, columns);
    List<long[]> others = shapes.subList(1, shapes.size());
    long below = nested(others, Math.max(0, means - 1)) + times(rows, columns, 1) + rows;
    if (means == 0) return below;
    long product = 0;
    for (long[] other : others) product += times(1, other[0], other[1]);
    long width = others.get(others.size() - 1)[1];
    return below + mean(rows, columns) + product + rows * columns + ranges(1, width) + rows;
  }

  private long subproducts(int means) {
    long products = times(dHead, dModel, vocab) + times(vocab, dModel, dHead);
    products += times(dModel, dHead, vocab) + times(vocab, dHead, dModel);
    return products
        + nested(List.of(new long[] {vocab, dModel}, new long[] {dModel, vocab}), means)
        + nested(List.of(new long[] {vocab, dHead}, new long[] {dHead, vocab}), means)
        + nested(List.of(new long[] {vocab, dModel}, new long[] {dModel, vocab}), means)
        + 2 * vocab;
  }

  private long powers() {
    return (SQUARINGS + 1) * times(dHead, dHead, dHead) + 4L * SQUARINGS + 1 + dHead;
  }

  private long inner() {
    return mean(vocab, dModel)
        + residual()
        + ranges(vocab, dModel)
        + vocab
        - 1
        + 2 * times(dHead, dModel, dHead)
        + powers()
        + ranges(vocab, dModel)
        + 3 * vocab;
  }
}

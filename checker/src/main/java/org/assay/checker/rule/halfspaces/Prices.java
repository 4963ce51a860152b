// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.halfspaces;

import org.assay.checker.exact.Lemma;

/**
 * Lemmas L-55, L-73: what the least sum of terms of a slice has beside the least terms, because one
 * position must hold the maximum, and another one a second token, or one of both, or none. For each
 * position what it adds to the sum if it does, and to the weights.
 */
@Lemma("L-73")
final class Prices {
  /** A position cannot hold it. No price is as high. */
  static final long NONE = Long.MAX_VALUE;

  private final boolean needsMaximum;
  private final boolean needsSecond;
  private final long[] maximum;
  private final long[] ofMaximum; // weights
  private final long[] second;
  private final long[] ofSecond;
  private long sum;
  private long weight;

  Prices(int positions, boolean needsMaximum, boolean needsSecond) {
    this.needsMaximum = needsMaximum;
    this.needsSecond = needsSecond;
    this.maximum = new long[positions];
    this.ofMaximum = new long[positions];
    this.second = new long[positions];
    this.ofSecond = new long[positions];
  }

  void setMaximum(int position, long price, long more) {
    maximum[position] = price;
    ofMaximum[position] = more;
  }

  void setSecond(int position, long price, long more) {
    second[position] = price;
    ofSecond[position] = more;
  }

  /** The least prices, of two different positions where both are needed. */
  void choose() {
    sum = 0;
    weight = 0;
    if (needsMaximum && needsSecond) {
      chooseBoth();
    } else if (needsMaximum) {
      choose(maximum, ofMaximum);
    } else if (needsSecond) {
      choose(second, ofSecond);
    }
  }

  private void choose(long[] prices, long[] weights) {
    sum = NONE;
    for (int i = 0; i < prices.length; i++) {
      if (prices[i] < sum) {
        sum = prices[i];
        weight = weights[i];
      }
    }
  }

  /** Of each the two cheapest positions: a pair of different ones among them is the cheapest. */
  private void chooseBoth() {
    sum = NONE;
    for (int i : cheapest(maximum)) {
      for (int j : cheapest(second)) {
        if (i != j && maximum[i] < NONE && second[j] < NONE && maximum[i] + second[j] < sum) {
          sum = maximum[i] + second[j];
          weight = ofMaximum[i] + ofSecond[j];
        }
      }
    }
  }

  /** One or two positions, or none. */
  private static int[] cheapest(long[] prices) {
    int best = 0;
    int next = 1;
    for (int i = 1; i < prices.length; i++) {
      if (prices[i] < prices[best]) {
        next = best;
        best = i;
      } else if (i > next && prices[i] < prices[next]) {
        next = i;
      }
    }
    return prices.length < 2 ? new int[prices.length] : new int[] {best, next};
  }

  long sum() {
    return sum;
  }

  long weight() {
    return weight;
  }
}

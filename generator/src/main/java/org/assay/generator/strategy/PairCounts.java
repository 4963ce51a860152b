// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy;

import java.math.BigInteger;
import java.util.Arrays;

/**
 * A number of inputs, or with token weights what they weigh, for each pair of query and maximum;
 * none where the query exceeds the maximum.
 *
 * <p>Different pairs may be set by different threads.
 */
public final class PairCounts {
  private final BigInteger[][] counts; // [query][maximum]

  /** All zero. */
  public PairCounts(int vocab) {
    this.counts = new BigInteger[vocab][vocab];
    for (BigInteger[] row : counts) Arrays.fill(row, BigInteger.ZERO);
  }

  /** All inputs of k tokens, or what they weigh. */
  public static PairCounts all(TokenWeights tokens, int vocab, int k) {
    PairCounts sizes = new PairCounts(vocab);
    for (int q = 0; q < vocab; q++) {
      for (int m = q; m < vocab; m++) sizes.counts[q][m] = tokens.size(q, m, k - 1);
    }
    return sizes;
  }

  public int vocab() {
    return counts.length;
  }

  public BigInteger at(int query, int maximum) {
    return counts[query][maximum];
  }

  public void set(int query, int maximum, BigInteger count) {
    counts[query][maximum] = count;
  }

  public void add(int query, int maximum, BigInteger more) {
    counts[query][maximum] = counts[query][maximum].add(more);
  }

  public BigInteger total() {
    return Arrays.stream(counts).flatMap(Arrays::stream).reduce(BigInteger.ZERO, BigInteger::add);
  }

  /** By how much each pair is above the other's; zero where it is below. */
  public PairCounts above(PairCounts other) {
    PairCounts difference = minus(other);
    for (BigInteger[] row : difference.counts) {
      for (int m = 0; m < row.length; m++) row[m] = row[m].max(BigInteger.ZERO);
    }
    return difference;
  }

  /** Pair by pair. */
  public PairCounts minus(PairCounts other) {
    PairCounts result = new PairCounts(vocab());
    for (int q = 0; q < counts.length; q++) {
      for (int m = q; m < counts.length; m++) {
        result.counts[q][m] = counts[q][m].subtract(other.counts[q][m]);
      }
    }
    return result;
  }
}

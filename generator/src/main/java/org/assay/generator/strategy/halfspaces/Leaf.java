// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy.halfspaces;

/**
 * A block of outputs with what each head is given of the room.
 *
 * @param shares by head, 0 to 15 each; empty with one head
 * @param isScaled whether its outputs are made alike
 * @param isApart whether each end of the range of what a norm divides by is counted alone
 * @param loss of the class, as a share of all inputs
 */
record Leaf(int[] shares, boolean isScaled, boolean isApart, double loss) {
  static final int SHARE_BITS = 4;

  Leaf losing(double more) {
    return new Leaf(shares, isScaled, isApart, more);
  }

  double share(int head) {
    int sum = 0;
    for (int share : shares) sum += share;
    return shares.length == 0 ? 1 : sum == 0 ? 1.0 / shares.length : (double) shares[head] / sum;
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.strategy;

import java.math.BigInteger;

/**
 * What is known of the direct path: for all q and o != m, direct[q, o] - direct[q, m] <= common[o]
 * - common[m] + excess(q, m), in units of 2^exponent.
 *
 * <p>Shapes: common [vocab]; excess [vocab, 1] if it is the same for all m, else [vocab, vocab].
 */
record DirectSplit(BigInteger[] common, BigInteger[][] excess, int exponent) {
  BigInteger excess(int q, int m) {
    return excess[q].length == 1 ? excess[q][0] : excess[q][m];
  }
}

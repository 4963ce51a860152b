// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.wide;

import java.math.BigInteger;

/**
 * Encloses every vector x with |2^p x_j - centre_j| <= radius for all j; p is that of the level.
 */
public record Ball(BigInteger[] centre, BigInteger radius) {
  public int width() {
    return centre.length;
  }

  /** The largest |centre|. */
  public BigInteger largest() {
    BigInteger largest = BigInteger.ZERO;
    for (BigInteger entry : centre) {
      largest = largest.max(entry.abs());
    }
    return largest;
  }

  /** The sum of all |centre| from one column on. */
  public BigInteger sum(int from, int count) {
    BigInteger sum = BigInteger.ZERO;
    for (int j = from; j < from + count; j++) {
      sum = sum.add(centre[j].abs());
    }
    return sum;
  }
}

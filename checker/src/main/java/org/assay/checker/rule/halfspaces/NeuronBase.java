// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.halfspaces;

import java.math.BigInteger;
import org.assay.checker.exact.Lemma;
import org.assay.checker.exact.Rounding;
import org.assay.checker.rule.halfspaces.LayerTables.Columns;
import org.assay.checker.rule.halfspaces.NormRange.Ends;

/**
 * Lemma L-58: the arguments of neurons, for one query and one range of the norm before them.
 *
 * @param roots one or both ends of what the norm divides by, in units of 2^-rootScale
 */
@Lemma("L-58")
record NeuronBase(Columns columns, int q, long[] roots, int rootScale) {

  /** The range of an argument, times the root where that makes no difference to the function. */
  BigInteger[] argument(int k, Ends sum, boolean isHomogeneous) {
    return isHomogeneous ? scaled(k, sum) : divided(k, sum);
  }

  private BigInteger[] total(int k, Ends sum) {
    BigInteger base = BigInteger.valueOf(columns.base()[q][k]);
    return new BigInteger[] {
      base.add(BigInteger.valueOf(sum.lo())),
      base.add(BigInteger.valueOf(sum.hi() + columns.units().spread()))
    };
  }

  /** Both ends of b_k. */
  BigInteger[] bias(int k) {
    BigInteger low = BigInteger.valueOf(columns.bias()[k]);
    return new BigInteger[] {low, low.add(BigInteger.valueOf(columns.units().spread()))};
  }

  /** The range of g + root · b, in units of the columns. */
  private BigInteger[] scaled(int k, Ends sum) {
    BigInteger[] total = total(k, sum);
    BigInteger[] bias = bias(k);
    BigInteger low = null;
    BigInteger high = null;
    for (long root : roots) {
      BigInteger least = bias[0].multiply(BigInteger.valueOf(root)).shiftRight(rootScale);
      BigInteger most = Rounding.up(bias[1].multiply(BigInteger.valueOf(root)), rootScale);
      low = low == null ? least : low.min(least);
      high = high == null ? most : high.max(most);
    }
    return new BigInteger[] {total[0].add(low), total[1].add(high)};
  }

  /** The range of g / root + b. */
  private BigInteger[] divided(int k, Ends sum) {
    BigInteger[] total = total(k, sum);
    BigInteger[] bias = bias(k);
    long small = roots[0];
    long large = roots[roots.length - 1];
    BigInteger low = quotient(total[0], total[0].signum() >= 0 ? large : small);
    BigInteger high = quotient(total[1].negate(), total[1].signum() >= 0 ? small : large);
    return new BigInteger[] {low.add(bias[0]), high.negate().add(bias[1])};
  }

  /** A number over a root, rounded down. */
  BigInteger quotient(BigInteger number, long root) {
    return floorBy(number.shiftLeft(rootScale), BigInteger.valueOf(root));
  }

  static BigInteger floorBy(BigInteger dividend, BigInteger divisor) {
    return dividend.subtract(dividend.mod(divisor)).divide(divisor);
  }
}

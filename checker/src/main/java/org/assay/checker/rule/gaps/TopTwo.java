// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.gaps;

import java.math.BigInteger;

/** The largest entry of a row of at least two, where it is, and the largest of the others. */
record TopTwo(BigInteger largest, int at, BigInteger second) {
  static TopTwo of(BigInteger[] row) {
    int at = row[0].compareTo(row[1]) >= 0 ? 0 : 1;
    TopTwo top = new TopTwo(row[at], at, row[1 - at]);
    for (int i = 2; i < row.length; i++) {
      if (row[i].compareTo(top.largest) > 0) {
        top = new TopTwo(row[i], i, top.largest);
      } else if (row[i].compareTo(top.second) > 0) {
        top = new TopTwo(top.largest, top.at, row[i]);
      }
    }
    return top;
  }

  /** The largest entry but that of column m. */
  BigInteger besides(int m) {
    return at == m ? second : largest;
  }
}

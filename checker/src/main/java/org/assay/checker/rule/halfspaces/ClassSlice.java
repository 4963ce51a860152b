// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.halfspaces;

import org.assay.checker.exact.Lemma;

/**
 * Lemma L-73: those inputs of the class C(q, m) whose second token, the largest one below m that
 * stands before the query, is from {@code low} up to {@code high - 1}; where {@code low} is 0 those
 * without a second token, too.
 *
 * @param number of all slices in their order
 */
@Lemma("L-73")
record ClassSlice(int number, int q, int m, int low, int high) {
  /** Whether it is all of its class. */
  boolean isWhole() {
    return low == 0 && high == m;
  }

  /** Whether there is a second token, and it is not below {@code low}. */
  boolean hasLess() {
    return low > 0;
  }

  /** Whether a position before the query may hold a token. */
  boolean holds(int token) {
    return token < high || token == m;
  }

  /** Whether some position must hold such a token. */
  boolean isSecond(int token) {
    return low > 0 && token >= low && token < high;
  }
}

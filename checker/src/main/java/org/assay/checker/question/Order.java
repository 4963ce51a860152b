// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.question;

import java.util.Arrays;

/** The n-th largest of all tokens, equal ones counted each; counted from either end. */
record Order(int n, boolean fromTop, String words) implements Task {
  @Override
  public boolean fits(int free) {
    return n >= 1 && free >= n;
  }

  @Override
  public int right(int[] tokens, long index) {
    int[] sorted = tokens.clone();
    Arrays.sort(sorted);
    return sorted[fromTop ? sorted.length - n : n - 1];
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.question;

import java.util.Arrays;

/** The token that occurs more often than every other. */
record Majority() implements Task {
  @Override
  public boolean fits(int free) {
    return free >= 1;
  }

  @Override
  public boolean mayBeOutside() {
    return true;
  }

  @Override
  public int right(int[] tokens, long index) {
    int[] sorted = tokens.clone();
    Arrays.sort(sorted);
    int best = OUTSIDE;
    int most = 0;
    int start = 0;
    for (int i = 1; i <= sorted.length; i++) {
      if (i == sorted.length || sorted[i] != sorted[start]) { // a run of equal tokens ends
        int count = i - start;
        best = count == most ? OUTSIDE : count > most ? sorted[start] : best;
        most = Math.max(most, count);
        start = i;
      }
    }
    return best;
  }

  @Override
  public String words() {
    return "the token that occurs most often, where it is one alone";
  }
}

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
    int best = OUTSIDE;
    long most = 0;
    for (int token : Arrays.stream(tokens).distinct().toArray()) {
      long count = Arrays.stream(tokens).filter(one -> one == token).count();
      if (count >= most) {
        best = count == most ? OUTSIDE : token;
        most = count;
      }
    }
    return best;
  }

  @Override
  public String words() {
    return "the token that occurs most often, where it is one alone";
  }
}

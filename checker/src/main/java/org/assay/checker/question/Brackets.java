// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.question;

/** Whether brackets match. */
record Brackets(int open, int close, int invalid, int valid) implements Task {
  @Override
  public boolean fits(int free) {
    return open != close && free >= 1;
  }

  @Override
  public boolean admits(int token) {
    return token == open || token == close;
  }

  @Override
  public int right(int[] tokens, long index) {
    int depth = 0;
    boolean matched = true;
    for (int token : tokens) {
      depth += token == open ? 1 : -1;
      matched &= depth >= 0;
    }
    return matched && depth == 0 ? valid : invalid;
  }

  @Override
  public String words() {
    return "whether brackets match ("
        + open
        + " opens, "
        + close
        + " closes; "
        + valid
        + " if they do, else "
        + invalid
        + ")";
  }
}

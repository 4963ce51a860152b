// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.question;

import java.util.Arrays;

/** The token behind the previous occurrence of the last one. */
record Repeat(boolean distinct) implements Task {
  @Override
  public boolean fits(int free) {
    return free >= (distinct ? 3 : 2);
  }

  @Override
  public boolean mayBeOutside() {
    return true;
  }

  @Override
  public int right(int[] tokens, long index) {
    int last = tokens.length - 1;
    int previous = last - 1;
    while (previous >= 0 && tokens[previous] != tokens[last]) {
      previous--;
    }
    boolean outside =
        previous < 0
            || distinct
                && (previous == last - 1
                    || Arrays.stream(tokens, 0, last).distinct().count() < last);
    return outside ? OUTSIDE : tokens[previous + 1];
  }

  @Override
  public String words() {
    return "the token behind the previous occurrence of the last one"
        + (distinct
            ? ", where those before it are different and it is one of them, not the nearest"
            : ", where it has one");
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.question;

import java.io.IOException;
import org.assay.checker.json.Files;
import org.assay.checker.verdict.Rejection;

/** Which output is right, as a function of the tokens at the free positions (spec/tasks.md). */
public interface Task {
  /** Of an input on which the task says nothing. */
  int OUTSIDE = -1;

  /** Whether it is a task for so many free tokens (F-18 b). */
  boolean fits(int free);

  /** Whether a free token makes sense (F-18 c). */
  default boolean admits(int token) {
    return true;
  }

  /** Whether some inputs are outside. */
  default boolean mayBeOutside() {
    return false;
  }

  /** Whether it is a list of labels, one for each input in its order. */
  default boolean isListed() {
    return false;
  }

  /**
   * Reads the labels that belong to it, if any.
   *
   * @param inputs how many there are
   */
  default void load(Files data, long inputs) throws Rejection, IOException {}

  /**
   * The number of the right output of input {@code index}, or {@link #OUTSIDE}. Requires: {@code
   * fits}, {@code admits} each of the tokens, {@code load}.
   */
  int right(int[] tokens, long index);

  /** In words, for the verdict. */
  String words();
}

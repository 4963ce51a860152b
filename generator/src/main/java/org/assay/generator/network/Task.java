// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.network;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.OptionalInt;

/** Which output is right for an input: one of the closed list of spec/tasks.md. */
public interface Task {
  /** As the claim spells it. */
  ObjectNode json();

  /** What it asks for, after "the right output is". */
  String words();

  /**
   * The number of the right output; empty if the input is outside.
   *
   * @param free the tokens at the free positions
   * @param place of the input in the order of the inputs, outside ones counted
   */
  OptionalInt right(int[] free, long place);

  /**
   * @param count how many free positions there are
   * @param inputs how many inputs
   * @throws IllegalArgumentException if the task is about another number of them
   */
  void requireFree(int count, long inputs);

  /**
   * @throws IllegalArgumentException if it makes no sense of a token
   */
  default void requireToken(int token) {}
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.network;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.function.IntConsumer;

/** The finite list of sequences that a claim is about (spec F-17). */
public interface Inputs {
  /** Most inputs that may be gone through one by one. */
  long MOST = 1L << 26; // F-21 (d)

  /** As the claim spells it. */
  ObjectNode json();

  String words();

  /** How many, also those that are outside of a task; equal ones counted each. */
  long count();

  /** Tokens in each. */
  int length();

  /** The positions that a task reads, increasing. */
  int[] free();

  /** Writes the tokens of the input with this number. */
  void tokens(long index, int[] into);

  /** Calls for every token at a position that a task reads, for equal ones more than once. */
  default void forEachFreeToken(IntConsumer consumer) {
    int[] places = free();
    int[] tokens = new int[length()];
    for (long i = 0; i < count(); i++) {
      tokens(i, tokens);
      for (int place : places) consumer.accept(tokens[place]);
    }
  }

  /** The value of the beacon that they are drawn by, if they are and it is known. */
  default Optional<String> value() {
    return Optional.empty();
  }

  /** The largest token in any. */
  int largest();

  /**
   * Tokens in each input, as a claim spells inputs.
   *
   * @throws IllegalArgumentException if it is none
   */
  static int length(JsonNode json) {
    int length = json.has("length") ? json.path("length").asInt() : json.path("positions").size();
    if (length < 1 || length > 256) { // F-17 (b)
      throw new IllegalArgumentException("inputs: got " + length + " positions, want 1 to 256");
    }
    return length;
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.question;

import java.io.IOException;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.assay.checker.json.Files;
import org.assay.checker.json.JsonReader;
import org.assay.checker.sample.Sample;
import org.assay.checker.verdict.Rejection;

/** A finite list of inputs, each a sequence of tokens of the same length (spec F-17). */
public interface Inputs {
  /** Tokens of an input. */
  int length();

  /** The positions that a task reads, in order. */
  List<Integer> free();

  /** How many there are, those outside of a task included. Requires: {@code load}. */
  BigInteger count();

  /** How often the first tokens change, at most, so many of them, from one input to the next. */
  default long changes(int tokens) {
    return count().longValueExact();
  }

  /** Input number {@code index}, counted from 0; below {@code count}. */
  int[] input(long index);

  /** The largest token at any position. Requires: {@code load}. */
  int largest();

  /** Reads the data that belong to them, if any. */
  default void load(Files data) throws Rejection, IOException {}

  /** Reads the value that they are drawn by, if they are (F-22). */
  default void readBeacon(JsonReader in) throws Rejection {}

  /** Reads what is claimed of all that could have been drawn, if they are (F-22). */
  default void readBound(JsonReader in) throws Rejection {}

  /** They may depend on all that a claim says but the counts (F-22). */
  default void setPayload(byte[] payload) {}

  /** Whether they are there before the claim is, so that a file can have labels for them. */
  default boolean areKnownBeforehand() {
    return true;
  }

  /**
   * What so many right ones, of those inside a task, say of more inputs. Requires: load.
   *
   * @throws Rejection CLAIM_NOT_PROVED if it is less than what is claimed of them
   */
  default Optional<Sample> sample(BigInteger correct, BigInteger total) throws Rejection {
    return Optional.empty();
  }

  /** Whether this holds of every token at a free position. Requires: {@code load}. */
  boolean everyFreeToken(IntPredicate holds);

  /** In words, for the verdict. */
  String words();
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.question;

import static org.assay.checker.verdict.Rejection.quoted;

import java.io.IOException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.assay.checker.json.Files;
import org.assay.checker.verdict.Rejection;

/** The rows of a tensor in a data file, in its order. */
final class DataRows implements Inputs {
  private final NumberTensor source;
  private final int length;
  private final List<Integer> free;
  private int[] tokens = new int[0];

  DataRows(NumberTensor source, int length, List<Integer> free) {
    this.source = source;
    this.length = length;
    this.free = free;
  }

  @Override
  public int length() {
    return length;
  }

  @Override
  public List<Integer> free() {
    return free;
  }

  @Override
  public void load(Files data) throws Rejection, IOException {
    tokens = source.values(data, length);
  }

  @Override
  public BigInteger count() {
    return BigInteger.valueOf(tokens.length / length);
  }

  @Override
  public int[] input(long index) {
    int start = Math.toIntExact(index * length);
    return Arrays.copyOfRange(tokens, start, start + length);
  }

  @Override
  public int largest() {
    return Arrays.stream(tokens).max().orElseThrow();
  }

  @Override
  public boolean everyFreeToken(IntPredicate holds) {
    BitSet read = new BitSet();
    free.forEach(read::set);
    return IntStream.range(0, tokens.length)
        .filter(i -> read.get(i % length))
        .map(i -> tokens[i])
        .allMatch(holds);
  }

  @Override
  public String words() {
    return "rows of "
        + quoted(source.tensor())
        + " in the file with sha256 "
        + source.sha256()
        + ", whose positions "
        + free
        + " make the task";
  }
}

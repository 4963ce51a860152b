// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.program;

import static org.assay.checker.verdict.RejectCode.LIMIT_EXCEEDED;
import static org.assay.checker.verdict.RejectCode.SHAPE_MISMATCH;
import static org.assay.checker.verdict.RejectCode.UNSUPPORTED_MODEL;
import static org.assay.checker.verdict.Rejection.quoted;
import static org.assay.checker.verdict.Rejection.require;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.assay.checker.exact.ExactMatrix;
import org.assay.checker.model.TensorFile;
import org.assay.checker.verdict.Rejection;

/** The tensors of a model file, by the names that a program gives, and the length of an input. */
final class Tensors {
  private static final long MAX_WEIGHTS = 1L << 20; // F-21 (c): each level keeps its own copy

  private final TensorFile file;
  private final int length;
  private final Set<String> read = new TreeSet<>();
  private long entries;

  Tensors(TensorFile file, int length) {
    this.file = file;
    this.length = length;
  }

  /** How many tokens an input has. */
  int length() {
    return length;
  }

  /**
   * The sizes of a tensor that a step reads.
   *
   * @throws Rejection SHAPE_MISMATCH if it is not in the file, UNSUPPORTED_MODEL if its dtype is
   *     none of numbers that are read
   */
  List<Long> shape(String tensor) throws Rejection {
    require( // F-16 (f)
        file.tensors().containsKey(tensor),
        SHAPE_MISMATCH,
        "%s: a step reads it, the file has it not",
        quoted(tensor));
    require( // F-16 (k)
        file.tensors().get(tensor).dtype().isPresent(),
        UNSUPPORTED_MODEL,
        "%s: got dtype %s",
        quoted(tensor),
        quoted(file.tensors().get(tensor).dtypeName()));
    read.add(tensor);
    return file.tensors().get(tensor).shape();
  }

  private static long count(List<Long> shape) {
    return shape.stream().mapToLong(size -> size).reduce(1, (a, b) -> a * b);
  }

  void requireEntries(String tensor, int want) throws Rejection {
    long got = count(shape(tensor));
    require( // F-16 (e)
        got == want, SHAPE_MISMATCH, "%s: got %d entries, want %d", quoted(tensor), got, want);
  }

  /** F-16 (g): what no step reads, in the order of the claim. */
  void requireUnread(List<String> listed) throws Rejection {
    Set<String> rest = new TreeSet<>(file.tensors().keySet());
    rest.removeAll(read);
    require(
        listed.equals(new ArrayList<>(rest)),
        SHAPE_MISMATCH,
        "unread: got %s, want %s",
        quoted(listed.toString()),
        quoted(rest.toString()));
  }

  /** Shape [in, out] by the layout. Requires: {@code layout.sizes} held. */
  ExactMatrix matrix(String tensor, Layout layout) throws Rejection {
    List<Long> shape = shape(tensor);
    Layout.Sizes sizes = layout.sizes(tensor, shape);
    requireRoom(count(shape));
    ExactMatrix stored = file.values(tensor, sizes.last());
    BigInteger[][] matrix = new BigInteger[sizes.in()][sizes.out()];
    for (int in = 0; in < sizes.in(); in++) {
      for (int out = 0; out < sizes.out(); out++) {
        matrix[in][out] =
            stored.significand(layout.row(sizes, in, out), layout.column(sizes, in, out));
      }
    }
    return ExactMatrix.of(matrix, sizes.out(), stored.exponent());
  }

  /** Shape [1, width]; all entries {@code absent} where there is no tensor. */
  ExactMatrix vector(Optional<String> tensor, int width, int absent) throws Rejection {
    if (tensor.isEmpty()) {
      long[] same = new long[width];
      Arrays.fill(same, absent);
      return ExactMatrix.of(1, width, same, new int[width]);
    }
    requireRoom(width);
    return file.values(tensor.get(), width);
  }

  /** F-21 (c): counted before the values are made. */
  private void requireRoom(long more) throws Rejection {
    entries += more;
    require(
        entries <= MAX_WEIGHTS,
        LIMIT_EXCEEDED,
        "weights that steps read: got %d and more, want <= %d",
        entries,
        MAX_WEIGHTS);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.program;

import static org.assay.checker.verdict.RejectCode.SHAPE_MISMATCH;
import static org.assay.checker.verdict.RejectCode.UNSUPPORTED_MODEL;
import static org.assay.checker.verdict.Rejection.quoted;
import static org.assay.checker.verdict.Rejection.require;

import java.util.List;
import java.util.stream.LongStream;
import org.assay.checker.verdict.Rejection;

/** Where a tensor has the entry (input, output) of its matrix (spec F-16). */
enum Layout {
  ROWS("rows"),
  COLUMNS("columns"),
  IN_OUT("in-out"),
  OUT_IN("out-in"),
  HEADS_IN_OUT("heads-in-out"),
  HEADS_OUT_IN("heads-out-in");

  private static final int HEADS_DIMENSIONS = 3;

  private final String word;

  Layout(String word) {
    this.word = word;
  }

  /** Sizes of the matrix [in, out], and the last size of its tensor. */
  record Sizes(int in, int out, int last) {}

  String word() {
    return word;
  }

  /** The layout of a table with this name. */
  static Layout ofTable(String name) throws Rejection {
    return named(name, List.of(ROWS, COLUMNS));
  }

  /** The layout of a weight with this name. */
  static Layout ofWeight(String name) throws Rejection {
    return named(name, List.of(IN_OUT, OUT_IN, HEADS_IN_OUT, HEADS_OUT_IN));
  }

  private static Layout named(String name, List<Layout> some) throws Rejection {
    for (Layout layout : some) {
      if (layout.word.equals(name)) {
        return layout;
      }
    }
    throw new Rejection( // F-16 (h)
        UNSUPPORTED_MODEL,
        "layout: got %s, want one of %s",
        quoted(name),
        some.stream().map(Layout::word).toList());
  }

  /**
   * @throws Rejection SHAPE_MISMATCH if a tensor of this shape has no such layout
   */
  Sizes sizes(String tensor, List<Long> shape) throws Rejection {
    int dimensions = shape.size();
    boolean fits =
        switch (this) {
          case ROWS, COLUMNS -> dimensions == 2;
          case IN_OUT, OUT_IN -> dimensions >= 2;
          case HEADS_IN_OUT, HEADS_OUT_IN -> dimensions == HEADS_DIMENSIONS;
        };
    require( // F-16 (e)
        fits && !shape.contains(0L),
        SHAPE_MISMATCH,
        "%s: got shape %s with layout %s",
        quoted(tensor),
        shape,
        word);
    int last = Math.toIntExact(shape.get(dimensions - 1));
    LongStream but = shape.subList(0, dimensions - 1).stream().mapToLong(size -> size);
    int flat = Math.toIntExact(but.reduce(1, (a, b) -> a * b));
    return switch (this) {
      case ROWS, IN_OUT -> new Sizes(flat, last, last);
      case COLUMNS, OUT_IN -> new Sizes(last, flat, last);
      case HEADS_IN_OUT -> new Sizes((int) (long) shape.get(1), headed(shape), last);
      case HEADS_OUT_IN -> new Sizes(headed(shape), (int) (long) shape.get(1), last);
    };
  }

  private static int headed(List<Long> shape) {
    return (int) (shape.get(0) * shape.get(2));
  }

  /** The row of the tensor, with all sizes but the last flat, that has this entry. */
  int row(Sizes sizes, int input, int output) {
    return switch (this) {
      case ROWS, IN_OUT -> input;
      case COLUMNS, OUT_IN -> output;
      case HEADS_IN_OUT -> output / sizes.last * sizes.in + input;
      case HEADS_OUT_IN -> input / sizes.last * sizes.out + output;
    };
  }

  /** Its place in that row. */
  int column(Sizes sizes, int input, int output) {
    return switch (this) {
      case ROWS, IN_OUT -> output;
      case COLUMNS, OUT_IN -> input;
      case HEADS_IN_OUT -> output % sizes.last;
      case HEADS_OUT_IN -> input % sizes.last;
    };
  }
}

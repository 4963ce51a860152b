// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.program;

import static org.assay.checker.verdict.RejectCode.CLAIM_RANGE;
import static org.assay.checker.verdict.RejectCode.LIMIT_EXCEEDED;
import static org.assay.checker.verdict.RejectCode.SHAPE_MISMATCH;
import static org.assay.checker.verdict.Rejection.quoted;
import static org.assay.checker.verdict.Rejection.require;

import java.util.ArrayList;
import java.util.List;
import org.assay.checker.exact.ExactMatrix;
import org.assay.checker.json.Limits;
import org.assay.checker.model.TensorFile;
import org.assay.checker.verdict.Rejection;

/** A program with its shapes for inputs of one length, and its weights once they are read. */
public final class Network {
  private static final int MAX_TOKENS = 1 << 16;
  private static final long MAX_ENTRIES = 1L << 18;

  private final Program program;
  private final Tensors tensors;
  private final List<Shape> shapes = new ArrayList<>();

  private Network(Program program, Tensors tensors) {
    this.program = program;
    this.tensors = tensors;
  }

  /**
   * Reads the header of the model, none of its values.
   *
   * @param length of an input, in tokens
   * @throws Rejection MALFORMED_MODEL; SHAPE_MISMATCH, UNSUPPORTED_MODEL or LIMIT_EXCEEDED as F-16
   *     and F-21 say
   */
  public static Network of(Program program, byte[] file, int length) throws Rejection {
    TensorFile tensors = TensorFile.parse(file, name -> true);
    Network network = new Network(program, new Tensors(tensors, length));
    network.measure();
    network.tensors.requireUnread(program.unread());
    return network;
  }

  private void measure() throws Rejection {
    long entries = 0;
    for (Step step : program.steps()) {
      Shape shape = step.operation().shape(operands(step), tensors);
      require( // F-21 (b)
          shape.width() <= Limits.WIDTH,
          LIMIT_EXCEEDED,
          "step %s: got a width of %d, want <= %d",
          quoted(step.name()),
          shape.width(),
          Limits.WIDTH);
      entries += (long) shape.positions() * shape.width();
      require( // F-21 (e)
          entries <= MAX_ENTRIES,
          LIMIT_EXCEEDED,
          "values of the steps: got %d entries and more, want <= %d",
          entries,
          MAX_ENTRIES);
      shapes.add(shape);
    }
    Shape last = shapes.get(shapes.size() - 1);
    require( // F-16 (d)
        last.positions() == 1, SHAPE_MISMATCH, "last step: got %s, want one position", last);
  }

  private List<Shape> operands(Step step) {
    return step.reads().stream().map(shapes::get).toList();
  }

  /**
   * F-17 (d): tokens up to this one are in every table of tokens.
   *
   * @throws Rejection CLAIM_RANGE if not; LIMIT_EXCEEDED if a table is too long
   */
  public void requireToken(int most) throws Rejection {
    for (Step step : program.steps()) {
      if (step.operation() instanceof Embed embed) {
        int tokens = embed.table().rows(tensors);
        require( // F-21 (b)
            tokens <= MAX_TOKENS, LIMIT_EXCEEDED, "tokens: got %d, want <= %d", tokens, MAX_TOKENS);
        require( // F-17 (d)
            most < tokens, CLAIM_RANGE, "token: got %d, want < %d", most, tokens);
      }
    }
  }

  /** How many outputs there are. */
  public int outputs() {
    return shapes.get(shapes.size() - 1).width();
  }

  public int size() {
    return shapes.size();
  }

  /** What the program calls a step. */
  public String name(int step) {
    return program.steps().get(step).name();
  }

  public Shape shape(int step) {
    return shapes.get(step);
  }

  List<Shape> shapesRead(int step) {
    return operands(program.steps().get(step));
  }

  /** The numbers of the steps that a step reads. */
  public List<Integer> reads(int step) {
    return program.steps().get(step).reads();
  }

  Operation operation(int step) {
    return program.steps().get(step).operation();
  }

  /**
   * The tensors of every step, exact.
   *
   * @throws Rejection LIMIT_EXCEEDED if there are too many weights, MALFORMED_MODEL if one is no
   *     number
   */
  public List<List<ExactMatrix>> weights() throws Rejection {
    List<List<ExactMatrix>> weights = new ArrayList<>();
    for (int step = 0; step < size(); step++) {
      weights.add(operation(step).weights(shape(step), tensors));
    }
    return weights;
  }
}

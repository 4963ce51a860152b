// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.program;

import static org.assay.checker.verdict.RejectCode.UNSUPPORTED_MODEL;
import static org.assay.checker.verdict.Rejection.quoted;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assay.checker.arithmetic.Softmax;
import org.assay.checker.circuit.Circuits;
import org.assay.checker.circuit.Weights;
import org.assay.checker.circuit.Weights.Projection;
import org.assay.checker.exact.ExactMatrix;
import org.assay.checker.exact.Lemma;
import org.assay.checker.exact.Rational;
import org.assay.checker.question.Relabelling;
import org.assay.checker.verdict.Rejection;

/**
 * Lemma L-76: the weights of a program of tokens, positions, one head of attention and an
 * unembedding, which answers at the last position; as those of a network of version 1.
 */
@Lemma("L-76")
public final class OneHead extends StepFinder {
  private final List<List<ExactMatrix>> weights;

  private OneHead(Network network) throws Rejection {
    super(network);
    this.weights = network.weights();
  }

  /**
   * The weights that new numbers have instead of tokens and outputs (L-77).
   *
   * @param margin of the claim
   * @throws Rejection UNSUPPORTED_MODEL if it is another program, or as {@code network.weights}
   */
  public static Weights of(Network network, Relabelling labels, Rational margin) throws Rejection {
    Weights weights = new OneHead(network).weights(labels);
    return labels.fixed() == 0 ? weights : withLow(weights, labels.fixed(), margin);
  }

  /** L-77: so many outputs more, in front of the others and below each of them by the margin. */
  private static Weights withLow(Weights weights, int count, Rational margin) throws Rejection {
    Circuits circuits = Circuits.of(weights);
    int bits =
        Stream.of(circuits.direct(), circuits.evou(), circuits.pvou())
            .mapToInt(table -> table.magnitudeBits() + 2)
            .max()
            .orElseThrow();
    BigInteger low = BigInteger.ONE.shiftLeft(Math.max(0, bits)).add(margin.ceilScaled(0)).negate();
    Projection unembed = weights.unembed();
    return new Weights(
        weights.embed(),
        weights.position(),
        weights.query(),
        weights.key(),
        weights.value(),
        weights.output(),
        new Projection(
            inFront(unembed.matrix(), count, BigInteger.ZERO),
            inFront(unembed.bias(), count, low)));
  }

  /** So many columns of this integer, then those of the matrix. */
  private static ExactMatrix inFront(ExactMatrix matrix, int count, BigInteger integer) {
    int exponent = Math.min(0, matrix.exponent());
    BigInteger[][] rows = matrix.floorScaled(-exponent); // nothing is lost
    BigInteger[] more = new BigInteger[count];
    Arrays.fill(more, integer.shiftLeft(-exponent));
    BigInteger[][] wider =
        Arrays.stream(rows)
            .map(row -> Stream.of(more, row).flatMap(Arrays::stream).toArray(BigInteger[]::new))
            .toArray(BigInteger[][]::new);
    return matrix.with(wider, count + matrix.columns(), exponent);
  }

  private Weights weights(Relabelling labels) throws Rejection {
    int unembed = linear(network.size() - 1);
    List<Integer> sum = terms(operand(unembed));
    int embed = only(Embed.class, sum);
    int positions = only(Positions.class, sum);
    int output = only(Linear.class, sum);
    require(sum.size() == 3, unembed); // L-76 (a)
    int attention = row(operand(output));
    require(network.operation(attention) instanceof Attention, attention); // L-76 (a)
    List<Projection> parts = new ArrayList<>();
    for (int operand : network.reads(attention)) {
      int part = linear(operand);
      List<Integer> of = terms(operand(part));
      require( // L-76 (b)
          of.size() == 2 && of.contains(embed) && of.contains(positions), part);
      parts.add(projection(part));
    }
    requireScale(attention);
    Projection logits = projection(unembed);
    return new Weights(
        rows(weights.get(embed).get(0), labels.tokens()),
        rows(weights.get(positions).get(0), numbers(network.shape(positions).positions())),
        parts.get(0),
        parts.get(1),
        parts.get(2),
        projection(output),
        new Projection(
            columns(logits.matrix(), labels.outputs()), columns(logits.bias(), labels.outputs())));
  }

  /** L-76 (d): as many heads, so wide, with such a scale. */
  private void requireScale(int attention) throws Rejection {
    Softmax softmax = ((Attention) network.operation(attention)).softmax();
    List<Shape> shapes = network.shapesRead(attention);
    BigInteger width = BigInteger.valueOf(shapes.get(0).width());
    BigInteger root = BigInteger.valueOf(softmax.root());
    BigInteger square = softmax.factor().numerator().pow(2).multiply(width);
    require(
        softmax.heads() == 1
            && shapes.get(0).equals(shapes.get(2))
            && softmax.factor().signum() > 0
            && square.equals(softmax.factor().denominator().pow(2).multiply(root)),
        attention);
  }

  private int only(Class<? extends Operation> kind, List<Integer> terms) throws Rejection {
    List<Integer> found =
        terms.stream().filter(term -> kind.isInstance(network.operation(term))).toList();
    require(found.size() == 1, terms.get(terms.size() - 1)); // L-76 (a)
    return found.get(0);
  }

  private Projection projection(int step) {
    return new Projection(weights.get(step).get(0), weights.get(step).get(1));
  }

  private static List<Integer> numbers(int below) {
    return IntStream.range(0, below).boxed().toList();
  }

  private static ExactMatrix rows(ExactMatrix matrix, List<Integer> chosen) {
    BigInteger[][] rows =
        chosen.stream().map(row -> matrix.significands()[row]).toArray(BigInteger[][]::new);
    return matrix.with(rows, matrix.columns(), matrix.exponent());
  }

  private static ExactMatrix columns(ExactMatrix matrix, List<Integer> chosen) {
    return rows(matrix.transposed(), chosen).transposed();
  }

  @Override
  void require(boolean holds, int step) throws Rejection { // F-23 (a)
    Rejection.require(
        holds,
        UNSUPPORTED_MODEL,
        "step %s: got %s, want a network of one head of attention and no more (L-76)",
        quoted(network.name(step)),
        network.operation(step).words());
  }
}

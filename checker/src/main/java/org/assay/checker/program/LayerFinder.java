// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.program;

import static org.assay.checker.verdict.RejectCode.UNSUPPORTED_MODEL;
import static org.assay.checker.verdict.Rejection.quoted;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.assay.checker.arithmetic.Softmax;
import org.assay.checker.exact.ExactMatrix;
import org.assay.checker.exact.Lemma;
import org.assay.checker.program.OneLayer.Affine;
import org.assay.checker.program.OneLayer.Mlp;
import org.assay.checker.program.OneLayer.NormPart;
import org.assay.checker.program.OneLayer.Normed;
import org.assay.checker.verdict.Rejection;

/** Lemma L-53: finds the parts of a program of one layer. */
@Lemma("L-53")
final class LayerFinder extends StepFinder {
  private static final int MOST_HEADS = 16;

  private final List<List<ExactMatrix>> weights;
  private final Reach reach;
  private final boolean[] attends; // by step

  LayerFinder(Network network, List<List<ExactMatrix>> weights) {
    super(network);
    this.weights = weights;
    this.reach = new Reach(network);
    this.attends = new boolean[network.size()];
    for (int step = 0; step < attends.length; step++) {
      attends[step] = network.operation(step) instanceof Attention;
      for (int operand : network.reads(step)) {
        attends[step] |= attends[operand];
      }
    }
  }

  OneLayer layer() throws Rejection {
    int unembed = linear(network.size() - 1);
    int end = row(operand(unembed));
    List<Integer> terms = terms(behindNorm(end));
    List<Integer> after = new ArrayList<>(terms);
    after.removeIf(term -> !attends[term]);
    Optional<Mlp> mlp = Optional.empty();
    for (int term : List.copyOf(after)) {
      if (network.operation(term) instanceof Linear
          && network.operation(row(operand(term))) instanceof Activate) {
        require(mlp.isEmpty(), term); // L-53 (b)
        mlp = Optional.of(mlp(term, terms));
        after.remove((Integer) term);
      }
    }
    require(after.size() == 1, end); // L-53 (a)
    int output = linear(after.get(0));
    int attention = row(operand(output));
    Softmax softmax = softmax(attention);
    List<Integer> direct = terms.stream().filter(term -> !attends[term]).toList();
    for (int term : direct) {
      requireOnly(term, network.shape(term).positions() - 1, positions(attention) - 1);
    }
    return new OneLayer(
        direct,
        network.reads(attention),
        softmax,
        affine(output),
        mlp,
        new Normed(norm(end), affine(unembed)));
  }

  /** How the heads attend, to rows of single tokens. */
  private Softmax softmax(int attention) throws Rejection {
    require(network.operation(attention) instanceof Attention, attention); // L-53 (a)
    Softmax softmax = ((Attention) network.operation(attention)).softmax();
    require(softmax.heads() <= MOST_HEADS, attention); // L-53 (e)
    for (int part : network.reads(attention)) {
      for (int i = 0; i < network.shape(part).positions(); i++) {
        requireOnly(part, i, i); // L-53 (d)
      }
    }
    return softmax;
  }

  private int positions(int step) {
    return network.shape(network.reads(step).get(1)).positions();
  }

  /** L-53 (b): neurons that read what all other terms are. */
  private Mlp mlp(int outer, List<Integer> terms) throws Rejection {
    int function = row(operand(outer));
    int inner = linear(operand(function));
    int before = row(operand(inner));
    List<Integer> rest = new ArrayList<>(terms);
    rest.remove((Integer) outer);
    List<Integer> read = terms(behindNorm(before));
    require(sorted(read).equals(sorted(rest)), function); // L-53 (b)
    return new Mlp(
        new Normed(norm(before), affine(inner)),
        ((Activate) network.operation(function)).function(),
        affine(outer));
  }

  private static List<Integer> sorted(List<Integer> steps) {
    return steps.stream().sorted().toList();
  }

  private Affine affine(int step) {
    return new Affine(weights.get(step).get(0), weights.get(step).get(1));
  }

  private Optional<NormPart> norm(int step) {
    return network.operation(step) instanceof Norm norm
        ? Optional.of(
            new NormPart(norm.norming(), weights.get(step).get(0), weights.get(step).get(1)))
        : Optional.empty();
  }

  private int behindNorm(int step) {
    return network.operation(step) instanceof Norm ? operand(step) : step;
  }

  /** L-53 (d): the row depends on the token at this position, or on none. */
  private void requireOnly(int step, int row, int position) throws Rejection {
    BitSet others = (BitSet) reach.tokens(step, row).clone();
    others.clear(position);
    require(!attends[step] && others.isEmpty(), step);
  }

  @Override
  void require(boolean holds, int step) throws Rejection { // F-24 (a)
    Rejection.require(
        holds,
        UNSUPPORTED_MODEL,
        "step %s: got %s, want a program of one layer (L-53)",
        quoted(network.name(step)),
        network.operation(step).words());
  }
}

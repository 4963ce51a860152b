// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.network.evaluate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assay.generator.model.ModelRefusal;
import org.assay.generator.model.TensorFile;
import org.assay.generator.network.Fraction;
import org.assay.generator.network.Program;
import org.assay.generator.network.Shapes;
import org.assay.generator.network.Step;
import org.assay.generator.network.Weights;

/**
 * The outputs of a program on one input after another, in doubles, each with a bound of its error.
 * What an input shares with the one before is not computed again: with a causal mask all positions
 * in front of the first other token.
 */
public final class Evaluator {
  private final List<Node> nodes = new ArrayList<>();
  private final Map<String, Node> named = new HashMap<>();
  private final List<Nodes.Embedded> embedded = new ArrayList<>();
  private final Weights weights;
  private final Shapes shapes;

  /**
   * @throws ModelRefusal if the tensors do not fit the steps
   */
  public Evaluator(Program program, TensorFile file, int n) throws ModelRefusal {
    this.weights = new Weights(file);
    this.shapes = Shapes.of(program, file, n);
    for (Step step : program.steps()) {
      Node node = node(step, n);
      nodes.add(node);
      named.put(step.name(), node);
      if (node instanceof Nodes.Embedded one) embedded.add(one);
    }
    last().needed[0] = true;
    for (int i = nodes.size() - 1; i >= 0; i--) nodes.get(i).need();
  }

  private Node last() {
    return nodes.get(nodes.size() - 1);
  }

  /** Requires: n tokens, each in every token table. */
  public void set(int[] tokens) {
    for (Nodes.Embedded node : embedded) node.set(tokens);
    for (Node node : nodes) {
      node.mark();
      node.update();
    }
  }

  /** The outputs; valid until the next input. */
  public double[] outputs() {
    return last().value[0];
  }

  /** How far each is at most from the exact one; NaN or infinite where nothing is known. */
  public double[] radii() {
    return last().radius[0];
  }

  private Node node(Step step, int n) throws ModelRefusal {
    int width = shapes.of(step.name()).width();
    Node[] of = step.reads().stream().map(named::get).toArray(Node[]::new);
    if (step instanceof Step.Embed one) {
      double[] table = weights.table(one.table(), one.layout());
      return new Nodes.Embedded(table, width, n);
    } else if (step instanceof Step.Positions one) {
      double[] table = weights.table(one.table(), one.layout());
      return new Nodes.Placed(table, width, n);
    } else if (step instanceof Step.Linear one) {
      double[] bias = weights.optional(one.bias(), width, 0);
      return new Nodes.Product(of[0], weights.matrix(one), bias);
    } else if (step instanceof Step.Attention one) {
      return attention(one, of);
    } else if (step instanceof Step.Norm one) {
      double[] weight = weights.optional(one.weight(), width, 1);
      double[] bias = weights.optional(one.bias(), width, 0);
      boolean isCentred = one.kind().equals("layer");
      double epsilon = one.epsilon().near();
      return new Normed(of[0], isCentred, epsilon, weight, bias);
    }
    return without(step, of, width);
  }

  private static Node without(Step step, Node[] of, int width) {
    if (step instanceof Step.Add) return new Nodes.Sum(of);
    if (step instanceof Step.Concat) return new Nodes.Joined(of);
    if (step instanceof Step.Select one) return new Nodes.Selected(of[0], one.position());
    if (step instanceof Step.Pool one) return new Nodes.Pooled(of[0], one.kind().equals("mean"));
    if (step instanceof Step.Slice one) return new Nodes.Columns(of[0], one.from(), width);
    return new Activated(of[0], Activated.Function.of(((Step.Activation) step).op()));
  }

  private static Node attention(Step.Attention step, Node[] of) {
    Optional<Fraction> given = step.scale().factor();
    double factor = given.isPresent() ? given.get().near() : 1 / Math.sqrt(step.scale().root());
    double masked = step.mask().isCausal() ? Double.NEGATIVE_INFINITY : Double.NaN;
    if (step.mask().score().isPresent()) {
      masked = step.mask().score().get().near();
    } else if (step.mask().product().isPresent()) {
      masked = step.mask().product().get().near() * factor;
    }
    return new Attending(of, step.heads(), factor, masked);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.network.onnx;

import static org.assay.generator.network.onnx.GraphBuilder.integer;
import static org.assay.generator.network.onnx.GraphBuilder.integers;

import java.util.List;
import java.util.Optional;
import org.assay.generator.model.ModelRefusal;
import org.assay.generator.network.Fraction;
import org.assay.generator.network.Step;

/**
 * An attention step (spec network.md), head by head.
 *
 * @param n length of an input
 */
record AttentionNodes(GraphBuilder graph, Step.Attention step, int n) {
  /**
   * Of query, key and value, each [inputs, n, heads times d].
   *
   * @return [inputs, n, heads times width of a head's value]
   */
  String value(List<String> of) throws ModelRefusal {
    String query = heads(of.get(0), 0, 2, 1, 3);
    String key = heads(of.get(1), 0, 2, 3, 1);
    String scores = graph.node("MatMul", List.of(query, key)); // [inputs, heads, n, n]
    Step.Mask mask = step.mask();
    if (mask.product().isPresent()) {
      scores = masked(scores, number("maskedProduct", mask.product().get()));
    }
    scores = graph.node("Mul", List.of(scores, number("scale", scale())));
    if (mask.score().isPresent()) {
      scores = masked(scores, number("maskedScore", mask.score().get()));
    } else if (mask.hidesLater()) {
      scores = masked(scores, graph.minusInfinity());
    }
    String weights = graph.node("Softmax", List.of(scores), integer("axis", 3));
    String sums = graph.node("MatMul", List.of(weights, heads(of.get(2), 0, 2, 1, 3)));
    String turned = graph.node("Transpose", List.of(sums), integers("perm", 0, 2, 1, 3));
    return graph.node("Reshape", List.of(turned, graph.constant(0, n, -1)));
  }

  /** From [inputs, n, heads times d] to [inputs, n, heads, d], its axes then in this order. */
  private String heads(String x, long... axes) {
    String parts = graph.node("Reshape", List.of(x, graph.constant(0, n, step.heads(), -1)));
    return graph.node("Transpose", List.of(parts), integers("perm", axes));
  }

  /** This number for each later position. */
  private String masked(String scores, String number) {
    boolean[] isSeen = new boolean[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) isSeen[i * n + j] = true;
    }
    return graph.node("Where", List.of(graph.truths(isSeen, n, n), scores, number));
  }

  private double scale() {
    Optional<Fraction> factor = step.scale().factor();
    return factor.isPresent() ? factor.get().near() : 1 / Math.sqrt(step.scale().root());
  }

  private String number(String what, Fraction value) throws ModelRefusal {
    return number(what, value.near());
  }

  private String number(String what, double value) throws ModelRefusal {
    return graph.numbers("step " + step.name() + ", " + what, new double[] {value});
  }
}

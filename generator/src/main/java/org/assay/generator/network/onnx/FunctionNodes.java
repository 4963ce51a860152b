// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.network.onnx;

import java.util.List;
import org.assay.generator.model.ModelRefusal;

/** Functions of each entry (spec network.md), of operators that every engine has. */
record FunctionNodes(GraphBuilder graph) {
  String value(String op, String x) throws ModelRefusal {
    return switch (op) {
      case "relu" -> graph.node("Relu", List.of(x));
      case "silu" -> times(x, graph.node("Sigmoid", List.of(x)));
      case "gelu" -> times(x, half(graph.node("Erf", List.of(times(x, Math.sqrt(0.5))))));
      default -> times(x, half(graph.node("Tanh", List.of(inner(x)))));
    };
  }

  /** sqrt(2/pi) (x + 0.044715 x^3). */
  private String inner(String x) throws ModelRefusal {
    String cube = times(times(x, x), x);
    String sum = graph.node("Add", List.of(x, times(cube, 0.044715)));
    return times(sum, Math.sqrt(2 / Math.PI));
  }

  /** (1 + y) / 2. */
  private String half(String y) throws ModelRefusal {
    return times(graph.node("Add", List.of(y, number(1))), 0.5);
  }

  private String times(String x, double factor) throws ModelRefusal {
    return times(x, number(factor));
  }

  private String times(String x, String y) {
    return graph.node("Mul", List.of(x, y));
  }

  private String number(double value) throws ModelRefusal {
    return graph.numbers("a number", new double[] {value});
  }
}

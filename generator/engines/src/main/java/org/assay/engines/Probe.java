// SPDX-License-Identifier: Apache-2.0
package org.assay.engines;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.io.IOException;

/**
 * How an engine computes what the profiles assume something of: softmax of two numbers, and
 * products that are subnormal. What is found is found of the arguments tried, and proves nothing.
 *
 * @param exponential the largest error of an exponential within softmax, as a share of (48 + 4|a|)
 *     u
 * @param at the argument of it
 * @param zeroFrom the largest argument for which the weight is 0
 * @param flushes whether a subnormal product is 0
 */
record Probe(double exponential, double at, double zeroFrom, boolean flushes) {
  private static final double U = 0x1p-24;
  private static final int ARGUMENTS = 1 << 16;
  private static final double LEAST = -104;
  private static final double NORMAL = 0x1p-125; // A6: below it, the result is at most this

  static Probe of(Engine engine) throws IOException {
    float[][] rows = new float[ARGUMENTS][2];
    for (int i = 0; i < ARGUMENTS; i++) rows[i][1] = (float) (LEAST * (i + 1) / ARGUMENTS);
    float[][] weights;
    try (Engine.Loaded softmax = engine.load(graph("Softmax"))) {
      weights = softmax.run(rows);
    }
    double worst = 0;
    double at = 0;
    double zeroFrom = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < ARGUMENTS; i++) {
      double a = rows[i][1];
      if (weights[i][1] == 0) zeroFrom = Math.max(zeroFrom, a);
      double exact = Math.exp(a);
      if (exact < NORMAL) continue;
      double error = Math.abs((double) weights[i][1] / weights[i][0] / exact - 1);
      double share = error / ((48 - 4 * a) * U);
      if (share > worst) {
        worst = share;
        at = a;
      }
    }
    return new Probe(worst, at, zeroFrom, flushes(engine));
  }

  /** x times x for numbers whose square float32 holds as a subnormal one. */
  private static boolean flushes(Engine engine) throws IOException {
    float[][] x = new float[64][2];
    for (int i = 0; i < x.length; i++) {
      x[i][0] = 0x1p-65f * (1 + i / 64f);
      x[i][1] = -x[i][0];
    }
    try (Engine.Loaded square = engine.load(graph("Mul"))) {
      for (float[] row : square.run(x)) {
        if (row[0] == 0 || row[1] == 0) return true;
      }
    }
    return false;
  }

  /** One operator: Softmax of the rows of x, or Mul of x with x. */
  private static ModelProto graph(String operator) {
    NodeProto.Builder node = NodeProto.newBuilder().setOpType(operator).addInput("x").setName("n");
    if (operator.equals("Mul")) {
      node.addInput("x");
    } else {
      node.addAttribute(
          AttributeProto.newBuilder()
              .setName("axis")
              .setType(AttributeProto.AttributeType.INT)
              .setI(1));
    }
    GraphProto.Builder graph = GraphProto.newBuilder().setName("probe");
    graph.addNode(node.addOutput("y")).addInput(rows("x")).addOutput(rows("y"));
    return ModelProto.newBuilder()
        .setIrVersion(8)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17))
        .setGraph(graph)
        .build();
  }

  private static ValueInfoProto rows(String name) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimParam("rows"));
    shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(2));
    TypeProto.Tensor.Builder tensor =
        TypeProto.Tensor.newBuilder().setElemType(TensorProto.DataType.FLOAT.getNumber());
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(tensor.setShape(shape)))
        .build();
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.network.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Locale;
import org.assay.generator.model.ModelRefusal;

/**
 * Nodes and constants of a graph, each with a name of its own. Names are those of C, as ONNX wants
 * them: what a step is called is in {@code doc_string}.
 */
final class GraphBuilder {
  private final GraphProto.Builder graph = GraphProto.newBuilder();
  private String prefix = "";
  private String doc = "";
  private int made;

  /** What is made from now on belongs to this step. */
  void begin(int number, String step) {
    prefix = "s" + number;
    doc = step;
    made = 0;
  }

  private String fresh() {
    return prefix + "_" + made++;
  }

  /** A node with one output; its name. */
  String node(String operator, List<String> inputs, AttributeProto... attributes) {
    String name = fresh();
    NodeProto.Builder node = NodeProto.newBuilder().setOpType(operator).addAllInput(inputs);
    node.addAllAttribute(List.of(attributes)).setName("n_" + name).addOutput(name);
    graph.addNode(node.setDocString(doc));
    return name;
  }

  /** The last node gets this name for its output instead. */
  void nameLast(String name) {
    NodeProto.Builder last = graph.getNodeBuilder(graph.getNodeCount() - 1);
    last.setOutput(0, name);
  }

  static AttributeProto integer(String name, long value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INT)
        .setI(value)
        .build();
  }

  static AttributeProto integers(String name, long... values) {
    AttributeProto.Builder attribute =
        AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
    for (long value : values) attribute.addInts(value);
    return attribute.build();
  }

  /** A list of integers. */
  String constant(long... values) {
    ByteBuffer data = little(8 * values.length);
    for (long value : values) data.putLong(value);
    return tensor(TensorProto.DataType.INT64, data, values.length);
  }

  /** A matrix of truths. */
  String truths(boolean[] values, long... shape) {
    ByteBuffer data = little(values.length);
    for (boolean value : values) data.put((byte) (value ? 1 : 0));
    return tensor(TensorProto.DataType.BOOL, data, shape);
  }

  /**
   * Numbers, each rounded to float32.
   *
   * @param what they are, for the message
   * @throws ModelRefusal if float32 does not hold one of them
   */
  String numbers(String what, double[] values, long... shape) throws ModelRefusal {
    ByteBuffer data = little(4 * values.length);
    for (int i = 0; i < values.length; i++) {
      float value = (float) values[i];
      if (!Float.isFinite(value)) {
        throw new ModelRefusal(
            "%s: entry %d is %s, want at most %s, the largest number of float32",
            what, i, values[i], String.format(Locale.ROOT, "%.6g", Float.MAX_VALUE));
      }
      data.putFloat(value);
    }
    return tensor(TensorProto.DataType.FLOAT, data, shape);
  }

  /** Minus infinity. */
  String minusInfinity() {
    ByteBuffer data = little(4).putFloat(Float.NEGATIVE_INFINITY);
    return tensor(TensorProto.DataType.FLOAT, data);
  }

  private String tensor(TensorProto.DataType type, ByteBuffer data, long... shape) {
    String name = fresh();
    TensorProto.Builder tensor = TensorProto.newBuilder().setName(name);
    for (long size : shape) tensor.addDims(size);
    tensor.setDataType(type.getNumber()).setRawData(ByteString.copyFrom(data.array()));
    graph.addInitializer(tensor.setDocString(doc));
    return name;
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * The graph.
   *
   * @param length of an input
   * @param width of the outputs
   */
  GraphProto graph(int length, int width) {
    graph.addInput(value("tokens", TensorProto.DataType.INT64, length));
    graph.addOutput(value("logits", TensorProto.DataType.FLOAT, width));
    return graph.setName("program").build();
  }

  /** Of rows of this many numbers, as many rows as there are inputs. */
  private static ValueInfoProto value(String name, TensorProto.DataType type, int size) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimParam("inputs"));
    shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(size));
    TypeProto.Tensor.Builder tensor =
        TypeProto.Tensor.newBuilder().setElemType(type.getNumber()).setShape(shape);
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }
}

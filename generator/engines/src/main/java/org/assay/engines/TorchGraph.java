// SPDX-License-Identifier: Apache-2.0
package org.assay.engines;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The operators of <a href="https://onnx.ai/onnx/operators/">ONNX</a> that exports are made of. */
final class TorchGraph {
  private final NDManager manager;
  private final GraphProto graph;
  private final Map<String, NDArray> values = new HashMap<>();

  TorchGraph(NDManager manager, GraphProto graph) {
    this.manager = manager;
    this.graph = graph;
  }

  /** The first output, with this value for the input. */
  NDArray value(String input, NDArray value) {
    for (TensorProto tensor : graph.getInitializerList()) {
      values.put(tensor.getName(), constant(tensor));
    }
    values.put(input, value);
    for (NodeProto node : graph.getNodeList()) {
      NDArray[] in = node.getInputList().stream().map(values::get).toArray(NDArray[]::new);
      values.put(node.getOutput(0), of(node, in));
    }
    return values.get(graph.getOutput(0).getName());
  }

  private NDArray constant(TensorProto tensor) {
    Shape shape = new Shape(tensor.getDimsList().stream().mapToLong(size -> size).toArray());
    ByteBuffer data = tensor.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    return switch (TensorProto.DataType.forNumber(tensor.getDataType())) {
      case FLOAT -> manager.create(StoredWeights.floats(tensor), shape);
      case INT64 -> {
        long[] numbers = new long[data.remaining() / 8];
        data.asLongBuffer().get(numbers);
        yield manager.create(numbers, shape);
      }
      case BOOL -> {
        boolean[] truths = new boolean[data.remaining()];
        for (int i = 0; i < truths.length; i++) truths[i] = data.get() != 0;
        yield manager.create(truths, shape);
      }
      default -> throw new IllegalArgumentException("tensor " + tensor.getName() + ": its type");
    };
  }

  private NDArray of(NodeProto node, NDArray[] in) {
    return switch (node.getOpType()) {
      case "Add" -> in[0].add(in[1]);
      case "Sub" -> in[0].sub(in[1]);
      case "Mul" -> in[0].mul(in[1]);
      case "Div" -> in[0].div(in[1]);
      case "MatMul" -> in[0].matMul(in[1]);
      case "Sum" -> sum(in);
      case "Sqrt" -> in[0].sqrt();
      case "Exp" -> in[0].exp();
      case "Relu" -> in[0].maximum(0f);
      case "Sigmoid" -> ai.djl.nn.Activation.sigmoid(in[0]);
      case "Tanh" -> in[0].tanh();
      case "Erf" -> in[0].erf();
      case "Softmax" -> in[0].softmax((int) integer(node, "axis"));
      case "Where" -> NDArrays.where(in[0].broadcast(in[1].getShape()), in[1], in[2]);
      default -> moved(node, in);
    };
  }

  /** What computes nothing. */
  private NDArray moved(NodeProto node, NDArray[] in) {
    return switch (node.getOpType()) {
      case "Gather" -> gathered(in, (int) integer(node, "axis"));
      case "ReduceMean" -> in[0].mean(axes(node), true);
      case "ReduceSum" -> in[0].sum(ints(in[1]), true);
      case "Concat" -> NDArrays.concat(new NDList(in), (int) integer(node, "axis"));
      case "Slice" -> sliced(in[0], in[1].toLongArray()[0], in[2].toLongArray()[0], in[3]);
      case "Squeeze" -> in[0].squeeze(ints(in[1]));
      case "Reshape" -> in[0].reshape(shape(in[0], in[1].toLongArray()));
      case "Transpose" -> in[0].transpose(axes(node));
      case "Expand" -> in[0].broadcast(new Shape(in[1].toLongArray()));
      case "Shape" -> manager.create(new long[] {in[0].getShape().get(0)});
      default -> throw new IllegalArgumentException("operator " + node.getOpType());
    };
  }

  private static NDArray sum(NDArray[] in) {
    NDArray sum = in[0];
    for (int i = 1; i < in.length; i++) sum = sum.add(in[i]);
    return sum;
  }

  private NDArray gathered(NDArray[] in, int axis) {
    if (axis == 0) return in[0].get(new NDIndex("{}", in[1]));
    long place = in[1].toLongArray()[0];
    return sliced(in[0], place, place + 1, manager.create(new long[] {axis}));
  }

  private static NDArray sliced(NDArray x, long from, long to, NDArray axis) {
    StringBuilder index = new StringBuilder();
    for (long i = 0; i < axis.toLongArray()[0]; i++) index.append(":,");
    return x.get(new NDIndex(index + "" + from + ":" + to));
  }

  /** 0 stands for what is there. */
  private static Shape shape(NDArray x, long[] wanted) {
    for (int i = 0; i < wanted.length; i++) {
      if (wanted[i] == 0) wanted[i] = x.getShape().get(i);
    }
    return new Shape(wanted);
  }

  private static int[] ints(NDArray array) {
    return array.toType(DataType.INT32, true).toIntArray();
  }

  private static AttributeProto attribute(NodeProto node, String name) {
    for (AttributeProto one : node.getAttributeList()) {
      if (one.getName().equals(name)) return one;
    }
    throw new IllegalArgumentException("operator " + node.getOpType() + ": no " + name);
  }

  private static long integer(NodeProto node, String name) {
    return attribute(node, name).getI();
  }

  private static int[] axes(NodeProto node) {
    String name = node.getOpType().equals("Transpose") ? "perm" : "axes";
    List<Long> axes = attribute(node, name).getIntsList();
    return axes.stream().mapToInt(Math::toIntExact).toArray();
  }
}

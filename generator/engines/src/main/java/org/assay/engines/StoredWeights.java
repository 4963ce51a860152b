// SPDX-License-Identifier: Apache-2.0
package org.assay.engines;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Whether a graph that an engine has rewritten computes with the weights that were stored. Numbers
 * are compared by their bits, in any order within a tensor, since a layout may be another. A single
 * number may be new: a scale that became a factor of a product.
 */
final class StoredWeights {
  private StoredWeights() {}

  /** Tensors of more than one number that only one of the two has. */
  static List<String> changed(ModelProto stored, ModelProto run) {
    List<TensorProto> left = tensors(run);
    List<String> changed = new ArrayList<>();
    for (TensorProto one : tensors(stored)) {
      int[] wanted = bits(one);
      if (!left.removeIf(other -> Arrays.equals(bits(other), wanted))
          && tensors(run).stream().noneMatch(other -> Arrays.equals(bits(other), wanted))) {
        changed.add(one.getName() + " is stored and not run");
      }
    }
    left.forEach(other -> changed.add(other.getName() + " is run and not stored"));
    return changed;
  }

  private static List<TensorProto> tensors(ModelProto model) {
    List<TensorProto> found = new ArrayList<>();
    for (TensorProto tensor : model.getGraph().getInitializerList()) {
      boolean isFloat = tensor.getDataType() == TensorProto.DataType.FLOAT.getNumber();
      if (isFloat && count(tensor) > 1) found.add(tensor);
    }
    return found;
  }

  private static long count(TensorProto tensor) {
    return tensor.getDimsList().stream().mapToLong(size -> size).reduce(1, Math::multiplyExact);
  }

  /** The bits of all numbers, in order. */
  private static int[] bits(TensorProto tensor) {
    float[] values = floats(tensor);
    int[] bits = new int[values.length];
    for (int i = 0; i < bits.length; i++) bits[i] = Float.floatToRawIntBits(values[i]);
    Arrays.sort(bits);
    return bits;
  }

  /** The numbers of a tensor of float32. */
  static float[] floats(TensorProto tensor) {
    if (tensor.getRawData().isEmpty()) {
      float[] values = new float[tensor.getFloatDataCount()];
      for (int i = 0; i < values.length; i++) values[i] = tensor.getFloatData(i);
      return values;
    }
    ByteBuffer bytes = tensor.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    FloatBuffer from = bytes.asFloatBuffer();
    float[] values = new float[from.remaining()];
    from.get(values);
    return values;
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.model;

import static java.util.stream.Collectors.joining;
import static org.assay.checker.verdict.RejectCode.LIMIT_EXCEEDED;
import static org.assay.checker.verdict.RejectCode.MALFORMED_MODEL;
import static org.assay.checker.verdict.RejectCode.UNSUPPORTED_MODEL;
import static org.assay.checker.verdict.Rejection.quoted;
import static org.assay.checker.verdict.Rejection.require;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.assay.checker.circuit.Weights;
import org.assay.checker.circuit.Weights.Projection;
import org.assay.checker.exact.ExactMatrix;
import org.assay.checker.json.Limits;
import org.assay.checker.model.ModelTensor.Axis;
import org.assay.checker.verdict.RejectCode;
import org.assay.checker.verdict.Rejection;

/**
 * Reads the weights of a one-layer, one-head, attention-only transformer from a safetensors file
 * (spec F-12), exactly.
 */
public final class ModelFile {
  /** So many of the tensors that do not belong here are named in a message. */
  private static final int NAMED = 3;

  private final TensorFile file;
  private final Map<String, Tensor> tensors;
  private final Map<Axis, Long> sizes = new EnumMap<>(Axis.class);

  private ModelFile(TensorFile file) {
    this.file = file;
    this.tensors = file.tensors();
  }

  /**
   * @throws Rejection MALFORMED_MODEL, UNSUPPORTED_MODEL or LIMIT_EXCEEDED, in the order of F-12
   */
  public static Weights parse(byte[] file) throws Rejection {
    ModelFile model = new ModelFile(TensorFile.parse(file));
    model.requireNames();
    model.requireTypes();
    model.measure();
    model.requireFit();
    return model.weights();
  }

  /** F-12 (i) and (h): the names, before anything is said of a tensor. */
  private void requireNames() throws Rejection {
    List<String> unknown =
        tensors.keySet().stream()
            .filter(name -> ModelTensor.named(name).isEmpty() && !ModelTensor.isNotRead(name))
            .sorted()
            .toList();
    require( // F-12 (i)
        unknown.isEmpty(),
        UNSUPPORTED_MODEL,
        "tensors: got %s, want those of a one-layer, one-head, attention-only transformer",
        named(unknown));
    for (ModelTensor tensor : ModelTensor.values()) {
      require( // F-12 (h)
          tensors.containsKey(tensor.label) || !tensor.isRequired(),
          MALFORMED_MODEL,
          "%s is missing",
          tensor.label);
    }
  }

  private static String named(List<String> names) {
    String first = names.stream().limit(NAMED).map(Rejection::quoted).collect(joining(", "));
    int more = names.size() - NAMED;
    return more > 0 ? first + " and " + more + " more" : first;
  }

  /** F-12 (i): the dtypes of all tensors that are read, then their numbers of dimensions. */
  private void requireTypes() throws Rejection {
    for (ModelTensor known : present()) {
      Tensor tensor = tensors.get(known.label);
      require(
          tensor.dtype().isPresent(),
          UNSUPPORTED_MODEL,
          "%s: got dtype %s, want F32, F64, F16 or BF16",
          known.label,
          quoted(tensor.dtypeName()));
    }
    for (ModelTensor known : present()) {
      int rank = tensors.get(known.label).shape().size();
      int want = known.axes.size();
      require(
          rank == want,
          UNSUPPORTED_MODEL,
          "%s: got %d dimensions, want %d",
          known.label,
          rank,
          want);
    }
  }

  private List<ModelTensor> present() {
    return Arrays.stream(ModelTensor.values())
        .filter(one -> tensors.containsKey(one.label))
        .toList();
  }

  /** The sizes that all shapes must agree on, within the limits of F-01 (d), (e). */
  private void measure() throws Rejection {
    measure(Axis.VOCAB, ModelTensor.EMBED, Limits.WIDTH);
    measure(Axis.MODEL, ModelTensor.EMBED, Limits.WIDTH);
    measure(Axis.K, ModelTensor.POSITION, Limits.K);
    measure(Axis.HEAD, ModelTensor.QUERY, Limits.WIDTH);
    long rows = sizes.get(Axis.VOCAB) * 2 + sizes.get(Axis.K) + sizes.get(Axis.HEAD) * 4;
    long weights = sizes.get(Axis.MODEL) * rows; // at most 2^12 * 2^15
    require(
        weights <= Limits.WEIGHTS,
        LIMIT_EXCEEDED,
        "weights: got %d, want <= %d",
        weights,
        Limits.WEIGHTS);
    sizes.put(Axis.HEADS, 1L);
    sizes.put(Axis.VOCAB_OUT, sizes.get(Axis.VOCAB));
  }

  private void measure(Axis axis, ModelTensor tensor, int most) throws Rejection {
    long size = tensors.get(tensor.label).shape().get(tensor.axes.indexOf(axis));
    require(size <= most, LIMIT_EXCEEDED, "%s: got %d, want <= %d", axis, size, most);
    sizes.put(axis, size);
  }

  /** F-12 (h), and (i) where another size means another architecture. */
  private void requireFit() throws Rejection {
    for (ModelTensor tensor : present()) {
      List<Long> shape = tensors.get(tensor.label).shape();
      for (int i = 0; i < shape.size(); i++) {
        requireFit(tensor, tensor.axes.get(i), shape.get(i));
      }
    }
  }

  private void requireFit(ModelTensor tensor, Axis axis, long got) throws Rejection {
    boolean another = axis == Axis.HEADS || axis == Axis.VOCAB_OUT;
    RejectCode code = another ? UNSUPPORTED_MODEL : MALFORMED_MODEL;
    long want = sizes.get(axis);
    require(got == want, code, "%s: %s: got %d, want %d", tensor.label, axis, got, want);
  }

  private Weights weights() throws Rejection {
    return new Weights(
        matrix(ModelTensor.EMBED),
        matrix(ModelTensor.POSITION),
        projection(ModelTensor.QUERY, ModelTensor.QUERY_BIAS),
        projection(ModelTensor.KEY, ModelTensor.KEY_BIAS),
        projection(ModelTensor.VALUE, ModelTensor.VALUE_BIAS),
        projection(ModelTensor.OUTPUT, ModelTensor.OUTPUT_BIAS),
        projection(ModelTensor.UNEMBED, ModelTensor.UNEMBED_BIAS));
  }

  private Projection projection(ModelTensor matrix, ModelTensor bias) throws Rejection {
    return new Projection(matrix(matrix), matrix(bias));
  }

  private ExactMatrix matrix(ModelTensor tensor) throws Rejection {
    int columns = sizes.get(tensor.axes.get(tensor.axes.size() - 1)).intValue();
    if (tensors.containsKey(tensor.label)) {
      return file.values(tensor.label, columns);
    }
    return ExactMatrix.zero(1, columns);
  }
}

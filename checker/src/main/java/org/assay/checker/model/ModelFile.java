// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.model;

import static org.assay.checker.verdict.RejectCode.LIMIT_EXCEEDED;
import static org.assay.checker.verdict.RejectCode.MALFORMED_MODEL;
import static org.assay.checker.verdict.RejectCode.UNSUPPORTED_MODEL;
import static org.assay.checker.verdict.Rejection.quoted;
import static org.assay.checker.verdict.Rejection.require;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assay.checker.circuit.Weights;
import org.assay.checker.circuit.Weights.Head;
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
  /** Written by TransformerLens, with infinities in them; they are no weights. */
  private static final Set<String> NOT_READ = Set.of("blocks.0.attn.mask", "blocks.0.attn.IGNORE");

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
    model.requireKnown();
    model.requireComplete();
    model.measure();
    model.requireFit();
    return model.weights();
  }

  /** F-12 (i): names, dtypes, numbers of dimensions. */
  private void requireKnown() throws Rejection {
    for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
      String name = quoted(entry.getKey());
      if (!NOT_READ.contains(entry.getKey())) {
        ModelTensor known =
            ModelTensor.named(entry.getKey())
                .orElseThrow(() -> new Rejection(UNSUPPORTED_MODEL, "unknown tensor %s", name));
        Tensor tensor = entry.getValue();
        require(
            tensor.dtype().isPresent(),
            UNSUPPORTED_MODEL,
            "%s: got dtype %s",
            name,
            quoted(tensor.dtypeName()));
        int rank = tensor.shape().size();
        int want = known.axes.size();
        require(
            rank == want, UNSUPPORTED_MODEL, "%s: got %d dimensions, want %d", name, rank, want);
      }
    }
  }

  /** F-12 (h). */
  private void requireComplete() throws Rejection {
    for (ModelTensor tensor : ModelTensor.values()) {
      require(
          tensors.containsKey(tensor.label) || !tensor.isRequired(),
          MALFORMED_MODEL,
          "%s is missing",
          tensor.label);
    }
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
    for (ModelTensor tensor : ModelTensor.values()) {
      if (tensors.containsKey(tensor.label)) {
        List<Long> shape = tensors.get(tensor.label).shape();
        for (int i = 0; i < shape.size(); i++) {
          requireFit(tensor, tensor.axes.get(i), shape.get(i));
        }
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
        new Head(
            new Projection(matrix(ModelTensor.QUERY), matrix(ModelTensor.QUERY_BIAS)),
            matrix(ModelTensor.KEY),
            matrix(ModelTensor.KEY_BIAS),
            new Projection(matrix(ModelTensor.VALUE), matrix(ModelTensor.VALUE_BIAS)),
            new Projection(matrix(ModelTensor.OUTPUT), matrix(ModelTensor.OUTPUT_BIAS))),
        matrix(ModelTensor.UNEMBED),
        matrix(ModelTensor.UNEMBED_BIAS));
  }

  private ExactMatrix matrix(ModelTensor tensor) throws Rejection {
    int columns = sizes.get(tensor.axes.get(tensor.axes.size() - 1)).intValue();
    if (tensors.containsKey(tensor.label)) {
      return file.values(tensor.label, columns);
    }
    return ExactMatrix.zero(1, columns);
  }
}

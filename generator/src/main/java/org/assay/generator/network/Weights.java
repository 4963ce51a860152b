// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.network;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.assay.generator.model.ModelRefusal;
import org.assay.generator.model.TensorFile;

/**
 * The tensors of a file as the steps read them (spec F-16): every layout becomes the plain one.
 * Requires: shapes that {@link Shapes} found to fit.
 */
public record Weights(TensorFile file) {
  /** A table [vocab, width] or [positions, width], flat. */
  public double[] table(String tensor, String layout) throws ModelRefusal {
    double[] values = file.values(tensor);
    if (layout.equals("rows")) return values;
    return transposed(values, Math.toIntExact(file.shape(tensor).get(0)));
  }

  /** The weight of a linear step as [in, out], flat. */
  public double[] matrix(Step.Linear step) throws ModelRefusal {
    double[] values = file.values(step.weight());
    List<Long> shape = file.shape(step.weight());
    int first = Math.toIntExact(shape.get(0));
    int last = Math.toIntExact(shape.get(shape.size() - 1));
    return switch (step.layout()) {
      case "in-out" -> values;
      case "out-in" -> transposed(values, values.length / last);
      case "heads-in-out" -> headsBeside(values, first, last);
      default -> headsTurned(values, first, last);
    };
  }

  /** The numbers of a tensor, or the same number everywhere where there is none. */
  public double[] optional(Optional<String> tensor, int width, double otherwise)
      throws ModelRefusal {
    if (tensor.isPresent()) return file.values(tensor.get());
    double[] all = new double[width];
    Arrays.fill(all, otherwise);
    return all;
  }

  /** Shape [rows, columns] flat → [columns, rows] flat. */
  private static double[] transposed(double[] values, int rows) {
    int columns = values.length / rows;
    double[] turned = new double[values.length];
    for (int i = 0; i < values.length; i++) turned[i % columns * rows + i / columns] = values[i];
    return turned;
  }

  /** Shape [heads, in, d] flat → [in, heads d] flat. */
  private static double[] headsBeside(double[] values, int heads, int d) {
    int in = values.length / heads / d;
    double[] beside = new double[values.length];
    for (int h = 0; h < heads; h++) {
      for (int k = 0; k < in; k++) {
        System.arraycopy(values, (h * in + k) * d, beside, (k * heads + h) * d, d);
      }
    }
    return beside;
  }

  /** Shape [heads, out, d] flat → [heads d, out] flat. */
  private static double[] headsTurned(double[] values, int heads, int d) {
    double[] turned = new double[values.length];
    int part = values.length / heads;
    for (int h = 0; h < heads; h++) {
      double[] head = Arrays.copyOfRange(values, h * part, (h + 1) * part);
      System.arraycopy(transposed(head, part / d), 0, turned, h * part, part);
    }
    return turned;
  }
}

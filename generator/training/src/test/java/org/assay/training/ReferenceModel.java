// SPDX-License-Identifier: Apache-2.0
package org.assay.training;

/**
 * The model once more in plain doubles: every position has its own key and value, nothing is
 * reordered, and gradients are central differences.
 */
record ReferenceModel(Dimensions d) {
  private static final double STEP = 1e-5;

  double loss(double[] weights, int[][] inputs) {
    double sum = 0;
    for (int[] input : inputs) {
      double[] logits = logits(weights, input);
      double normaliser = 0;
      int answer = 0;
      for (double z : logits) {
        normaliser += Math.exp(z);
      }
      for (int token : input) {
        answer = Math.max(answer, token);
      }
      sum += Math.log(normaliser) - logits[answer];
    }
    return sum / inputs.length;
  }

  double[] gradient(double[] weights, int[][] inputs) {
    double[] gradient = new double[weights.length];
    for (int i = 0; i < weights.length; i++) {
      double[] up = weights.clone();
      double[] down = weights.clone();
      up[i] += STEP;
      down[i] -= STEP;
      gradient[i] = (loss(up, inputs) - loss(down, inputs)) / (2 * STEP);
    }
    return gradient;
  }

  private double[] logits(double[] weights, int[] input) {
    int last = input.length - 1;
    double[] query = times(residual(weights, input, last), weights, Weight.QUERY);
    double[] attention = new double[input.length];
    double total = 0;
    for (int i = 0; i <= last; i++) {
      double[] key = times(residual(weights, input, i), weights, Weight.KEY);
      double score = 0;
      for (int c = 0; c < d.dHead(); c++) {
        score += query[c] * key[c];
      }
      attention[i] = Math.exp(score / Math.sqrt(d.dHead()));
      total += attention[i];
    }
    double[] mixed = new double[d.dHead()];
    for (int i = 0; i <= last; i++) {
      double[] value = times(residual(weights, input, i), weights, Weight.VALUE);
      for (int c = 0; c < d.dHead(); c++) {
        mixed[c] += attention[i] / total * value[c];
      }
    }
    double[] out = times(mixed, weights, Weight.OUTPUT);
    double[] residual = residual(weights, input, last);
    for (int c = 0; c < out.length; c++) {
      out[c] += residual[c];
    }
    return times(out, weights, Weight.UNEMBED);
  }

  private double[] residual(double[] weights, int[] input, int position) {
    double[] residual = new double[d.dModel()];
    for (int c = 0; c < residual.length; c++) {
      residual[c] =
          weights[Weight.EMBED.offset(d) + input[position] * d.dModel() + c]
              + weights[Weight.POSITION.offset(d) + position * d.dModel() + c];
    }
    return residual;
  }

  private double[] times(double[] row, double[] weights, Weight matrix) {
    double[] product = new double[matrix.columns(d)];
    for (int r = 0; r < row.length; r++) {
      for (int c = 0; c < product.length; c++) {
        product[c] += row[r] * weights[matrix.offset(d) + r * product.length + c];
      }
    }
    return product;
  }
}

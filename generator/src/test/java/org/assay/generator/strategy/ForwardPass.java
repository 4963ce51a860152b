// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import org.assay.generator.model.Model;

/** The model as a textbook runs it: residuals, queries, keys, softmax, logits; in decimals. */
public record ForwardPass(Model model, MathContext digits) {
  /** The logit of the maximum minus the largest other logit. */
  public BigDecimal margin(int[] x) {
    BigDecimal[] logits = logits(x);
    int max = Arrays.stream(x).max().orElseThrow();
    BigDecimal other = null;
    for (int o = 0; o < logits.length; o++) {
      if (o != max && (other == null || logits[o].compareTo(other) > 0)) other = logits[o];
    }
    return logits[max].subtract(other);
  }

  private BigDecimal[] logits(int[] x) {
    BigDecimal[][] residuals = new BigDecimal[x.length][];
    for (int i = 0; i < x.length; i++) {
      residuals[i] = add(decimals(model.embed()[x[i]]), decimals(model.positions()[i]));
    }
    BigDecimal[] last = residuals[x.length - 1];
    BigDecimal[] query = affine(last, 'Q');
    BigDecimal root = new BigDecimal(model.dHead()).sqrt(digits);
    BigDecimal sum = BigDecimal.ZERO;
    BigDecimal[] mixed = decimals(new double[model.dHead()]);
    for (BigDecimal[] residual : residuals) {
      BigDecimal score = dot(query, affine(residual, 'K')).divide(root, digits);
      BigDecimal weight = exp(score);
      sum = sum.add(weight, digits);
      BigDecimal[] value = affine(residual, 'V');
      for (int h = 0; h < mixed.length; h++) {
        mixed[h] = mixed[h].add(weight.multiply(value[h], digits), digits);
      }
    }
    for (int h = 0; h < mixed.length; h++) mixed[h] = mixed[h].divide(sum, digits);
    BigDecimal[] end = add(last, affine(mixed, 'O'));
    return add(times(end, model.unembed()), decimals(model.unembedBias()[0]));
  }

  private BigDecimal[] affine(BigDecimal[] x, char letter) {
    return add(times(x, model.projection(letter)), decimals(model.bias(letter)[0]));
  }

  private BigDecimal[] times(BigDecimal[] x, double[][] matrix) {
    BigDecimal[] result = new BigDecimal[matrix[0].length];
    for (int j = 0; j < result.length; j++) {
      BigDecimal[] column = new BigDecimal[x.length];
      for (int i = 0; i < x.length; i++) column[i] = new BigDecimal(matrix[i][j]);
      result[j] = dot(x, column);
    }
    return result;
  }

  private BigDecimal dot(BigDecimal[] x, BigDecimal[] y) {
    BigDecimal sum = BigDecimal.ZERO;
    for (int i = 0; i < x.length; i++) sum = sum.add(x[i].multiply(y[i], digits), digits);
    return sum;
  }

  private BigDecimal exp(BigDecimal x) {
    BigDecimal z = x.divide(new BigDecimal(1 << 20), digits);
    BigDecimal sum = BigDecimal.ONE;
    BigDecimal term = BigDecimal.ONE;
    for (int n = 1; n < 16; n++) {
      term = term.multiply(z, digits).divide(new BigDecimal(n), digits);
      sum = sum.add(term, digits);
    }
    for (int i = 0; i < 20; i++) sum = sum.multiply(sum, digits);
    return sum;
  }

  private BigDecimal[] add(BigDecimal[] x, BigDecimal[] y) {
    BigDecimal[] sum = new BigDecimal[x.length];
    for (int i = 0; i < sum.length; i++) sum[i] = x[i].add(y[i], digits);
    return sum;
  }

  private static BigDecimal[] decimals(double[] values) {
    return Arrays.stream(values).mapToObj(BigDecimal::new).toArray(BigDecimal[]::new);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.margin;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assay.checker.circuit.Weights;
import org.assay.checker.exact.ExactMatrix;

/**
 * A model small enough to be enumerated, with the forward map of a transformer written out
 * directly: residuals, queries times keys, softmax, logits. Shares no formula with the circuits.
 */
public final class TinyModel {
  public static final MathContext DIGITS = new MathContext(160);

  public final int vocab;
  public final int k;
  public final int dModel;
  public final int dHead;
  public final double[][] embed;
  public final double[][] position;
  public final double[][] wQ;
  public final double[][] wK;
  public final double[][] wV;
  public final double[][] wO;
  public final double[][] unembed;
  public final double[] bQ;
  final double[] bK;
  public final double[] bV;
  public final double[] bO;
  public final double[] bU;
  private final Map<List<Integer>, BigDecimal> scores = new HashMap<>();

  /** Draws one entry. */
  public interface Draw {
    double next(Random random);
  }

  public TinyModel(Random random, Draw attention, Draw value) {
    this(new int[] {random.nextInt(2, 6), random.nextInt(1, 4)}, random, attention, value);
  }

  /** Sizes: vocab, k. */
  public TinyModel(int[] sizes, Random random, Draw attention, Draw value) {
    vocab = sizes[0];
    k = sizes[1];
    dModel = random.nextInt(1, 4);
    dHead = random.nextInt(1, 6);
    embed = matrix(vocab, dModel, value, random);
    position = matrix(k, dModel, value, random);
    wQ = matrix(dModel, dHead, attention, random);
    wK = matrix(dModel, dHead, attention, random);
    wV = matrix(dModel, dHead, value, random);
    wO = matrix(dHead, dModel, value, random);
    unembed = matrix(dModel, vocab, value, random);
    bQ = matrix(1, dHead, attention, random)[0];
    bK = matrix(1, dHead, attention, random)[0];
    bV = matrix(1, dHead, value, random)[0];
    bO = matrix(1, dModel, value, random)[0];
    bU = matrix(1, vocab, value, random)[0];
  }

  private static double[][] matrix(int rows, int columns, Draw draw, Random random) {
    double[][] matrix = new double[rows][columns];
    for (double[] row : matrix) {
      for (int c = 0; c < columns; c++) {
        row[c] = draw.next(random);
      }
    }
    return matrix;
  }

  public Weights weights() {
    return new Weights(
        exact(embed),
        exact(position),
        new Weights.Projection(exact(wQ), exact(bQ)),
        unbiased(exact(wK)),
        new Weights.Projection(exact(wV), exact(bV)),
        new Weights.Projection(exact(wO), exact(bO)),
        new Weights.Projection(exact(unembed), exact(bU)));
  }

  public static Weights.Projection unbiased(ExactMatrix matrix) {
    return new Weights.Projection(matrix, ExactMatrix.zero(1, matrix.columns()));
  }

  /** The bits of doubles as significands and exponents. */
  public static ExactMatrix exact(double[]... rows) {
    int columns = rows[0].length;
    long[] significands = new long[rows.length * columns];
    int[] exponents = new int[significands.length];
    for (int i = 0; i < significands.length; i++) {
      double weight = rows[i / columns][i % columns];
      exponents[i] = Math.max(Math.getExponent(weight), Double.MIN_EXPONENT) - 52;
      long bits = Double.doubleToRawLongBits(weight);
      long fraction = bits & 0xfffffffffffffL;
      long significand =
          Math.getExponent(weight) < Double.MIN_EXPONENT ? fraction : fraction | 1L << 52;
      significands[i] = bits < 0 ? -significand : significand;
    }
    return ExactMatrix.of(rows.length, columns, significands, exponents);
  }

  /** x M + b. */
  private static BigDecimal[] affine(BigDecimal[] x, double[][] matrix, double[] bias) {
    BigDecimal[] y = new BigDecimal[bias.length];
    for (int c = 0; c < y.length; c++) {
      y[c] = new BigDecimal(bias[c]);
      for (int r = 0; r < x.length; r++) {
        y[c] = y[c].add(x[r].multiply(new BigDecimal(matrix[r][c])));
      }
    }
    return y;
  }

  private BigDecimal[] residual(int i, int t) {
    BigDecimal[] x = new BigDecimal[dModel];
    for (int c = 0; c < dModel; c++) {
      x[c] = new BigDecimal(embed[t][c]).add(new BigDecimal(position[i][c]));
    }
    return x;
  }

  /** The score that the last position, holding q, gives to position i, holding t. */
  BigDecimal score(int q, int i, int t) {
    return scores.computeIfAbsent(List.of(q, i, t), key -> newScore(q, i, t));
  }

  private BigDecimal newScore(int q, int i, int t) {
    BigDecimal[] query = affine(residual(k - 1, q), wQ, bQ);
    BigDecimal[] key = affine(residual(i, t), wK, bK);
    BigDecimal sum = BigDecimal.ZERO;
    for (int c = 0; c < dHead; c++) {
      sum = sum.add(query[c].multiply(key[c]));
    }
    MathContext context = new MathContext(160 + Math.max(0, sum.precision() - sum.scale()));
    return sum.divide(new BigDecimal(dHead).sqrt(context), context);
  }

  BigDecimal[] value(int i, int t) {
    return affine(residual(i, t), wV, bV);
  }

  /** The logits given the attention-weighted mean of values. */
  BigDecimal[] logits(int q, BigDecimal[] mean) {
    BigDecimal[] out = affine(mean, wO, bO);
    BigDecimal[] x = residual(k - 1, q);
    for (int c = 0; c < dModel; c++) {
      x[c] = x[c].add(out[c]);
    }
    return affine(x, unembed, bU);
  }
}

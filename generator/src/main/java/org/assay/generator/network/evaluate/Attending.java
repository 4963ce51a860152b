// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.network.evaluate;

/** Softmax attention (spec F-16): the largest score is subtracted before exp is taken. */
final class Attending extends Node {
  private static final double NOTHING = -700; // e^-700 < 1e-300

  private final int heads;
  private final boolean hidesLater;
  private final boolean isCausal;
  private final double factor; // of scores, within a few units in the last place
  private final double masked; // scaled score of later positions, if they are not left out
  private final double[] score;
  private final double[] error;

  /**
   * @param heads how many equal parts the columns have
   * @param factor what products are multiplied with
   * @param masked NaN: no later position is left out; minus infinity: all are
   */
  Attending(Node[] queryKeyValue, int heads, double factor, double masked) {
    super(queryKeyValue[2].positions(), queryKeyValue[2].width, queryKeyValue);
    this.heads = heads;
    this.factor = factor;
    this.masked = masked;
    this.isCausal = !Double.isNaN(masked);
    this.hidesLater = masked == Double.NEGATIVE_INFINITY;
    this.score = new double[positions()];
    this.error = new double[positions()];
  }

  private int seen(int i) {
    return hidesLater ? i + 1 : positions();
  }

  @Override
  void mark() {
    for (int i = 0; i < changed.length; i++) {
      changed[i] = of.get(0).changed[i];
      for (int j = 0; j < seen(i); j++) {
        changed[i] |= of.get(1).changed[j] || of.get(2).changed[j];
      }
    }
  }

  @Override
  void need() {
    for (int i = 0; i < needed.length; i++) {
      if (!needed[i]) continue;
      of.get(0).needed[i] = true;
      for (int j = 0; j < seen(i); j++) {
        of.get(1).needed[j] = true;
        of.get(2).needed[j] = true;
      }
    }
  }

  @Override
  void row(int i) {
    int seen = seen(i);
    for (int h = 0; h < heads; h++) {
      for (int j = 0; j < seen; j++) score(i, j, h);
      double spread = shares(seen);
      mix(i, h, seen, spread);
    }
  }

  private void score(int i, int j, int h) {
    if (isCausal && j > i) {
      score[j] = masked;
      error[j] = 4 * U * Math.abs(masked);
      return;
    }
    int d = of.get(0).width / heads;
    double[] q = of.get(0).value[i];
    double[] rq = of.get(0).radius[i];
    double[] k = of.get(1).value[j];
    double[] rk = of.get(1).radius[j];
    double sum = 0;
    double wide = 0;
    double gamma = (d + 4) * U;
    for (int n = h * d; n < (h + 1) * d; n++) {
      double product = q[n] * k[n];
      sum += product;
      wide += gamma * Math.abs(product) + Math.abs(q[n]) * rk[n] + rq[n] * (Math.abs(k[n]) + rk[n]);
    }
    score[j] = sum * factor;
    error[j] = upward(wide * Math.abs(factor) + 8 * U * Math.abs(score[j]), d);
  }

  /** Scores become shares; the result is how far each is at most off, as a part of itself. */
  private double shares(int seen) {
    double largest = score[0];
    for (int j = 1; j < seen; j++) largest = Math.max(largest, score[j]);
    double off = 0;
    double sum = 0;
    for (int j = 0; j < seen; j++) {
      double below = score[j] - largest;
      double wide = error[j] + 2 * U * Math.abs(below);
      boolean isNothing = below + wide < NOTHING; // far below what is added for underflow
      if (!isNothing) off = Math.max(off, wide);
      score[j] = isNothing ? 0 : Math.exp(below);
      sum += score[j];
    }
    for (int j = 0; j < seen; j++) score[j] /= sum;
    double one = Math.expm1(off) * (1 + 1e-12) + 16 * U; // of each exponential
    return one < 0.25 ? 2 * one / (1 - one) * (1 + 1e-12) + (seen + 8) * 2 * U : Double.NaN;
  }

  private void mix(int i, int h, int seen, double spread) {
    int e = width / heads;
    for (int n = h * e; n < (h + 1) * e; n++) {
      double sum = 0;
      double wide = 0;
      for (int j = 0; j < seen; j++) {
        double v = of.get(2).value[j][n];
        double rv = of.get(2).radius[j][n];
        sum += score[j] * v;
        wide += score[j] * (rv + spread * (Math.abs(v) + rv) + (seen + 4) * U * Math.abs(v));
        wide += 1e-300 * (Math.abs(v) + rv); // shares that underflow
      }
      value[i][n] = sum;
      radius[i][n] = upward(wide, 2 * seen);
    }
  }
}

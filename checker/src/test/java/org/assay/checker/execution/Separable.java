// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.execution;

import java.util.Arrays;

/** The separable form of a margin with the errors of an execution, in doubles, input by input. */
public record Separable(RealPass real, ErrorBounds bounds) {

  /** X lowered by all errors but those of the attention weights. */
  private double bracket(int[] input, int i, int m, int o) {
    int q = input[input.length - 1];
    int t = input[i];
    double direct = real.direct[q][m] - real.direct[q][o];
    double value = real.value[i][t][m] - real.value[i][t][o];
    double e = bounds.value(i, t, m) + bounds.value(i, t, o);
    double e0 = bounds.direct(q, m) + bounds.direct(q, o);
    return direct + value - e0 - e - bounds.ratio() * (Math.abs(value) + e);
  }

  /** Whether the sum of the lowered terms is positive for every output but m. */
  public boolean certifies(int[] input, int m) {
    return certifies(input, m, 0);
  }

  /** The same by more than a margin, in logits. */
  public boolean certifies(int[] input, int m, double margin) {
    for (int o = 0; o < real.net.vocab; o++) {
      if (o != m && !(least(input, m, o) > margin)) {
        return false;
      }
    }
    return true;
  }

  /** The least that a computed logit m exceeds a computed logit o by. */
  public double least(int[] input, int m, int o) {
    int q = input[input.length - 1];
    double top = Double.NEGATIVE_INFINITY;
    Term[] terms = new Term[input.length];
    for (int i = 0; i < input.length; i++) {
      top = Math.max(top, real.scores[q][i][input[i]]);
    }
    for (int i = 0; i < input.length; i++) {
      double weight = Math.exp(real.scores[q][i][input[i]] - top);
      double factor = Math.exp(bounds.logWeight(q, i, input[i]));
      terms[i] = new Term(bracket(input, i, m, o), weight / factor, weight * factor);
    }
    Arrays.sort(terms, (a, b) -> Double.compare(a.bracket, b.bracket));
    double least = Double.POSITIVE_INFINITY;
    for (int heavy = 0; heavy <= terms.length; heavy++) {
      double sum = 0;
      double total = 0;
      for (int i = 0; i < terms.length; i++) {
        double weight = i < heavy ? terms[i].hi : terms[i].lo;
        sum += weight * terms[i].bracket;
        total += weight;
      }
      least = Math.min(least, sum / total);
    }
    return least;
  }

  /** A bracket with both ends of its weight: a mean is least if small ones weigh most. */
  private record Term(double bracket, double lo, double hi) {}
}

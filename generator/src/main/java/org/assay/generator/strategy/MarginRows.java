// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy;

/**
 * The separable form of the margins of one (query, maximum): integers G[i][t·vocab + o] and a slack
 * with the property that an input x of the class is right by more than delta, <em>and the checker
 * agrees</em>, if Σ_i G[i][x_i·vocab + o] > slack for every output o but the maximum.
 *
 * <p>Error argument. Lemma S: the margin over o exceeds delta iff Σ_i g_i > 0, g_i = e_i · bracket.
 * Every G is at most 2^shift · g: the bracket is bounded below, multiplied by the lower end of the
 * weight if it is not negative and by the upper end if it is, rounded down once more, scaled by
 * 2^shift >= 1 without rounding, and floored. Sums of G are exact: |G| <= 2^60/k + 1. So a positive
 * sum proves the margin, whatever the slack.
 *
 * <p>The slack makes the count a lower bound of the checker's. In lemma L-05 the checker rounds
 * each g down to fixed point; with weights whose largest is in (1/2, 1] it loses at most 2^-40 of
 * the largest |bracket| per position. Here slack = k · 2^-36 · (a bound on every |bracket|), in the
 * same normalisation to within a factor of 2: Σ g > slack leaves the checker's sum positive with a
 * factor of 8 to spare. What it costs: an input whose margin times Σ e_i is between 0 and the slack
 * (about 1e-8 logits on trained models) is not counted.
 *
 * @param vocab number of outputs; the entries of the maximum itself never decide
 */
record MarginRows(long[][] rows, int vocab, long slack) {
  private static final int SUM_BITS = 60;
  private static final int SLACK_BITS = 36;

  static MarginRows of(Brackets brackets, Attention attention, int maximum) {
    int k = attention.lo().length;
    int vocab = brackets.direct().length;
    double magnitude = brackets.magnitude(maximum);
    int positionBits = Integer.SIZE - Integer.numberOfLeadingZeros(k);
    int shift = SUM_BITS - positionBits - (Math.getExponent(magnitude) + 1);
    long[][] rows = new long[k][];
    for (int i = 0; i < k; i++) {
      rows[i] = new long[(maximum + 1) * vocab];
      for (int t = 0; t <= maximum; t++) {
        double lo = attention.lo()[i][t];
        double hi = attention.hi()[i][t];
        for (int o = 0; o < vocab; o++) {
          double bracket = brackets.below(i, t, o);
          double g = Math.nextDown(bracket * (bracket >= 0 ? lo : hi));
          rows[i][t * vocab + o] = floor(g, shift);
        }
      }
    }
    long slack =
        (long) k << (SUM_BITS - positionBits - SLACK_BITS); // 2^shift · magnitude < 2^(60-..)
    for (int t = 0; t <= maximum; t++) { // the maximum is no competitor: its sum is above the slack
      for (int i = 0; i < k; i++) rows[i][t * vocab + maximum] = slack + 1;
    }
    return new MarginRows(rows, vocab, slack);
  }

  /** floor(g · 2^shift). Requires: shift >= 0 and the result fits; then only the floor rounds. */
  private static long floor(double g, int shift) {
    return (long) Math.floor(Math.scalb(g, shift));
  }
}

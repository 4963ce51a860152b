// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy.margin;

/**
 * The separable form of the margins of one (query, maximum): integers G[i][t·vocab + o] and a slack
 * with the property that an input x of the class is right by more than delta, <em>and the checker
 * agrees</em>, if Σ_i G[i][x_i·vocab + o] > slack for every output o but the maximum.
 *
 * <p>Why a positive sum proves the margin. Lemma S: the margin over o exceeds delta iff Σ_i g_i >
 * 0, g_i = e_i · bracket_i. Every G is at most 2^shift · g. For let M be {@link
 * Brackets#magnitude}, at least the sum of the sizes of the three summands of a bracket, and b the
 * exact sum of their lower bounds. Two additions of doubles, to the nearest, end at b' with |b' -
 * b| <= 2 · 2^-53 · M. The weight lies in [lo, hi] and is at most 1, so g >= e · b >= min(lo · b',
 * hi · b') - hi · 2^-52 · M. A product is off by at most hi · 2^-53 · M, and so is the difference
 * to hi · {@link #LOSS}. With 2^shift · M < 2^(60 - positionBits) all this is at most hi · 2^8
 * units. The scaling by 2^shift >= 1 is exact; floor only lowers; results below 2^-1022 are off by
 * 2^-1074 more, and hi is at least 2^-1004. So taking away hi · LOSS = hi · 2^9 units before floor
 * ends below. Sums of G are exact: |G| <= 2^(60 - positionBits) + 2^10.
 *
 * <p>The slack makes the count a lower bound of the checker's. By lemma L-05 (section "Loss") and
 * rule R-01 the checker's long rows miss no input with Σ g > k · 6.5 · 2^(1-p), p = 59 -
 * positionBits - M, when all values are below 2^M; in the units of {@link Brackets}, where they are
 * below 1, that is less than k · 2^(positionBits - 55). Its largest weight is above 1/16, ours
 * below 1, so in our normalisation it is 16 times that. The slack is another 32 times as large: k ·
 * 2^(positionBits - 46). What it costs: an input whose margin times Σ e_i is between 0 and the
 * slack (about 1e-10 logits on trained models) is not counted.
 *
 * @param vocab number of outputs; the entries of the maximum itself never decide
 * @param shift the unit of the rows is 2^-shift of the unit of {@link Brackets}
 */
public record MarginRows(long[][] rows, int vocab, long slack, int shift) {
  private static final int SUM_BITS = 60;
  private static final int SLACK_BITS = 46;
  private static final int MAX_SLACK_BITS = 59;
  private static final long LOSS = 1 << 9;

  static MarginRows of(Brackets brackets, Attention attention, int maximum) {
    int k = attention.lo().length;
    int vocab = brackets.direct().length;
    int positionBits = Integer.SIZE - Integer.numberOfLeadingZeros(k);
    int magnitudeBits = Math.getExponent(brackets.magnitude(maximum)) + 1;
    int slackBits = SLACK_BITS - positionBits;
    // Where all brackets are tiny, the slack must still fit; then it exceeds every sum.
    int shift =
        Math.min(
            SUM_BITS - positionBits - magnitudeBits, MAX_SLACK_BITS - positionBits + slackBits);
    double unit = Math.scalb(1.0, shift);
    long slack = (long) k << (shift - slackBits);
    long[][] rows = new long[k][(maximum + 1) * vocab];
    for (int i = 0; i < k; i++) {
      double[] common = sum(brackets.direct(), brackets.positions()[i]);
      for (int t = 0; t <= maximum; t++) {
        int at = t * vocab;
        double lo = attention.lo()[i][t] * unit;
        double hi = attention.hi()[i][t] * unit;
        double loss = attention.hi()[i][t] * LOSS;
        fill(rows[i], at, brackets.tokens()[t], common, new double[] {lo, hi, loss});
        rows[i][at + maximum] = i == k - 1 ? slack + 1 : 0; // no competitor: above the slack
      }
    }
    return new MarginRows(rows, vocab, slack, shift);
  }

  private static double[] sum(double[] left, double[] right) {
    double[] sum = new double[left.length];
    for (int o = 0; o < sum.length; o++) sum[o] = left[o] + right[o];
    return sum;
  }

  /** weight: both ends times 2^shift, and the loss. */
  private static void fill(long[] row, int at, double[] token, double[] common, double[] weight) {
    double lo = weight[0];
    double hi = weight[1];
    double loss = weight[2];
    for (int o = 0; o < common.length; o++) {
      double bracket = common[o] + token[o];
      row[at + o] = (long) Math.floor(Math.min(bracket * lo, bracket * hi) - loss);
    }
  }
}

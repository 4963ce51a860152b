// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.halfspaces;

import java.math.BigInteger;
import org.assay.checker.exact.Lemma;
import org.assay.checker.exact.Rounding;

/**
 * Lemmas L-56, L-58, L-69: the neurons times their factors, from below, at one end of the range of
 * the norm before them: what they add to a constant, and a slope for each.
 */
@Lemma({"L-56", "L-58", "L-69"})
final class EndTerms {
  private static final int SUM_BITS = 31;

  private final long[] slopes;
  private final int slopeScale;
  private final int valueScale;
  private final int argumentScale;
  private final long argumentSpread;
  private final long value; // in units of 2^-valueScale, with the factors'
  private final BigInteger error; // of the slopes, in units of 2^-slopeScale and the arguments'

  private EndTerms(Factors factors, Neurons neurons, Neurons.End end, LayerTables tables) {
    int own = tables.mixed().units().scale();
    this.argumentScale = tables.inner().units().scale();
    this.argumentSpread = tables.inner().units().spread();
    this.valueScale = own + neurons.valueScale;
    this.slopes = new long[neurons.width()];
    long[] errors = new long[slopes.length];
    long size = 0;
    for (int k = 0; k < slopes.length; k++) {
      long factor = factors.down()[k];
      if (factors.mayBeZero(k)) {
        continue;
      }
      int side = factor >= 0 ? Neurons.BELOW : Neurons.ABOVE;
      long slope = end.slopes()[side][k];
      long off = end.exact()[side][k] ? 0 : 1;
      slopes[k] = factor * slope;
      errors[k] = Math.abs(factor) * off + factors.spread() * (Math.abs(slope) + off);
      size += Math.abs(slopes[k]) >> SUM_BITS / 2;
    }
    this.value = value(factors, neurons, end);
    int bits = ClassHeads.bits(size + slopes.length) + SUM_BITS / 2;
    int drop = Math.max(0, bits - SUM_BITS); // the sizes of all slopes are below 2^bits
    this.slopeScale = own + end.slopeScale() - drop;
    this.error = dropped(drop, errors, neurons.reach);
  }

  /** L-69, 5: what the lines are where the heads add nothing, times the factors. */
  private static long value(Factors factors, Neurons neurons, Neurons.End end) {
    long sum = 0;
    for (int k = 0; k < factors.down().length; k++) {
      long factor = factors.down()[k];
      if (factors.mayBeZero(k)) {
        sum -= factors.spread() * neurons.most[k];
        continue;
      }
      long level = end.values()[factor >= 0 ? Neurons.BELOW : Neurons.ABOVE][k];
      sum += factor * level;
      sum -= factors.spread() * (Math.abs(level) + neurons.valueSpread);
      sum -= Math.abs(factor) * neurons.valueSpread;
    }
    return sum;
  }

  static EndTerms of(Factors factors, Neurons neurons, Neurons.End end, LayerTables tables) {
    return new EndTerms(factors, neurons, end, tables);
  }

  /** Makes the slopes coarser; returns what that and their errors are worth at most. */
  private BigInteger dropped(int drop, long[] errors, long[] reach) {
    BigInteger worth = BigInteger.ZERO;
    for (int k = 0; k < slopes.length; k++) {
      long lost = slopes[k] - (slopes[k] >> drop << drop);
      slopes[k] >>= drop;
      if (errors[k] + lost > 0) {
        long error = (errors[k] + lost >> drop) + 1;
        worth = worth.add(BigInteger.valueOf(error).multiply(BigInteger.valueOf(reach[k])));
      }
    }
    return worth;
  }

  /** What is added to the constant, in units of 2^-scale. */
  BigInteger constant(int scale) {
    BigInteger lost = Rounding.up(error, slopeScale + argumentScale - scale);
    return BigInteger.valueOf(value).shiftRight(valueScale - scale).subtract(lost);
  }

  /** What is added to each place of each head. */
  long[][] heads(long[][] direct, int[][][] arguments, ClassHeads heads, int scale) {
    long negative = 0;
    for (long slope : slopes) {
      negative += Math.max(0, -slope);
    }
    long less = negative * argumentSpread;
    int drop = slopeScale + argumentScale - scale;
    long[][] found = new long[direct.length][];
    for (int h = 0; h < direct.length; h++) {
      found[h] = direct[h].clone();
      found[h][heads.own] += Units.coarser(sum(arguments[h][heads.own]) - less, drop);
      for (int i = 0; i < heads.tokens.length; i++) {
        for (int t : heads.tokens[i]) {
          int place = heads.sizes.place(i, t);
          found[h][place] += Units.coarser(sum(arguments[h][place]) - less, drop);
        }
      }
    }
    return found;
  }

  private long sum(int[] row) {
    long sum = 0;
    for (int k = 0; k < row.length; k++) {
      sum += slopes[k] * row[k];
    }
    return sum;
  }
}

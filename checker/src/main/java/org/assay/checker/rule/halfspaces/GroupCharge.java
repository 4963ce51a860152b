// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.halfspaces;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import org.assay.checker.deficit.CommonSize;
import org.assay.checker.deficit.SumTerms;
import org.assay.checker.exact.Lemma;
import org.assay.checker.rule.halfspaces.LayerTables.Sizes;

/**
 * Lemma L-54: charges a class for some half-spaces together: each head for the inputs whose terms,
 * the worst of all half-spaces at each position, do not prove them.
 */
@Lemma({"L-13", "L-54"})
final class GroupCharge {
  private final Sizes sizes;
  private final int places;
  private final ClassHeads heads;
  private final boolean isScaled;
  private final List<HalfSpace> group;
  private final List<long[]> thresholds;

  GroupCharge(LayerTables tables, ClassHeads heads, Leaves.Leaf leaf, List<HalfSpace> group) {
    this.sizes = tables.sizes();
    this.places = tables.known().length;
    this.heads = heads;
    this.isScaled = leaf.scaled();
    this.group = group;
    this.thresholds = group.stream().map(one -> one.thresholds(leaf.shares())).toList();
  }

  void charge(SliceMeasure measure, BigInteger[] charge) {
    heads.meter.add((isScaled ? 4L : 2L) * group.size() * sizes.heads() * heads.held());
    for (int h = 0; h < sizes.heads() && !group.isEmpty(); h++) {
      long[] worst = isScaled ? worstScaled(h) : worst(h);
      long[] own = {worst[heads.own]};
      measure.charge(new SumTerms(heads.m, List.of(heads.q), before(worst), own), charge);
    }
  }

  /** Numbers less their threshold; the weight is the same for all half-spaces. */
  private long[] worst(int h) {
    long[] least = new long[places];
    Arrays.fill(least, Long.MAX_VALUE);
    for (int j = 0; j < group.size(); j++) {
      long[] numbers = group.get(j).heads()[h];
      long threshold = thresholds.get(j)[h];
      for (int place = 0; place < places; place++) {
        least[place] = Math.min(least[place], numbers[place] - threshold);
      }
    }
    return turnedUp(h, least);
  }

  /** The same with each half-space's terms times one factor (L-13). */
  private long[] worstScaled(int h) {
    long[][] terms = new long[group.size()][places];
    long[] parts = new long[group.size()];
    for (int j = 0; j < terms.length; j++) {
      long[] numbers = group.get(j).heads()[h].clone();
      for (int place = 0; place < places; place++) {
        numbers[place] -= thresholds.get(j)[h];
      }
      terms[j] = turnedUp(h, numbers);
      for (int i = 0; i < sizes.last(); i++) {
        parts[j] += holdsMaximum(i) ? Math.abs(terms[j][sizes.place(i, heads.m)]) : 0;
      }
    }
    long[] factors = CommonSize.factors(parts);
    long[] worst = new long[places];
    Arrays.fill(worst, Long.MIN_VALUE);
    for (int j = 0; j < terms.length; j++) {
      for (int place = 0; place < places; place++) {
        worst[place] = Math.max(worst[place], CommonSize.productUp(factors[j], terms[j][place]));
      }
    }
    return worst;
  }

  private boolean holdsMaximum(int position) {
    int[] tokens = heads.tokens[position];
    return tokens[tokens.length - 1] == heads.m;
  }

  /** Each number times its weight, rounded down, with the sign turned. */
  private long[] turnedUp(int h, long[] numbers) {
    long[] turned = new long[places];
    Arrays.setAll(
        turned,
        place -> {
          long number = numbers[place];
          long weight = number >= 0 ? heads.lo[h][place] : heads.hi[h][place];
          return -Math.multiplyHigh(weight, number);
        });
    return turned;
  }

  /** A token that a position may not hold has the least term of those that it may: it counts 0. */
  private long[][] before(long[] worst) {
    long[][] before = new long[sizes.last()][heads.m + 1];
    for (int i = 0; i < before.length; i++) {
      long lowest = Long.MAX_VALUE;
      for (int t : heads.tokens[i]) {
        lowest = Math.min(lowest, worst[sizes.place(i, t)]);
      }
      Arrays.fill(before[i], lowest);
      for (int t : heads.tokens[i]) {
        before[i][t] = worst[sizes.place(i, t)];
      }
    }
    return before;
  }
}

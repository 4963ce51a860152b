// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.margin;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The margins of all inputs of a tiny model, by its forward map with exponentials of more than 400
 * bits: the truth that certified counts are compared with.
 */
public final class Enumeration {
  private final TinyModel model;
  private final Map<BigDecimal, BigDecimal> exponentials = new HashMap<>();
  private final int[] input;
  private final BigDecimal[] largest; // per query

  /** Inputs whose margin exceeds delta at all, and by more than the width of enclosures. */
  public record Counts(long correct, long clearlyCorrect) {}

  private long correct;
  private long clearlyCorrect;
  private final BigDecimal delta;
  private List<Case> cases; // where they are wanted

  private Enumeration(TinyModel model, BigDecimal delta) {
    this.model = model;
    this.delta = delta;
    this.input = new int[model.k];
    this.largest =
        IntStream.range(0, model.vocab).mapToObj(this::largestTerm).toArray(BigDecimal[]::new);
  }

  public static Counts of(TinyModel model, BigDecimal delta) {
    Enumeration all = new Enumeration(model, delta);
    all.visit(0);
    return new Counts(all.correct, all.clearlyCorrect);
  }

  private void visit(int i) {
    if (i == model.k) {
      decide();
      return;
    }
    for (int t = 0; t < model.vocab; t++) {
      input[i] = t;
      visit(i + 1);
    }
  }

  /** An input, and whether output o is not exceeded by the maximum's logit by more than delta. */
  public record Case(int[] input, boolean[] wrong) {}

  public static List<Case> cases(TinyModel model, BigDecimal delta) {
    Enumeration all = new Enumeration(model, delta);
    all.cases = new ArrayList<>();
    all.visit(0);
    return all.cases;
  }

  private void keep(BigDecimal[] logits, int m, BigDecimal scale) {
    boolean[] wrong = new boolean[model.vocab];
    for (int o = 0; o < model.vocab; o++) {
      BigDecimal margin = logits[m].subtract(logits[o]).subtract(delta);
      wrong[o] = o != m && margin.compareTo(scale.scaleByPowerOfTen(-120)) <= 0;
    }
    cases.add(new Case(input.clone(), wrong));
  }

  private void decide() {
    int last = model.k - 1;
    BigDecimal[] logits = logits();
    int m = Arrays.stream(input).max().orElseThrow();
    BigDecimal scale = largest[input[last]].max(delta);
    BigDecimal least = null;
    for (int o = 0; o < model.vocab; o++) {
      if (o != m) {
        BigDecimal margin = logits[m].subtract(logits[o]).subtract(delta);
        least = least == null ? margin : least.min(margin);
      }
    }
    if (cases != null) {
      keep(logits, m, scale);
      return;
    }
    // exponentials are good to 150 digits: what is smaller is a tie
    correct += least.compareTo(scale.scaleByPowerOfTen(-120)) > 0 ? 1 : 0;
    // the checker's weights are relative to the heaviest token up to m, which need not be here
    BigDecimal weighted = least.multiply(exp(top(input[last]).subtract(heaviest(input[last], m))));
    clearlyCorrect += weighted.compareTo(scale.scaleByPowerOfTen(-9)) > 0 ? 1 : 0;
  }

  /** The largest score of this input. */
  private BigDecimal top(int q) {
    BigDecimal top = model.score(q, 0, input[0]);
    for (int i = 1; i < model.k; i++) {
      top = top.max(model.score(q, i, input[i]));
    }
    return top;
  }

  /** The largest score of any token up to m, anywhere. */
  private BigDecimal heaviest(int q, int m) {
    BigDecimal top = model.score(q, 0, 0);
    for (int i = 0; i < model.k; i++) {
      for (int t = 0; t <= m; t++) {
        top = top.max(model.score(q, i, t));
      }
    }
    return top;
  }

  /** The largest number that any logit of this query is made of. */
  private BigDecimal largestTerm(int q) {
    BigDecimal largest = BigDecimal.ZERO;
    for (int i = 0; i < model.k; i++) {
      for (int t = 0; t < model.vocab; t++) {
        for (BigDecimal logit : model.logits(q, model.value(i, t))) {
          largest = largest.max(logit.abs());
        }
      }
    }
    return largest;
  }

  private BigDecimal[] logits() {
    int q = input[model.k - 1];
    BigDecimal top = top(q);
    BigDecimal sum = BigDecimal.ZERO;
    BigDecimal[] mean = new BigDecimal[model.dHead];
    Arrays.fill(mean, BigDecimal.ZERO);
    for (int i = 0; i < model.k; i++) {
      BigDecimal weight = exp(model.score(q, i, input[i]).subtract(top));
      sum = sum.add(weight);
      BigDecimal[] value = model.value(i, input[i]);
      for (int c = 0; c < mean.length; c++) {
        mean[c] = mean[c].add(weight.multiply(value[c]));
      }
    }
    for (int c = 0; c < mean.length; c++) {
      mean[c] = mean[c].divide(sum, TinyModel.DIGITS);
    }
    return model.logits(q, mean);
  }

  /** exp of a number that is not positive; below e^-2000 it is 0 to the digits kept. */
  private BigDecimal exp(BigDecimal x) {
    if (x.compareTo(new BigDecimal(-2000)) < 0) {
      return BigDecimal.ZERO;
    }
    return exponentials.computeIfAbsent(x.round(TinyModel.DIGITS), Enumeration::series);
  }

  public static BigDecimal series(BigDecimal x) {
    BigDecimal small = x.divide(new BigDecimal(BigInteger.ONE.shiftLeft(40)), TinyModel.DIGITS);
    BigDecimal term = BigDecimal.ONE;
    BigDecimal sum = BigDecimal.ONE;
    for (int j = 1; j < 24; j++) {
      term = term.multiply(small, TinyModel.DIGITS).divide(new BigDecimal(j), TinyModel.DIGITS);
      sum = sum.add(term);
    }
    for (int j = 0; j < 40; j++) {
      sum = sum.multiply(sum, TinyModel.DIGITS);
    }
    return sum;
  }
}

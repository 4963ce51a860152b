// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.arithmetic;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.assay.checker.exact.ExactMatrix;
import org.assay.checker.exact.Rational;

/** What the steps of a program make of points, to 60 digits: each level must enclose it. */
public final class Points {
  public static final MathContext DIGITS = new MathContext(60);
  public static final BigDecimal TWO = BigDecimal.valueOf(2);

  private Points() {}

  /** 2^exponent, exactly. */
  public static BigDecimal power(int exponent) {
    return exponent >= 0 ? TWO.pow(exponent) : BigDecimal.ONE.divide(TWO.pow(-exponent));
  }

  /** Random entries of so many bits, of either sign, times 2^exponent. */
  public static ExactMatrix matrix(Random random, int rows, int columns, int bits, int exponent) {
    BigInteger[][] entries = new BigInteger[rows][columns];
    for (BigInteger[] row : entries) {
      Arrays.setAll(row, k -> signed(random, new BigInteger(bits, random)));
    }
    return ExactMatrix.of(entries, columns, exponent);
  }

  private static BigInteger signed(Random random, BigInteger number) {
    return random.nextBoolean() ? number : number.negate();
  }

  /** The number, exactly. */
  public static BigDecimal entry(ExactMatrix matrix, int row, int column) {
    return new BigDecimal(matrix.significand(row, column)).multiply(power(matrix.exponent()));
  }

  private static BigDecimal exp(BigDecimal x) {
    BigDecimal small = x.divide(TWO.pow(20), DIGITS); // then squared 20 times
    BigDecimal term = BigDecimal.ONE;
    BigDecimal sum = BigDecimal.ZERO;
    for (int j = 1; j < 20; j++) {
      sum = sum.add(term);
      term = term.multiply(small).divide(BigDecimal.valueOf(j), DIGITS);
    }
    for (int i = 0; i < 20; i++) {
      sum = sum.multiply(sum, DIGITS);
    }
    return sum;
  }

  /** Softmax of the scores over the values, of one head. */
  public static BigDecimal[] attended(BigDecimal[] scores, List<BigDecimal[]> values) {
    BigDecimal top = Arrays.stream(scores).reduce(BigDecimal::max).orElseThrow();
    BigDecimal total = BigDecimal.ZERO;
    BigDecimal[] sum = new BigDecimal[values.get(0).length];
    Arrays.fill(sum, BigDecimal.ZERO);
    for (int j = 0; j < scores.length; j++) {
      BigDecimal weight = exp(scores[j].subtract(top));
      total = total.add(weight);
      for (int k = 0; k < sum.length; k++) {
        sum[k] = sum[k].add(weight.multiply(values.get(j)[k]));
      }
    }
    BigDecimal all = total;
    return Arrays.stream(sum).map(one -> one.divide(all, DIGITS)).toArray(BigDecimal[]::new);
  }

  /** The sum of products, exactly. */
  public static BigDecimal dot(BigDecimal[] a, BigDecimal[] b) {
    BigDecimal sum = BigDecimal.ZERO;
    for (int j = 0; j < a.length; j++) {
      sum = sum.add(a[j].multiply(b[j]));
    }
    return sum;
  }

  /** Layer norm, or RMS norm where not centred, times weights, plus biases. */
  public static BigDecimal[] normalized(
      BigDecimal[] x, boolean centred, Rational epsilon, ExactMatrix weight, ExactMatrix bias) {
    BigDecimal width = BigDecimal.valueOf(x.length);
    BigDecimal sum = Arrays.stream(x).reduce(BigDecimal.ZERO, BigDecimal::add);
    BigDecimal mean = centred ? sum.divide(width, DIGITS) : BigDecimal.ZERO;
    BigDecimal squares = BigDecimal.ZERO;
    for (BigDecimal one : x) {
      squares = squares.add(one.subtract(mean).pow(2));
    }
    BigDecimal more =
        new BigDecimal(epsilon.numerator()).divide(new BigDecimal(epsilon.denominator()), DIGITS);
    BigDecimal root = squares.divide(width, DIGITS).add(more).sqrt(DIGITS);
    BigDecimal[] result = new BigDecimal[x.length];
    for (int j = 0; j < result.length; j++) {
      BigDecimal plain = x[j].subtract(mean).divide(root, DIGITS);
      result[j] = plain.multiply(entry(weight, 0, j)).add(entry(bias, 0, j));
    }
    return result;
  }

  /** By doubles, which are right to 2^-40 of it for numbers below 100. */
  public static double activated(double x, Activation function) {
    double cubed = x + 0.044715 * x * x * x;
    return switch (function) {
      case GELU -> x * normal(x);
      case GELU_TANH -> x / (1 + Math.exp(-2 * Math.sqrt(2 / Math.PI) * cubed));
      case SILU -> x / (1 + Math.exp(-x));
      case RELU -> Math.max(x, 0);
    };
  }

  /** Phi. */
  public static double normal(double x) {
    double term = x;
    double sum = 0;
    for (int k = 1; k < 400 && Math.abs(x) < 9; k++) {
      sum += term;
      term *= x * x / (2 * k + 1);
    }
    return Math.abs(x) < 9
        ? 0.5 + sum * Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI)
        : x > 0 ? 1 : 0;
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.wide;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import org.assay.checker.arithmetic.Softmax;
import org.assay.checker.exact.InverseSquareRoot;
import org.assay.checker.exact.Lemma;
import org.assay.checker.exact.Rational;

/** Lemma L-63: attention of one query, over vectors with a radius. */
@Lemma("L-63")
final class Attending {
  private final int bits;
  private final FixedExponential exponential;

  Attending(int bits) {
    this.bits = bits;
    this.exponential = new FixedExponential(bits);
  }

  /** Within 2 of 2^bits times the scale. */
  record Scale(BigInteger centre) {
    private static final BigInteger RADIUS = BigInteger.TWO;

    static Scale of(Softmax softmax, int bits) {
      Rational factor = softmax.factor();
      int fine = bits + factor.numerator().bitLength();
      BigInteger root = InverseSquareRoot.of(softmax.root(), fine).lo();
      Rational scale = new Rational(factor.numerator().multiply(root), factor.denominator());
      return new Scale(Fixed.floor(scale, bits - fine));
    }
  }

  /** How many keys are seen as they are, and what is done with the scores. */
  record Job(int visible, Softmax softmax, Scale scale) {}

  /** A score, or the weight that is made of it. */
  private record Number(BigInteger centre, BigInteger radius) {}

  Ball of(Ball query, List<Ball> keys, List<Ball> values, Job job) {
    int heads = job.softmax.heads();
    int wide = values.get(0).width() / heads;
    BigInteger[] centre = new BigInteger[values.get(0).width()];
    BigInteger radius = BigInteger.ZERO;
    for (int head = 0; head < heads; head++) {
      Number[] weights = weights(scores(query, keys, head, job));
      for (int column = head * wide; column < (head + 1) * wide; column++) {
        Number sum = weighted(weights, values, column);
        centre[column] = sum.centre;
        radius = radius.max(sum.radius);
      }
    }
    return new Ball(centre, radius);
  }

  private Number[] scores(Ball query, List<Ball> keys, int head, Job job) {
    boolean all = job.softmax.masked().isPresent();
    int wide = query.width() / job.softmax.heads();
    Number[] scores = new Number[all ? keys.size() : job.visible];
    Arrays.setAll(
        scores,
        j ->
            j < job.visible
                ? scaled(product(query, keys.get(j), head * wide, wide), job.scale)
                : masked(job));
    return scores;
  }

  private Number masked(Job job) {
    BigInteger centre = Fixed.floor(job.softmax.masked().orElseThrow(), bits);
    Number number = new Number(centre, BigInteger.ONE);
    return job.softmax.scaled() ? scaled(number, job.scale) : number;
  }

  private Number product(Ball query, Ball key, int from, int wide) {
    BigInteger sum = BigInteger.ZERO;
    for (int j = from; j < from + wide; j++) {
      sum = sum.add(query.centre()[j].multiply(key.centre()[j]));
    }
    BigInteger error =
        query
            .radius()
            .multiply(key.sum(from, wide))
            .add(key.radius().multiply(query.sum(from, wide)))
            .add(query.radius().multiply(key.radius()).multiply(BigInteger.valueOf(wide)));
    return new Number(sum.shiftRight(bits), Fixed.up(error, bits).add(BigInteger.ONE));
  }

  private Number scaled(Number score, Scale scale) {
    BigInteger reach = score.centre.abs().add(score.radius);
    BigInteger error = score.radius.multiply(scale.centre.abs()).add(Scale.RADIUS.multiply(reach));
    return new Number(
        score.centre.multiply(scale.centre).shiftRight(bits),
        Fixed.up(error, bits).add(BigInteger.ONE));
  }

  /** The softmax of the scores: each weight, in units of 2^-bits. */
  private Number[] weights(Number[] scores) {
    BigInteger top = // no score is above it
        Arrays.stream(scores)
            .map(one -> one.centre.add(one.radius))
            .reduce(BigInteger::max)
            .orElseThrow();
    BigInteger[] least = new BigInteger[scores.length];
    BigInteger[] most = new BigInteger[scores.length];
    for (int j = 0; j < scores.length; j++) {
      BigInteger below = scores[j].centre.subtract(top);
      least[j] = exponential.down(below.subtract(scores[j].radius));
      most[j] = exponential.up(below.add(scores[j].radius));
    }
    BigInteger sumLeast = Arrays.stream(least).reduce(BigInteger.ZERO, BigInteger::add);
    BigInteger sumMost = Arrays.stream(most).reduce(BigInteger.ZERO, BigInteger::add);
    BigInteger one = BigInteger.ONE.shiftLeft(bits);
    Number[] weights = new Number[scores.length];
    for (int j = 0; j < scores.length; j++) {
      BigInteger lo =
          least[j]
              .shiftLeft(bits)
              .divide(sumMost.subtract(most[j]).add(least[j]).max(BigInteger.ONE));
      BigInteger rest = sumLeast.subtract(least[j]).add(most[j]);
      BigInteger hi = Fixed.upBy(most[j].shiftLeft(bits), rest).min(one); // L-63 (a)
      weights[j] = new Number(lo, hi.subtract(lo));
    }
    return weights;
  }

  private Number weighted(Number[] weights, List<Ball> values, int column) {
    BigInteger sum = BigInteger.ZERO;
    BigInteger error = BigInteger.ZERO;
    BigInteger radius = BigInteger.ZERO;
    for (int j = 0; j < weights.length; j++) {
      BigInteger value = values.get(j).centre()[column];
      sum = sum.add(weights[j].centre.multiply(value));
      error = error.add(weights[j].radius.multiply(value.abs()));
      radius = radius.max(values.get(j).radius());
    }
    return new Number(sum.shiftRight(bits), Fixed.up(error, bits).add(BigInteger.ONE).add(radius));
  }
}

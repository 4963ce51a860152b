// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.wide;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BinaryOperator;
import org.assay.checker.arithmetic.Activation;
import org.assay.checker.arithmetic.Arithmetic;
import org.assay.checker.arithmetic.Contest;
import org.assay.checker.arithmetic.Lead;
import org.assay.checker.arithmetic.Norming;
import org.assay.checker.arithmetic.Softmax;
import org.assay.checker.exact.ExactMatrix;
import org.assay.checker.exact.Lemma;

/**
 * Lemmas L-60 and L-68: vectors with a radius, in units of 2^-bits, which is 2^-p in the lemmas.
 * Shifts to the right round down.
 */
@Lemma({"L-60", "L-68"})
public final class Wide implements Arithmetic<Ball, Fixed> {
  private static final int LONGEST = 1 << 10;

  private final int bits;
  private final Functions functions;
  private final Attending attending;
  private final Normalising normalising;
  private final ConcurrentHashMap<Softmax, Attending.Scale> scales = new ConcurrentHashMap<>();

  /** Requires: 64 <= bits <= 2^12. */
  public Wide(int bits) {
    this.bits = bits;
    this.functions = new Functions(bits);
    this.attending = new Attending(bits);
    this.normalising = new Normalising(bits);
  }

  @Override
  public Fixed prepared(ExactMatrix weights) {
    return Fixed.of(weights, bits);
  }

  @Override
  public Ball row(Fixed matrix, int row) { // L-60 (a)
    return new Ball(matrix.entries()[row], matrix.error());
  }

  @Override
  public Ball sum(List<Ball> vectors) { // L-60 (b)
    return vectors.stream().reduce((a, b) -> combined(a, b, BigInteger::add)).orElseThrow();
  }

  private static Ball combined(Ball a, Ball b, BinaryOperator<BigInteger> operation) {
    BigInteger[] centre = new BigInteger[a.width()];
    Arrays.setAll(centre, j -> operation.apply(a.centre()[j], b.centre()[j]));
    return new Ball(centre, a.radius().add(b.radius()));
  }

  @Override
  public Ball mean(List<Ball> vectors) { // L-60 (c)
    BigInteger count = BigInteger.valueOf(vectors.size());
    Ball sum = sum(vectors);
    BigInteger[] centre = new BigInteger[sum.width()];
    Arrays.setAll(centre, j -> Fixed.downBy(sum.centre()[j], count));
    return new Ball(centre, Fixed.upBy(sum.radius(), count).add(BigInteger.ONE));
  }

  @Override
  public Ball linear(Ball x, Fixed weight, Fixed bias) { // L-60 (d)
    BigInteger[] centre = new BigInteger[bias.entries()[0].length];
    Arrays.fill(centre, BigInteger.ZERO);
    for (int in = 0; in < x.width(); in++) {
      BigInteger[] row = weight.entries()[in];
      BigInteger entry = x.centre()[in];
      for (int out = 0; out < centre.length && entry.signum() != 0; out++) {
        centre[out] = centre[out].add(entry.multiply(row[out]));
      }
    }
    Arrays.setAll(centre, out -> centre[out].shiftRight(bits).add(bias.entries()[0][out]));
    BigInteger reach = x.sum(0, x.width()).add(x.radius().multiply(BigInteger.valueOf(x.width())));
    BigInteger error = x.radius().multiply(weight.columnSum()).add(weight.error().multiply(reach));
    BigInteger radius = Fixed.up(error, bits).add(BigInteger.ONE).add(bias.error());
    return new Ball(centre, radius);
  }

  @Override
  public Ball attention(
      Ball query, List<Ball> keys, List<Ball> values, int visible, Softmax softmax) {
    Attending.Scale scale = scales.computeIfAbsent(softmax, one -> Attending.Scale.of(one, bits));
    return attending.of(query, keys, values, new Attending.Job(visible, softmax, scale));
  }

  @Override
  public Optional<Ball> normalized(Ball x, Norming norming, Fixed weight, Fixed bias) {
    return normalising.of(x, norming).map(z -> normalising.affine(z, weight, bias));
  }

  @Override
  public Ball activated(Ball x, Activation function) {
    if (function == Activation.RELU) { // L-60 (e)
      BigInteger[] centre = new BigInteger[x.width()];
      Arrays.setAll(centre, j -> x.centre()[j].max(BigInteger.ZERO));
      return new Ball(centre, x.radius());
    }
    return functions.of(x, function);
  }

  @Override
  public Ball concatenated(List<Ball> vectors) { // L-60 (f)
    BigInteger[] centre =
        vectors.stream().flatMap(one -> Arrays.stream(one.centre())).toArray(BigInteger[]::new);
    BigInteger radius = vectors.stream().map(Ball::radius).reduce(BigInteger.ZERO, BigInteger::max);
    return new Ball(centre, radius);
  }

  @Override
  public Ball slice(Ball x, int from, int width) { // L-60 (f)
    return new Ball(Arrays.copyOfRange(x.centre(), from, from + width), x.radius());
  }

  /** centre and radius below 2^1024, more than which no binary64 is. */
  @Override
  public boolean isShort(Ball vector) {
    int most = bits + LONGEST;
    return vector.radius().bitLength() <= most
        && Arrays.stream(vector.centre()).allMatch(entry -> entry.bitLength() <= most);
  }

  @Override
  public Lead lead(Ball outputs, Contest contest) { // L-68
    BigInteger most = contest.margin().ceilScaled(bits);
    BigInteger least = Fixed.floor(contest.margin(), bits);
    BigInteger twice = outputs.radius().shiftLeft(1);
    Lead lead = Lead.CERTAIN;
    for (int o = contest.from(); o <= contest.to(); o++) {
      BigInteger ahead = outputs.centre()[contest.right()].subtract(outputs.centre()[o]);
      if (o != contest.right() && ahead.subtract(twice).compareTo(most) <= 0) {
        if (ahead.add(twice).compareTo(least) <= 0) {
          return Lead.REFUTED;
        }
        lead = Lead.OPEN;
      }
    }
    return lead;
  }
}

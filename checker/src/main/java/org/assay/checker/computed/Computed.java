// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.computed;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.assay.checker.arithmetic.Activation;
import org.assay.checker.arithmetic.Arithmetic;
import org.assay.checker.arithmetic.Contest;
import org.assay.checker.arithmetic.Lead;
import org.assay.checker.arithmetic.Norming;
import org.assay.checker.arithmetic.Softmax;
import org.assay.checker.arithmetic.WordLead;
import org.assay.checker.exact.ExactMatrix;
import org.assay.checker.exact.Lemma;
import org.assay.checker.medium.Disc;
import org.assay.checker.medium.Medium;

/**
 * Lemmas L-95 and L-98: rows of every execution of the profile binary32-any-engine. A lead is
 * certain if the right output exceeds the others by more than the margin exactly and in every
 * execution.
 */
@Lemma({"L-95", "L-98"})
public final class Computed implements Arithmetic<Carried, Weighed> {
  /** 17/12 is more than the root of 2, by which entries of a vector differ at most. */
  private static final int APART = 17;

  private static final int APART_OF = 24;

  /** Units of |x| by which gelu, gelu-tanh and silu of x may be off. */
  private static final int FUNCTION = 32;

  private final Medium medium = new Medium();
  private final Attended attended = new Attended(medium);

  @Override
  public Weighed prepared(ExactMatrix weights) {
    return new Weighed(weights);
  }

  @Override
  public Carried row(Weighed matrix, int row) {
    return Carried.of(matrix.row(row), BigInteger.ONE);
  }

  @Override
  public Carried sum(List<Carried> vectors) {
    return added(vectors, vectors.size(), 1);
  }

  @Override
  public Carried mean(List<Carried> vectors) {
    return added(vectors, vectors.size() + 4, vectors.size());
  }

  /** The sum over a number, after so many roundings. */
  private Carried added(List<Carried> vectors, int roundings, int divisor) {
    if (!Carried.areUsable(vectors)) {
      return Carried.unknown(vectors.get(0).width());
    }
    BigInteger reach = BigInteger.ZERO;
    BigInteger far = BigInteger.ZERO;
    for (Carried vector : vectors) {
      reach = reach.add(BigInteger.valueOf(vector.reach()));
      far = far.add(BigInteger.valueOf(vector.far()));
    }
    BigInteger moved = far.add(RoundingErrors.of(roundings, reach));
    List<Disc> exact = Carried.exact(vectors);
    return Carried.of(
        divisor > 1 ? medium.mean(exact) : medium.sum(exact),
        RoundingErrors.over(moved, BigInteger.valueOf(divisor)).add(BigInteger.ONE));
  }

  @Override
  public Carried linear(Carried x, Weighed weight, Weighed bias) {
    Carried added = bias.carried(0);
    if (!x.isUsable() || !added.isUsable()) {
      return Carried.unknown(added.width());
    }
    Disc product = weight.limbs().outputs(x.exact(), added.exact());
    if (!product.known()) {
      return Carried.unknown(added.width());
    }
    BigInteger moved = scaled(x.far(), BigInteger.valueOf(weight.limbs().norm()));
    BigInteger reach = scaled(x.reach(), weight.absolute()).add(BigInteger.valueOf(added.reach()));
    BigInteger rounded = RoundingErrors.of(x.width() + 2, reach);
    return Carried.of(product, moved.add(rounded).add(BigInteger.ONE));
  }

  /** More than the product over 2^48. */
  static BigInteger scaled(long number, BigInteger factor) {
    return BigInteger.valueOf(number).multiply(factor).shiftRight(Disc.BITS).add(BigInteger.ONE);
  }

  @Override
  public Carried attention(
      Carried query, List<Carried> keys, List<Carried> values, int visible, Softmax softmax) {
    boolean usable = query.isUsable() && Carried.areUsable(keys) && Carried.areUsable(values);
    return usable
        ? attended.of(query, keys, values, visible, softmax)
        : Carried.unknown(values.get(0).width());
  }

  @Override
  public Optional<Carried> normalized(Carried x, Norming norming, Weighed weight, Weighed bias) {
    Carried added = bias.carried(0);
    if (!x.isUsable() || !added.isUsable()) {
      return Optional.empty();
    }
    Optional<BigInteger> spread = Normed.spread(x, norming);
    Optional<Disc> exact =
        medium.normalized(x.exact(), norming, weight.limbs(), bias.limbs()).filter(Disc::known);
    if (spread.isEmpty() || exact.isEmpty()) {
      return Optional.empty();
    }
    Disc factors = weight.row(0);
    BigInteger steepest = BigInteger.valueOf(factors.largest() + factors.radius());
    BigInteger far = spread.get().multiply(steepest).shiftRight(Disc.BITS).add(BigInteger.TWO);
    return Optional.of(Carried.of(exact.get(), far.add(RoundingErrors.of(20, added.reach()))));
  }

  @Override
  public Carried activated(Carried x, Activation function) {
    if (!x.isUsable()) {
      return Carried.unknown(x.width());
    }
    Disc exact = medium.activated(x.exact(), function);
    if (function == Activation.RELU) {
      return Carried.of(exact, BigInteger.valueOf(x.far() + 1));
    }
    int quarters = function == Activation.GELU ? 5 : 10; // L-98: the slope is at most 5/4, or 5/2
    BigInteger moved = BigInteger.valueOf((quarters * x.far() + 3 >> 2) + 1);
    return Carried.of(exact, moved.add(RoundingErrors.of(FUNCTION + 2, x.reach())));
  }

  @Override
  public Carried concatenated(List<Carried> vectors) {
    if (!Carried.areUsable(vectors)) {
      return Carried.unknown(vectors.stream().mapToInt(Carried::width).sum());
    }
    long far = vectors.stream().mapToLong(Carried::far).sum();
    return Carried.of(medium.concatenated(Carried.exact(vectors)), BigInteger.valueOf(far));
  }

  @Override
  public Carried slice(Carried x, int from, int width) {
    return x.isUsable()
        ? Carried.of(medium.slice(x.exact(), from, width), BigInteger.valueOf(x.far()))
        : Carried.unknown(width);
  }

  @Override
  public boolean isShort(Carried vector) {
    return vector.exact().known();
  }

  @Override
  public Lead lead(Carried outputs, Contest contest) {
    long apart = outputs.exact().radius() + outputs.far();
    long radius = (APART * apart + APART_OF - 1) / APART_OF;
    return WordLead.of(outputs.exact().centre(), radius, Disc.BITS, contest);
  }
}

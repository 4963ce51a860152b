// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.medium;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.assay.checker.arithmetic.Activation;
import org.assay.checker.arithmetic.Arithmetic;
import org.assay.checker.arithmetic.Contest;
import org.assay.checker.arithmetic.Lead;
import org.assay.checker.arithmetic.Norming;
import org.assay.checker.arithmetic.Softmax;
import org.assay.checker.arithmetic.WordLead;
import org.assay.checker.exact.ExactMatrix;
import org.assay.checker.exact.Lemma;

/** Lemma L-91: the arithmetic of discs, where sums and products may be too large for one. */
@Lemma("L-91")
public final class Scaling implements Arithmetic<Scaled, Limbs> {
  /** By how much an operand is made smaller, until the product is not too large. */
  private static final int[] SMALLER = {0, 4, 8};

  private final Medium medium = new Medium();

  @Override
  public Limbs prepared(ExactMatrix weights) {
    return medium.prepared(weights);
  }

  @Override
  public Scaled row(Limbs matrix, int row) {
    return new Scaled(medium.row(matrix, row), 0);
  }

  private static int exponent(List<Scaled> vectors) {
    int most = 0;
    for (Scaled vector : vectors) {
      most = Math.max(most, vector.exponent());
    }
    return most;
  }

  private static Scaled at(int exponent, List<Scaled> vectors, Function<List<Disc>, Disc> made) {
    return Scaled.of(
        made.apply(vectors.stream().map(vector -> vector.at(exponent)).toList()), exponent);
  }

  @Override
  public Scaled sum(List<Scaled> vectors) { // L-91 (b)
    int exponent = exponent(vectors);
    Scaled sum = at(exponent, vectors, medium::sum);
    int bits = Integer.SIZE - Integer.numberOfLeadingZeros(vectors.size());
    return sum.disc().known() ? sum : at(exponent + bits, vectors, medium::sum);
  }

  @Override
  public Scaled mean(List<Scaled> vectors) {
    return at(exponent(vectors), vectors, medium::mean);
  }

  @Override
  public Scaled linear(Scaled x, Limbs weight, Limbs bias) { // L-91 (c)
    Scaled product = x;
    for (int k : SMALLER) {
      int exponent = x.exponent() + k;
      Disc disc = weight.times(x.at(exponent), Scaled.half(bias.row(0), exponent));
      product = Scaled.of(disc, exponent);
      if (product.disc().known()) {
        return product;
      }
    }
    return product;
  }

  private static boolean arePlain(List<Scaled> vectors) {
    return exponent(vectors) == 0;
  }

  @Override
  public Scaled attention(
      Scaled query, List<Scaled> keys, List<Scaled> values, int visible, Softmax softmax) {
    if (query.exponent() > 0 || !arePlain(keys) || !arePlain(values)) { // L-91 (e)
      return new Scaled(Disc.unknown(values.get(0).disc().width()), 0);
    }
    List<Disc> plainKeys = keys.stream().map(Scaled::disc).toList();
    List<Disc> plainValues = values.stream().map(Scaled::disc).toList();
    return new Scaled(medium.attention(query.disc(), plainKeys, plainValues, visible, softmax), 0);
  }

  @Override
  public Optional<Scaled> normalized(Scaled x, Norming norming, Limbs weight, Limbs bias) {
    return x.exponent() > 0 // L-91 (e)
        ? Optional.empty()
        : medium.normalized(x.disc(), norming, weight, bias).map(disc -> new Scaled(disc, 0));
  }

  @Override
  public Scaled activated(Scaled x, Activation function) {
    boolean known = x.exponent() == 0 || function == Activation.RELU; // L-91 (d), (e)
    Disc disc = known ? medium.activated(x.disc(), function) : Disc.unknown(x.disc().width());
    return new Scaled(disc, known ? x.exponent() : 0);
  }

  @Override
  public Scaled concatenated(List<Scaled> vectors) {
    return at(exponent(vectors), vectors, medium::concatenated);
  }

  @Override
  public Scaled slice(Scaled x, int from, int width) {
    return new Scaled(medium.slice(x.disc(), from, width), x.exponent());
  }

  @Override
  public boolean isShort(Scaled vector) {
    return vector.disc().known();
  }

  @Override
  public Lead lead(Scaled outputs, Contest contest) { // L-91 (f)
    Disc disc = outputs.disc();
    return WordLead.of(disc.centre(), disc.radius(), Disc.BITS - outputs.exponent(), contest);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.medium;

import java.util.Arrays;
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

/** Lemma L-86: vectors with 48 fractional bits and a radius, in words of 64 bits. */
@Lemma("L-86")
public final class Medium implements Arithmetic<Disc, Limbs> {
  /** Sums whose terms are below this fit. */
  private static final long MOST_SUM = 1L << 62;

  private final Heads heads = new Heads();
  private final Norms norms = new Norms();
  private final Activations activations = new Activations();

  @Override
  public Limbs prepared(ExactMatrix weights) {
    return new Limbs(weights);
  }

  @Override
  public Disc row(Limbs matrix, int row) {
    return matrix.row(row);
  }

  /** The sum of the centres over a number; not known where it might not fit. */
  private static Disc sum(List<Disc> vectors, int divisor) { // L-86 (b), (c)
    long[] centre = new long[vectors.get(0).width()];
    long radius = 0;
    long reach = 0;
    for (Disc vector : vectors) {
      reach = Math.min(MOST_SUM, reach + vector.largest());
      radius = Math.min(MOST_SUM, radius + vector.radius());
      for (int j = 0; j < centre.length; j++) {
        centre[j] += vector.centre()[j];
      }
    }
    if (reach >= MOST_SUM) {
      return Disc.unknown(centre.length);
    }
    if (divisor > 1) {
      Arrays.setAll(centre, j -> Math.floorDiv(centre[j], divisor));
      radius = radius / divisor + 1 + Disc.rootAbove(centre.length);
    }
    return Disc.of(centre, radius);
  }

  @Override
  public Disc sum(List<Disc> vectors) {
    return sum(vectors, 1);
  }

  @Override
  public Disc mean(List<Disc> vectors) {
    return sum(vectors, vectors.size());
  }

  @Override
  public Disc linear(Disc x, Limbs weight, Limbs bias) {
    return weight.times(x, bias.row(0));
  }

  @Override
  public Disc attention(
      Disc query, List<Disc> keys, List<Disc> values, int visible, Softmax softmax) {
    return heads.of(query, keys, values, visible, softmax);
  }

  /** How a head of {@code attention} shares, by key; none where that is not known. */
  public Share[] shares(Disc query, List<Disc> keys, int visible, Softmax softmax, int head) {
    return heads.shares(query, keys, visible, softmax, head);
  }

  @Override
  public Optional<Disc> normalized(Disc x, Norming norming, Limbs weight, Limbs bias) {
    Disc plain = norms.of(x, norming);
    return plain.known()
        ? Optional.of(Norms.affine(plain, weight.row(0), bias.row(0)))
        : Optional.empty();
  }

  @Override
  public Disc activated(Disc x, Activation function) {
    if (function != Activation.RELU) {
      return activations.of(x, function);
    }
    long[] centre = new long[x.width()];
    for (int j = 0; j < centre.length; j++) {
      centre[j] = Math.max(x.centre()[j], 0); // L-86 (e)
    }
    return new Disc(centre, x.radius(), x.known());
  }

  @Override
  public Disc concatenated(List<Disc> vectors) { // L-86 (f)
    long[] centre = vectors.stream().flatMapToLong(one -> Arrays.stream(one.centre())).toArray();
    return Disc.of(centre, vectors.stream().mapToLong(Disc::radius).sum());
  }

  @Override
  public Disc slice(Disc x, int from, int width) { // L-86 (f)
    return new Disc(Arrays.copyOfRange(x.centre(), from, from + width), x.radius(), x.known());
  }

  @Override
  public boolean isShort(Disc vector) {
    return vector.known();
  }

  @Override
  public Lead lead(Disc outputs, Contest contest) {
    return WordLead.of(outputs.centre(), outputs.radius(), Disc.BITS, contest);
  }
}

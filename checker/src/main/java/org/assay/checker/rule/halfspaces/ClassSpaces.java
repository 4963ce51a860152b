// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.halfspaces;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assay.checker.exact.Lemma;
import org.assay.checker.exact.Rational;
import org.assay.checker.program.OneLayer.NormPart;
import org.assay.checker.rule.halfspaces.NormRange.Ends;
import org.assay.checker.rule.halfspaces.NormRange.Middle;

/**
 * Lemmas L-57, L-58, L-69: the half-spaces of one class. An input of the class is right if it is in
 * none of them.
 */
@Lemma({"L-57", "L-58", "L-69"})
final class ClassSpaces {
  private final LayerTables tables;
  private final ClassHeads heads;
  private final Optional<Neurons> neurons;
  private final int[][][] arguments; // of neurons, [head][place][neuron]
  private final int most; // bits of the numbers of a half-space, but for two
  private final int scale; // they are in units of 2^-scale
  private final int drop; // which is 2^drop units of the outer columns
  private Optional<NormRange> root = Optional.empty(); // of the last norm

  /** A bound at one end of the norm before the neurons: {@code number} in units of the class. */
  private record Bound(BigInteger constant, long[][] heads) {}

  private ClassSpaces(
      LayerTables tables, ClassHeads heads, Optional<Neurons> neurons, int[][][] arguments) {
    this.tables = tables;
    this.heads = heads;
    this.neurons = neurons;
    this.arguments = arguments;
    this.most = tables.sizes().most();
    int own = tables.outer().units().scale();
    this.scale = Math.min(own, neurons.map(this::scaleOfNeurons).orElse(own));
    this.drop = own - scale;
  }

  /** So that neither the slopes' products nor the values' have more than {@code most} bits. */
  private int scaleOfNeurons(Neurons some) {
    int factors = tables.mixed().units().scale();
    int least = most - 61 + factors + some.valueScale;
    for (Neurons.End end : some.ends) {
      least =
          Math.min(least, most - 91 + factors + end.slopeScale() + tables.inner().units().scale());
    }
    return least;
  }

  /**
   * Those of a class; nothing where its inputs may be undefined, or numbers are too large.
   *
   * @param last the last norm, if there is one
   */
  static Optional<ClassSpaces> of(
      LayerTables tables,
      ClassHeads heads,
      Optional<Neurons> neurons,
      int[][][] arguments,
      Optional<NormPart> last) {
    ClassSpaces spaces = new ClassSpaces(tables, heads, neurons, arguments);
    return last.isEmpty() || spaces.hasRange(last.get()) ? Optional.of(spaces) : Optional.empty();
  }

  /** L-57, L-59: the range of what the last norm divides by. */
  private boolean hasRange(NormPart norm) {
    int first = tables.sizes().outputs();
    Ends[] ranges = new Ends[tables.entries()];
    for (int j = 0; j < ranges.length; j++) {
      Combination column = Combination.column(tables.outer(), heads.q, first + j);
      ranges[j] = range(column, Factors.column(tables.mixed(), first + j));
    }
    Middle middle = Middle.of(ranges);
    int less = Combination.drop(ranges.length, most, tables.sizes());
    Combination product =
        Combination.product(tables.outer(), heads.q, first, middle.entries(), less);
    Ends along = range(product, Factors.product(tables.mixed(), first, middle.entries(), less));
    root = NormRange.of(norm.norming(), scale, ranges, new NormRange.Product(middle, along, less));
    return root.isPresent();
  }

  /** The range of a number behind the neurons, in units of 2^-scale. */
  private Ends range(Combination direct, Factors factors) {
    if (neurons.isEmpty()) {
      return direct.range(heads);
    }
    long low = least(direct, factors);
    return new Ends(low, -least(direct.negative(), factors.negative()));
  }

  private long least(Combination direct, Factors factors) {
    BigInteger least = null;
    for (Bound bound : bounds(direct, factors)) {
      BigInteger sum = bound.constant;
      for (int h = 0; h < bound.heads.length; h++) {
        sum = sum.add(BigInteger.valueOf(heads.least(h, bound.heads[h])));
      }
      least = least == null ? sum : least.min(sum);
    }
    return least.longValueExact();
  }

  /** For each end of the norm before the neurons; direct + factors · neurons is not less. */
  private List<Bound> bounds(Combination direct, Factors factors) {
    long[][] own = new long[direct.heads().length][direct.heads()[0].length];
    for (int h = 0; h < own.length; h++) {
      for (int place = 0; place < own[h].length; place++) {
        own[h][place] = Units.coarser(direct.heads()[h][place], drop);
      }
    }
    BigInteger constant = BigInteger.valueOf(Units.coarser(direct.constant(), drop));
    long rows = (long) own.length * heads.held();
    if (neurons.isEmpty()) {
      heads.meter.add(4 * rows);
      return List.of(new Bound(constant, own));
    }
    List<Bound> found = new ArrayList<>();
    for (Neurons.End end : neurons.get().ends) {
      EndTerms terms = EndTerms.of(factors, neurons.get(), end, tables);
      heads.meter.add(rows * (2L * neurons.get().width() + 4));
      BigInteger more = terms.constant(scale);
      found.add(new Bound(constant.add(more), terms.heads(own, arguments, heads, scale)));
    }
    return found;
  }

  /** The half-spaces of an output, one for each end; nothing if some number is too large. */
  Optional<List<HalfSpace>> of(int output, Rational margin) {
    int m = heads.m - tables.sizes().fixed();
    int o = output - tables.sizes().fixed();
    Combination direct =
        Combination.column(tables.outer(), heads.q, m)
            .minus(Combination.column(tables.outer(), heads.q, o));
    BigInteger bias = bias(m, o, margin);
    Factors factors = Factors.column(tables.mixed(), m).minus(Factors.column(tables.mixed(), o));
    List<HalfSpace> found = new ArrayList<>();
    for (Bound bound : bounds(direct, factors)) {
      BigInteger constant = bound.constant.add(bias);
      if (constant.bitLength() > most + 2) {
        if (constant.signum() < 0) {
          return Optional.empty();
        }
        constant = BigInteger.ONE.shiftLeft(most + 2);
      }
      found.add(HalfSpace.of(constant.longValueExact(), bound.heads, heads));
    }
    return Optional.of(found);
  }

  /** beta_o of L-57, times the end of the range that makes it less. */
  private BigInteger bias(int m, int o, Rational margin) {
    int own = tables.outer().units().scale();
    long[] bias = tables.outer().bias();
    BigInteger beta =
        BigInteger.valueOf(bias[m] - bias[o] - tables.outer().units().spread())
            .subtract(margin.ceilScaled(own));
    if (root.isPresent()) {
      long end = beta.signum() >= 0 ? root.get().lo() : root.get().hi();
      beta = beta.multiply(BigInteger.valueOf(end)).shiftRight(scale);
    }
    return beta.shiftRight(drop);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.halfspaces;

import java.math.BigInteger;
import java.util.Optional;
import org.assay.checker.arithmetic.Activation;
import org.assay.checker.exact.Lemma;
import org.assay.checker.exact.Rounding;
import org.assay.checker.program.OneLayer.Mlp;
import org.assay.checker.program.OneLayer.NormPart;
import org.assay.checker.rule.halfspaces.LayerTables.Columns;
import org.assay.checker.rule.halfspaces.NormRange.Ends;
import org.assay.checker.rule.halfspaces.NormRange.Middle;

/**
 * Lemmas L-56, L-58: what the neurons of a class may be: the range of the norm before them, lines
 * of each, and at each end of that range what these make of g_k, in integers.
 */
@Lemma({"L-56", "L-58"})
final class Neurons {
  private static final int FACTOR_BITS = 31;
  private static final int MOST_BITS = 58;

  /** Below and above: the lines of a neuron. */
  static final int BELOW = 0;

  static final int ABOVE = 1;

  /**
   * At one end of the norm's range, by line and neuron: {@code slopes} is alpha over the end, in
   * units of 2^-slopeScale, rounded down; {@code values} is what the line is where the heads add
   * nothing, over the end, in units of 2^-valueScale.
   */
  record End(long[][] slopes, boolean[][] exact, int slopeScale, long[][] values) {}

  private final Columns columns;
  private final ClassHeads heads;
  private final int width;
  private final boolean isHomogeneous;
  private final Ends[] sums; // of what the heads add to a neuron, in units of the columns
  private final Ends[] arguments;
  private NeuronBase at; // one end of 1, or both ends of what the norm divides by
  private TwoLines[] lines;

  final End[] ends;
  int valueScale;
  long valueSpread;

  /** By neuron: bounds of what the heads add to it, in units of the columns. */
  final long[] reach;

  /** By neuron: no value is larger, in units of 2^-valueScale. */
  final long[] most;

  private Neurons(LayerTables tables, ClassHeads heads, boolean isHomogeneous) {
    this.columns = tables.inner();
    this.heads = heads;
    this.width = tables.sizes().neurons();
    this.isHomogeneous = isHomogeneous;
    this.sums = new Ends[width];
    this.arguments = new Ends[width];
    this.reach = new long[width];
    this.most = new long[width];
    for (int k = 0; k < width; k++) {
      Combination column = Combination.column(columns, heads.q, k);
      long base = column.constant();
      sums[k] = new Ends(column.low(heads) - base, column.high(heads) - base - column.spread());
      reach[k] = Math.max(Math.abs(sums[k].lo()), Math.abs(sums[k].hi()));
    }
    this.at = new NeuronBase(columns, heads.q, new long[] {1}, 0);
    this.ends = new End[tables.hasNormBefore() ? 2 : 1];
  }

  /** Of a class; nothing if the norm may be undefined, or numbers are too large. */
  static Optional<Neurons> of(
      LayerTables tables, ClassHeads heads, Mlp mlp, TwoLines.Liner liner, int[] slopes) {
    Neurons neurons = new Neurons(tables, heads, mlp.function() == Activation.RELU);
    if (mlp.inner().norm().isPresent() && !neurons.hasRange(mlp.inner().norm().get())) {
      return Optional.empty();
    }
    return neurons.hasLines(liner, slopes) ? Optional.of(neurons) : Optional.empty();
  }

  private boolean hasRange(NormPart norm) {
    int entries = columns.width() - width;
    Ends[] ranges = new Ends[entries];
    for (int j = 0; j < entries; j++) {
      ranges[j] = Combination.column(columns, heads.q, width + j).range(heads);
    }
    Middle middle = Middle.of(ranges);
    int drop = Combination.drop(entries, LayerTables.INNER_BITS + 1, heads.sizes);
    Combination product = Combination.product(columns, heads.q, width, middle.entries(), drop);
    NormRange.Product along = new NormRange.Product(middle, product.range(heads), drop);
    int scale = columns.units().scale();
    Optional<NormRange> range = NormRange.of(norm.norming(), scale, ranges, along);
    range.ifPresent(found -> at = new NeuronBase(columns, heads.q, found.both(), scale));
    return range.isPresent();
  }

  private boolean hasLines(TwoLines.Liner liner, int[] slopes) {
    lines = new TwoLines[width];
    heads.meter.add(40L * width);
    for (int k = 0; k < width; k++) {
      BigInteger[] argument = at.argument(k, sums[k], isHomogeneous);
      if (argument[0].bitLength() > MOST_BITS || argument[1].bitLength() > MOST_BITS) {
        return false; // L-69: no overflow
      }
      arguments[k] = new Ends(argument[0].longValueExact(), argument[1].longValueExact());
      Optional<TwoLines> found = liner.lines(arguments[k].lo(), arguments[k].hi(), slopes[k]);
      if (found.isEmpty()) {
        return false;
      }
      lines[k] = found.get();
    }
    prepare();
    return true;
  }

  /** The integers of {@link #ends}; values of all ends have the same units. */
  private void prepare() {
    BigInteger[][][][] values = new BigInteger[ends.length][2][width][];
    BigInteger[][] largest = new BigInteger[ends.length][width];
    int bits = 0;
    for (int e = 0; e < ends.length; e++) {
      for (int k = 0; k < width; k++) {
        for (int side = BELOW; side <= ABOVE; side++) {
          values[e][side][k] = value(k, lines[k].line(side), at.roots()[e]);
          bits = Math.max(bits, values[e][side][k][0].bitLength());
          bits = Math.max(bits, values[e][side][k][1].bitLength());
        }
        largest[e][k] = largest(k, at.roots()[e]);
        bits = Math.max(bits, largest[e][k].bitLength());
      }
    }
    int drop = Math.max(0, bits - FACTOR_BITS + 1);
    valueScale = columns.units().scale() + TwoLines.SLOPE_BITS - drop;
    for (int e = 0; e < ends.length; e++) {
      ends[e] = end(values[e], at.roots()[e], drop);
      for (int k = 0; k < width; k++) {
        most[k] = Math.max(most[k], Rounding.up(largest[e][k], drop).longValueExact());
      }
    }
  }

  /** L-69: slopes of fewer than 32 bits, and values without their last bits. */
  private End end(BigInteger[][][] values, long root, int drop) {
    int fine = ClassHeads.bits(root) - 1; // root >= 2^fine
    long[][] slopes = new long[2][width];
    boolean[][] exact = new boolean[2][width];
    long[][] down = new long[2][width];
    for (int side = BELOW; side <= ABOVE; side++) {
      for (int k = 0; k < width; k++) {
        BigInteger slope = BigInteger.valueOf(lines[k].line(side).slope()).shiftLeft(fine);
        slopes[side][k] = NeuronBase.floorBy(slope, BigInteger.valueOf(root)).longValueExact();
        exact[side][k] = slope.mod(BigInteger.valueOf(root)).signum() == 0;
        down[side][k] = values[side][k][0].shiftRight(drop).longValueExact();
        long up = Rounding.up(values[side][k][1], drop).longValueExact();
        valueSpread = Math.max(valueSpread, up - down[side][k]);
      }
    }
    return new End(slopes, exact, fine + TwoLines.SLOPE_BITS - at.rootScale(), down);
  }

  /** Both ends of alpha · (base / root + b) + gamma, or + gamma / root where that is the line. */
  private BigInteger[] value(int k, TwoLines.Line line, long root) {
    BigInteger alpha = BigInteger.valueOf(line.slope());
    BigInteger gamma = BigInteger.valueOf(line.height()).shiftLeft(TwoLines.SLOPE_BITS);
    BigInteger[] bias = at.bias(k);
    BigInteger[] found = new BigInteger[2];
    for (int side = 0; side <= 1; side++) {
      boolean isLow = side == 0 == line.slope() >= 0;
      long spread = isLow ? 0 : columns.units().spread();
      BigInteger base = BigInteger.valueOf(columns.base()[heads.q][k] + spread).multiply(alpha);
      BigInteger divided = isHomogeneous ? base.add(gamma) : base;
      BigInteger added = alpha.multiply(bias[isLow ? 0 : 1]);
      added = isHomogeneous ? added : added.add(gamma);
      found[side] =
          side == 0
              ? at.quotient(divided, root).add(added)
              : at.quotient(divided.negate(), root).negate().add(added);
    }
    return found;
  }

  /** No value of the function is larger, over the root where it is homogeneous. */
  private BigInteger largest(int k, long root) {
    long far = Math.max(Math.abs(arguments[k].lo()), Math.abs(arguments[k].hi()));
    BigInteger largest = BigInteger.valueOf(far).shiftLeft(TwoLines.SLOPE_BITS);
    return isHomogeneous ? at.quotient(largest.negate(), root).negate() : largest;
  }

  int width() {
    return width;
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.gaps;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.assay.checker.exact.ExactMatrix;
import org.assay.checker.exact.Lemma;
import org.assay.checker.exact.Meter;
import org.assay.checker.exact.Rational;
import org.assay.checker.execution.Sides;
import org.assay.checker.margin.LongRows;
import org.assay.checker.margin.ValueTables;
import org.assay.checker.split.Split;

/**
 * By how much logits exceed that of the maximum m, in units of 2^-bits, rounded up.
 *
 * <p>Cost: O(vocab (vocab + k)) for each of {@code lines} and {@code restLead}, O(1) for the
 * others.
 */
@Lemma("L-36")
final class RivalTables {
  /** Bits of the largest entry. */
  private static final int PRECISION = 96;

  private final Table evou;
  private final Table pvou;
  private final TopTwo[] top; // of the rivals' rows of evou
  private final List<Split> splits;
  private final BigInteger margin;
  private final int bits;

  /** A table rounded down, of the maximum and of its rivals: the same where nothing is off. */
  private record Table(BigInteger[][] right, BigInteger[][] wrong) {
    static Table of(Sides sides, int bits) {
      BigInteger[][] wrong = floor(sides.wrong(), bits);
      return new Table(sides.isExact() ? wrong : floor(sides.right(), bits), wrong);
    }

    /** By how much o leads m: a difference of floors is short by less than one. */
    BigInteger lead(int row, int o, int m) {
      return wrong[row][o].subtract(right[row][m]).add(BigInteger.ONE);
    }
  }

  RivalTables(Sides evou, Sides pvou, List<Split> splits, Rational margin, Meter meter) {
    long vocab = evou.rows();
    meter.add(3L * vocab * vocab + pvou.rows() * vocab);
    meter.add(evou.isExact() ? 0 : (vocab + pvou.rows()) * vocab); // floors of the other side
    this.bits = PRECISION - magnitudeBits(evou, pvou, margin, splits);
    this.evou = Table.of(evou, bits);
    this.pvou = Table.of(pvou, bits);
    this.top = Arrays.stream(this.evou.wrong).map(TopTwo::of).toArray(TopTwo[]::new);
    this.splits = splits;
    this.margin = ValueTables.ceil(margin, bits);
  }

  private static BigInteger[][] floor(ExactMatrix matrix, int bits) {
    return IntStream.range(0, matrix.rows())
        .mapToObj(r -> matrix.floorScaled(r, bits))
        .toArray(BigInteger[][]::new);
  }

  private static int magnitudeBits(Sides evou, Sides pvou, Rational margin, List<Split> splits) {
    int magnitude = Math.max(evou.magnitudeBits(), pvou.magnitudeBits());
    magnitude = Math.max(magnitude, LongRows.magnitudeBits(margin));
    for (Split split : splits) {
      magnitude = Math.max(magnitude, split.known().magnitudeBits());
      magnitude = Math.max(magnitude, split.error().magnitudeBits());
    }
    return magnitude;
  }

  /** The number of direct splits. */
  int splits() {
    return splits.size();
  }

  /** One line for each output but m: what attention to m alone and what attention at all adds. */
  Lines lines(int split, int m, Meter meter) {
    ExactMatrix common = splits.get(split).known();
    int rivals = top.length - 1;
    meter.add(rivals * (pvou.wrong.length + 5L));
    BigInteger[] slopes = new BigInteger[rivals];
    BigInteger[] heights = new BigInteger[rivals];
    for (int o = 0, line = 0; o <= rivals; o++) {
      if (o != m) {
        BigInteger lead = ceilShift(difference(common, o, m), common.exponent() + bits);
        slopes[line] = lead.add(positionLead(o, m)).add(margin);
        heights[line++] = evou.lead(m, o, m);
      }
    }
    return new Lines(slopes, heights);
  }

  /** What the direct path may add beyond the lines. */
  BigInteger excess(int split, int q, int m) {
    return ceilShift(splits.get(split).error(q, m), splits.get(split).error().exponent() + bits);
  }

  /** What a token that is not m adds at most, for any output. */
  BigInteger tokenLead(int token, int m) {
    return top[token].besides(m).subtract(evou.right[token][m]).add(BigInteger.ONE);
  }

  private BigInteger positionLead(int o, int m) {
    BigInteger most = pvou.lead(0, o, m);
    for (int i = 1; i < pvou.wrong.length; i++) {
      most = most.max(pvou.lead(i, o, m));
    }
    return most;
  }

  private static BigInteger difference(ExactMatrix row, int o, int m) {
    return row.significand(0, o).subtract(row.significand(0, m));
  }

  private static BigInteger ceilShift(BigInteger value, int bits) {
    return value.negate().shiftLeft(bits).negate(); // a right shift rounds down
  }
}

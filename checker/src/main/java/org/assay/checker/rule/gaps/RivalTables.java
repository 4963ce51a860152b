// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.gaps;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assay.checker.exact.ExactMatrix;
import org.assay.checker.exact.Lemma;
import org.assay.checker.exact.Meter;
import org.assay.checker.exact.Rational;
import org.assay.checker.exact.Rounding;
import org.assay.checker.execution.Sides;
import org.assay.checker.margin.Scales;
import org.assay.checker.split.Split;

/**
 * By how much logits exceed that of the maximum m, in units of 2^-bits, rounded up.
 *
 * <p>Cost: O(vocab (vocab + k)) for each of {@code linesUp} and {@code tokenLeadUp}, O(1) for the
 * others.
 */
@Lemma("L-36")
final class RivalTables {
  private final Table evou;
  private final Table pvou;
  private final TopTwo[] top; // of the rivals' rows of evou
  private final List<Split> splits;
  private final BigInteger margin;
  private final int bits;
  private final Meter meter;

  /** A table rounded down, of the maximum and of its rivals: the same where nothing is off. */
  private record Table(BigInteger[][] right, BigInteger[][] wrong) {
    static Table of(Sides sides, int bits) {
      BigInteger[][] wrong = sides.wrong().floorScaled(bits);
      return new Table(sides.isExact() ? wrong : sides.right().floorScaled(bits), wrong);
    }

    /** By how much o leads m: a difference of floors is short by less than one. */
    BigInteger leadUp(int row, int o, int m) {
      return wrong[row][o].subtract(right[row][m]).add(BigInteger.ONE);
    }
  }

  RivalTables(Sides evou, Sides pvou, List<Split> splits, Rational margin) {
    this.meter = evou.meter();
    long vocab = evou.rows();
    meter.add(3L * vocab * vocab + pvou.rows() * vocab); // floors; the largest two
    meter.add(evou.isExact() ? 0 : (vocab + pvou.rows()) * vocab); // floors of the other side
    this.bits = Scales.rivals(magnitudes(evou, pvou, margin, splits));
    this.evou = Table.of(evou, bits);
    this.pvou = Table.of(pvou, bits);
    this.top = Arrays.stream(this.evou.wrong).map(TopTwo::of).toArray(TopTwo[]::new);
    this.splits = splits;
    this.margin = margin.ceilScaled(bits);
  }

  private static IntStream magnitudes(Sides evou, Sides pvou, Rational margin, List<Split> splits) {
    return IntStream.concat(
        IntStream.of(evou.magnitudeBits(), pvou.magnitudeBits(), margin.magnitudeBits()),
        splits.stream()
            .flatMap(split -> Stream.of(split.known(), split.error()))
            .mapToInt(ExactMatrix::magnitudeBits));
  }

  Meter meter() {
    return meter;
  }

  /** The number of direct splits. */
  int splits() {
    return splits.size();
  }

  /** One line for each output but m: what attention to m alone and what attention at all adds. */
  Lines linesUp(int split, int m) {
    ExactMatrix common = splits.get(split).known();
    int rivals = top.length - 1;
    meter.add(rivals * (pvou.wrong.length + 5L)); // the largest position; two differences, sums
    BigInteger[] slopes = new BigInteger[rivals];
    BigInteger[] heights = new BigInteger[rivals];
    for (int o = 0, line = 0; o <= rivals; o++) {
      if (o != m) {
        BigInteger lead = Rounding.up(difference(common, o, m), -(common.exponent() + bits));
        slopes[line] = lead.add(positionLeadUp(o, m)).add(margin);
        heights[line++] = evou.leadUp(m, o, m);
      }
    }
    return new Lines(slopes, heights);
  }

  /** What the direct path may add beyond the lines. */
  BigInteger excessUp(int split, int q, int m) {
    Split direct = splits.get(split);
    return Rounding.up(direct.error(q, m), -(direct.error().exponent() + bits));
  }

  /** What a token that is not m adds at most, for any output. */
  BigInteger tokenLeadUp(int token, int m) {
    return top[token].besides(m).subtract(evou.right[token][m]).add(BigInteger.ONE);
  }

  private BigInteger positionLeadUp(int o, int m) {
    BigInteger most = pvou.leadUp(0, o, m);
    for (int i = 1; i < pvou.wrong.length; i++) {
      most = most.max(pvou.leadUp(i, o, m));
    }
    return most;
  }

  private static BigInteger difference(ExactMatrix row, int o, int m) {
    return row.significand(0, o).subtract(row.significand(0, m));
  }
}

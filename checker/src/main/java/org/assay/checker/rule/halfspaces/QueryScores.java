// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.halfspaces;

import java.math.BigInteger;
import org.assay.checker.arithmetic.Softmax;
import org.assay.checker.exact.Enclosure;
import org.assay.checker.exact.Exponential;
import org.assay.checker.exact.InverseSquareRoot;
import org.assay.checker.exact.Lemma;
import org.assay.checker.exact.Rounding;
import org.assay.checker.rule.halfspaces.LayerTables.Sizes;
import org.assay.checker.wide.Ball;

/** Lemma L-69: encloses the exponential of each score of one query, by head and place. */
@Lemma("L-69")
final class QueryScores {
  /** Bits that are left of an exponential. */
  static final int WEIGHT_BITS = 63;

  private static final int ROOT_BITS = 256;

  /** Wider arguments have each end's exponential. */
  private static final int NARROW_BITS = Exponential.BITS - 6;

  private static final BigInteger MOST_SHIFT = BigInteger.valueOf(2L * Exponential.BITS);

  private final Sizes sizes;
  private final InverseSquareRoot root;

  /** [head][place]; null where the program is not defined, or nothing may be. */
  final Enclosure[][] weights;

  /** Both ends of a score, in units of 2^-Exponential.BITS. */
  private record Score(BigInteger lo, BigInteger hi) {}

  QueryScores(LayerTables tables, int q) {
    this.sizes = tables.sizes();
    this.root = InverseSquareRoot.of(sizes.softmax().root(), ROOT_BITS);
    this.weights = new Enclosure[sizes.heads()][tables.known().length];
    for (int h = 0; h < weights.length; h++) {
      Score[] scores = new Score[tables.known().length];
      int bits = 1;
      for (int place = 0; place < scores.length; place++) {
        if (tables.known()[place]) {
          scores[place] = score(h, tables.queries()[q], tables.keys()[place]);
          bits = Math.max(bits, scores[place].lo.bitLength());
          bits = Math.max(bits, scores[place].hi.bitLength());
        }
      }
      Exponential exponential = Exponential.forArguments(bits + 1);
      for (int place = 0; place < scores.length; place++) {
        weights[h][place] = scores[place] == null ? null : weight(exponential, scores[place]);
      }
    }
  }

  /** As L-63, but that nothing is rounded before the scale. */
  private Score score(int head, Ball query, Ball key) {
    int width = query.width() / sizes.heads();
    int from = head * width;
    BigInteger sum = BigInteger.ZERO;
    for (int j = from; j < from + width; j++) {
      sum = sum.add(query.centre()[j].multiply(key.centre()[j]));
    }
    BigInteger error =
        query
            .radius()
            .multiply(key.sum(from, width))
            .add(key.radius().multiply(query.sum(from, width)))
            .add(query.radius().multiply(key.radius()).multiply(BigInteger.valueOf(width)));
    return scaled(sum.subtract(error), sum.add(error));
  }

  /** Times the scale, which may be negative. */
  private Score scaled(BigInteger lo, BigInteger hi) {
    Softmax softmax = sizes.softmax();
    BigInteger least = null;
    BigInteger most = null;
    for (BigInteger end : new BigInteger[] {lo, hi}) {
      for (BigInteger inverse : new BigInteger[] {root.lo(), root.hi()}) {
        BigInteger product = end.multiply(inverse).multiply(softmax.factor().numerator());
        least = least == null ? product : least.min(product);
        most = most == null ? product : most.max(product);
      }
    }
    BigInteger divisor = softmax.factor().denominator();
    int shift = 2 * Units.BITS + root.bits() - Exponential.BITS;
    return new Score(
        floorBy(least, divisor).shiftRight(shift),
        Rounding.up(floorBy(most.negate(), divisor).negate(), shift));
  }

  private static BigInteger floorBy(BigInteger dividend, BigInteger divisor) {
    return dividend.subtract(dividend.mod(divisor)).divide(divisor);
  }

  private static Enclosure weight(Exponential exponential, Score score) {
    int drop = Exponential.BITS + 2 - WEIGHT_BITS;
    if (score.hi.subtract(score.lo).bitLength() <= NARROW_BITS) {
      return exponential.of(score.lo, score.hi).dropping(drop);
    }
    Enclosure least = exponential.of(score.lo, score.lo);
    Enclosure most = exponential.of(score.hi, score.hi);
    BigInteger apart = most.exponent().subtract(least.exponent()).min(MOST_SHIFT);
    BigInteger lo = least.lo().shiftRight(apart.intValueExact());
    return new Enclosure(lo, most.hi(), most.exponent()).dropping(drop);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.counting;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.assay.checker.exact.ExactMatrix;
import org.assay.checker.exact.Lemma;
import org.assay.checker.exact.Meter;
import org.assay.checker.exact.Rational;
import org.assay.checker.execution.Sides;

/**
 * Lemma L-12: what attending to a token at a position is worth to the maximum against a block of
 * outputs, and what the direct path is; in units of 2^-p logits, from below.
 *
 * <p>Logits of m are of the right side, those of the block of the wrong one (lemma L-44). Rows are
 * moved from the attended tokens and positions to the direct path, where they cancel: mean rows, or
 * for tokens what makes the mean of the direct path zero. Memory: 20 bytes · 2 · vocab^2 · k.
 */
@Lemma("L-12")
final class BlockValues {
  /** L-12: one for each difference of two floors. */
  private static final BigInteger FLOORS = BigInteger.valueOf(3);

  private final long[][] outputs; // [position * vocab + token][output]
  private final BlockTree[] outputTrees;
  private final long[][] direct; // [query][output]
  private final BlockTree[] directTrees;
  private final long[] slack; // [query]
  private final int vocab;

  BlockValues(PotentialParts parts, Rational margin, boolean shifted) {
    this.vocab = parts.vocab();
    int k = parts.k();
    int bits = parts.fractionBits(margin);
    Table evou = Table.of(parts.evou(), bits);
    Table pvou = Table.of(parts.pvou(), bits);
    Table unmoved = Table.of(parts.direct(), bits);
    long[] sigma = shifted ? meanRow(unmoved.wrong, -1) : meanRow(evou.wrong, 1);
    long[] mu = meanRow(pvou.wrong, 1);
    this.direct = new long[vocab][];
    this.directTrees = new BlockTree[vocab];
    this.slack = new long[vocab];
    BigInteger rounding = margin.ceilScaled(bits).add(FLOORS);
    Arrays.setAll(slack, q -> rounding.add(parts.excessUp(q, bits)).longValueExact());
    this.outputs = new long[k * vocab][];
    this.outputTrees = new BlockTree[k * vocab];
    IntStream.range(0, vocab)
        .parallel()
        .forEach(
            t -> {
              direct[t] = moved(unmoved.right[t], sigma, mu, 1);
              directTrees[t] = new BlockTree(moved(unmoved.wrong[t], sigma, mu, 1));
              long[] right = moved(evou.right[t], sigma, mu, -1);
              long[] wrong = moved(evou.wrong[t], sigma, mu, -1);
              for (int i = 0; i < k; i++) {
                outputs[i * vocab + t] = sum(right, pvou.right[i]);
                outputTrees[i * vocab + t] = new BlockTree(sum(wrong, pvou.wrong[i]));
              }
            });
    long entries = (long) vocab * vocab;
    Meter meter = parts.meter();
    meter.add(3 * (entries + (long) k * vocab)); // floors, means, shifts
    meter.add(3 * entries + vocab); // of the direct path: a floor, two shifts; the excess
    meter.add((1 + 3) * entries * k + 3 * entries); // sums; a comparison and two maxima per node
    long otherSide = 2 * (entries + (long) k * vocab) + 3 * entries + entries * k; // the same
    meter.add(parts.isExact() ? 0 : otherSide);
  }

  /** A table rounded down, of the maximum and of its rivals: the same where nothing is off. */
  private record Table(long[][] right, long[][] wrong) {
    static Table of(Sides sides, int bits) {
      long[][] right = floor(sides.right(), bits);
      return new Table(right, sides.isExact() ? right : floor(sides.wrong(), bits));
    }
  }

  /** The row with both mean rows added, or taken away. */
  private static long[] moved(long[] row, long[] sigma, long[] mu, int sign) {
    long[] moved = new long[row.length];
    Arrays.setAll(moved, o -> row[o] + sign * (sigma[o] + mu[o]));
    return moved;
  }

  private static long[] sum(long[] a, long[] b) {
    long[] sum = new long[a.length];
    Arrays.setAll(sum, o -> a[o] + b[o]);
    return sum;
  }

  /** val of the lemma. Requires: the node has an output other than m. */
  long valueDown(int i, int t, int m, int node) {
    int place = i * vocab + t;
    return outputs[place][m] - outputTrees[place].largestBut(m, node);
  }

  /** u_q of the lemma. */
  long directDown(int q, int m, int node) {
    return direct[q][m] - directTrees[q].largestBut(m, node) - slack[q];
  }

  private static long[][] floor(ExactMatrix matrix, int bits) {
    return Arrays.stream(matrix.floorScaled(bits))
        .map(row -> Arrays.stream(row).mapToLong(BigInteger::longValueExact).toArray())
        .toArray(long[][]::new);
  }

  /** The mean row, times 1 or -1. */
  private static long[] meanRow(long[][] table, int sign) {
    long[] mean = new long[table[0].length];
    Arrays.setAll(
        mean,
        o ->
            Arrays.stream(table)
                .map(row -> BigInteger.valueOf(row[o]))
                .reduce(BigInteger.ZERO, BigInteger::add)
                .divide(BigInteger.valueOf((long) sign * table.length))
                .longValueExact());
    return mean;
  }
}

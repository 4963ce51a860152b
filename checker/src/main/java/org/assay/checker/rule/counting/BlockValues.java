// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.counting;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.assay.checker.exact.Entries;
import org.assay.checker.exact.Lemma;
import org.assay.checker.exact.Meter;
import org.assay.checker.exact.Rational;

/**
 * Lemma L-12: what attending to a token at a position is worth to the maximum against a block of
 * outputs, and what the direct path is; in units of 2^-p logits, from below.
 *
 * <p>The errors of an execution, where there is one, are against the maximum (lemma L-47). Mean
 * rows are moved from the attended tokens and positions to the direct path, where they cancel.
 * Memory: 20 bytes · 2 · vocab^2 · k.
 */
@Lemma({"L-12", "L-47"})
final class BlockValues {
  /** L-12: one for each difference of two floors. */
  private static final BigInteger FLOORS = BigInteger.valueOf(3);

  private final long[][] outputs; // [position * vocab + token][output]
  private final BlockTree[] outputTrees;
  private final long[][] direct; // [query][output]
  private final BlockTree[] directTrees;
  private final long[] slack; // [query]
  private final int vocab;

  BlockValues(PotentialParts parts, Rational margin, Meter meter) {
    this.vocab = parts.vocab();
    int k = parts.k();
    int bits = parts.fractionBits(margin);
    BigInteger[][] evou = Entries.floorScaled(parts.evou(), bits);
    BigInteger[][] pvou = Entries.floorScaled(parts.pvou(), bits);
    BigInteger[][] unmoved = Entries.floorScaled(parts.direct(), bits);
    long[] sigma = meanRow(evou);
    long[] mu = meanRow(pvou);
    this.direct = new long[vocab][vocab];
    this.directTrees = new BlockTree[vocab];
    this.slack = new long[vocab];
    BigInteger rounding = margin.ceilScaled(bits).add(FLOORS);
    Arrays.setAll(slack, q -> rounding.add(parts.excess(q, bits)).longValueExact());
    this.outputs = new long[k * vocab][vocab];
    this.outputTrees = new BlockTree[k * vocab];
    IntStream.range(0, vocab)
        .parallel()
        .forEach(
            t -> {
              for (int o = 0; o < vocab; o++) {
                this.direct[t][o] = unmoved[t][o].longValueExact() + sigma[o] + mu[o];
              }
              directTrees[t] = spread(this.direct[t], parts.directErrors(t, bits));
              for (int i = 0; i < k; i++) {
                long[] row = outputs[i * vocab + t];
                for (int o = 0; o < vocab; o++) {
                  long ofToken = evou[t][o].longValueExact() - sigma[o];
                  row[o] = ofToken + (pvou[i][o].longValueExact() - mu[o]);
                }
                outputTrees[i * vocab + t] = spread(row, parts.outputErrors(i, t, bits));
              }
            });
    long entries = (long) vocab * vocab;
    meter.add(3 * (entries + (long) k * vocab)); // floors, means, shifts
    meter.add(3 * entries + vocab); // of the direct path: a floor, two shifts; the excess
    meter.add((1 + 3) * entries * k + 3 * entries); // sums; a comparison and two maxima per node
    meter.add(parts.errors().isPresent() ? 3 * entries * (k + 1L) : 0); // a rounding, two sums
  }

  /** The tree of a row raised by its errors, which is then lowered by them. */
  private static BlockTree spread(long[] row, long[] errors) {
    long[] raised = row.clone();
    for (int o = 0; o < row.length; o++) {
      raised[o] += errors[o];
      row[o] -= errors[o];
    }
    return new BlockTree(raised);
  }

  /** val of the lemma. Requires: the node has an output other than m. */
  long value(int i, int t, int m, int node) {
    int place = i * vocab + t;
    return outputs[place][m] - outputTrees[place].largestBut(m, node);
  }

  /** u_q of the lemma. */
  long direct(int q, int m, int node) {
    return direct[q][m] - directTrees[q].largestBut(m, node) - slack[q];
  }

  private static long[] meanRow(BigInteger[][] table) {
    long[] mean = new long[table[0].length];
    Arrays.setAll(
        mean,
        o ->
            Arrays.stream(table)
                .map(row -> row[o])
                .reduce(BigInteger.ZERO, BigInteger::add)
                .divide(BigInteger.valueOf(table.length))
                .longValueExact());
    return mean;
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.strategy;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.assay.checker.circuit.Circuits;
import org.assay.checker.circuit.Weights;
import org.assay.checker.exact.ExactMatrix;
import org.assay.checker.exact.Meter;
import org.assay.checker.verdict.Rejection;

enum DirectOption {
  MAX_DIFF_EXACT;

  String word() {
    return "max_diff_exact";
  }

  List<Integer> directionLengths(int dModel) {
    return List.of();
  }

  List<DirectSplit> centred(Weights weights, List<BigInteger[]> directions, Meter meter)
      throws Rejection {
    ExactMatrix d = Circuits.of(weights, meter).direct();
    int v = d.rows();
    BigInteger[] zero = new BigInteger[v];
    Arrays.fill(zero, BigInteger.ZERO);
    BigInteger[] mean = new BigInteger[v];
    Arrays.setAll(
        mean,
        o ->
            IntStream.range(0, v)
                .mapToObj(q -> d.significand(q, o))
                .reduce(BigInteger.ZERO, BigInteger::add)
                .divide(BigInteger.valueOf(v)));
    return List.of(split(d, zero), split(d, mean));
  }

  private static DirectSplit split(ExactMatrix d, BigInteger[] common) {
    int v = d.rows();
    BigInteger[][] excess = new BigInteger[v][v];
    for (int q = 0; q < v; q++) {
      BigInteger[] row = new BigInteger[v];
      for (int o = 0; o < v; o++) {
        row[o] = d.significand(q, o).subtract(common[o]);
      }
      TopTwo top = TopTwo.of(row);
      for (int m = 0; m < v; m++) {
        excess[q][m] = top.besides(m).subtract(row[m]);
      }
    }
    return new DirectSplit(
        ExactMatrix.of(new BigInteger[][] {common}, v, d.exponent()),
        ExactMatrix.of(excess, v, d.exponent()));
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.strategy;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import org.assay.checker.circuit.Circuits;
import org.assay.checker.circuit.Weights;
import org.assay.checker.exact.Meter;
import org.assay.checker.verdict.Rejection;

enum AttentionOption {
  EXACT;

  String word() {
    return "exact_EQKE+max_diff_exact";
  }

  List<Integer> directionLengths(int vocab, int dModel) {
    return List.of();
  }

  AttentionSplit split(Weights weights, List<BigInteger[]> directions, Meter meter)
      throws Rejection {
    BigInteger[] error = new BigInteger[weights.vocab()];
    Arrays.fill(error, BigInteger.ZERO);
    return new AttentionSplit(Circuits.of(weights, meter).eqke(), error, 0);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.strategy;

import java.math.BigInteger;
import java.util.Arrays;
import org.assay.checker.circuit.Circuits;
import org.assay.checker.circuit.Weights;
import org.assay.checker.exact.Meter;
import org.assay.checker.verdict.Rejection;

public enum AttentionOption {
  EXACT;

  AttentionSplit split(Weights weights, Meter meter) throws Rejection {
    BigInteger[] error = new BigInteger[weights.vocab()];
    Arrays.fill(error, BigInteger.ZERO);
    return new AttentionSplit(Circuits.of(weights, meter).eqke(), error, 0);
  }
}

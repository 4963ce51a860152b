// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.strategy;

import java.math.BigInteger;
import org.assay.checker.circuit.Circuits;
import org.assay.checker.exact.Meter;
import org.assay.checker.exact.Rational;

/** Under construction in the first commits; see lemma L-05. */
public record BruteForce() implements Strategy {
  @Override
  public String name() {
    return "brute-force";
  }

  @Override
  public BigInteger provedCorrect(Circuits circuits, Rational margin, Meter meter) {
    return BigInteger.ZERO;
  }
}

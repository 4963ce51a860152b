// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.margin;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import org.assay.checker.circuit.Circuits;
import org.assay.checker.exact.ExactMatrix;
import org.junit.jupiter.api.Test;

/** The scaled weights against their true ratios, from equal ones to those that all but vanish. */
class QueryWeightsTest {
  /** Scores below that of token 0, in eighths: on both sides of every width in use. */
  private static final int[] DROPS = {
    0, 1, 5, 6, 340, 349, 350, 355, 485, 1060, 1064, 1070, 1424, 5670, 5680, 5690, 5720, 90000
  };

  private static QueryWeights weights(int bits) {
    int v = DROPS.length;
    long[] significands = new long[v * v];
    Arrays.setAll(significands, i -> -DROPS[i % v]);
    int[] exponents = new int[v * v];
    Arrays.fill(exponents, -3);
    ExactMatrix scores = ExactMatrix.of(v, v, significands, exponents);
    ExactMatrix none = ExactMatrix.zero(v, 1);
    Circuits circuits = new Circuits(1, scores, none, scores, scores, ExactMatrix.zero(1, v));
    MarginParts attention = MarginParts.exact(circuits);
    return new QueryWeights(attention, 0, bits);
  }

  @Test
  void bothEndsEncloseTheWeightHoweverSmallItIs() {
    for (int bits : new int[] {63, 192}) {
      QueryWeights weights = weights(bits);
      weights.reach(DROPS.length - 1);
      BigInteger heaviest = weights.hi(0, 0);
      assertTrue(heaviest.bitLength() <= bits, "hi of " + bits + " bits");
      assertTrue(weights.lo(0, 0).bitLength() >= bits - 4, "lo of " + bits + " bits");
      for (int t = 0; t < DROPS.length; t++) {
        BigDecimal drop = new BigDecimal(-DROPS[t]).divide(new BigDecimal(8));
        BigDecimal ratio = Enumeration.series(drop);
        BigDecimal lo = new BigDecimal(weights.lo(0, t));
        BigDecimal hi = new BigDecimal(weights.hi(0, t));
        String what = "drop " + drop + ", " + bits + " bits";
        assertTrue(lo.compareTo(ratio.multiply(new BigDecimal(heaviest))) <= 0, what);
        assertTrue(hi.compareTo(ratio.multiply(new BigDecimal(weights.lo(0, 0)))) >= 0, what);
        int width = bits == 63 ? 2 : 64; // 192 bits are more than the 128 of the exponentials
        assertTrue(hi.subtract(lo).toBigInteger().bitLength() <= width, what);
      }
    }
  }

  @Test
  void tokensBeyondTheMaximumDoNotCount() {
    QueryWeights weights = weights(63);
    weights.reach(0);
    BigInteger alone = weights.hi(0, 0);
    weights.reach(DROPS.length - 1);
    assertTrue(alone.equals(weights.hi(0, 0)), "token 0 is the heaviest of all");
  }
}

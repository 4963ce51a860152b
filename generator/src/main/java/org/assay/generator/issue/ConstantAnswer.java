// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.issue;

import java.math.BigInteger;
import java.util.List;
import org.assay.generator.certificate.Claim;

/**
 * The best that a model could do which gives the same answer to every input. A proof of no more
 * says nothing that the task does not say by itself.
 *
 * @param token the answer that is right most often, the smallest of several
 * @param correct how many inputs it is right on; with token weights their weight
 */
public record ConstantAnswer(int token, BigInteger correct) {
  /** Of the task that this claim is about: on S(m)^k - S(m-1)^k inputs the maximum is m. */
  public static ConstantAnswer of(Claim claim) {
    ConstantAnswer best = new ConstantAnswer(0, BigInteger.valueOf(-1));
    BigInteger below = BigInteger.ZERO; // S(m-1)^k
    long upTo = 0; // S(m), the weight of the tokens up to m
    for (int m = 0; m < claim.sizes().vocab(); m++) {
      upTo += weight(claim.weights(), m);
      BigInteger all = BigInteger.valueOf(upTo).pow(claim.sizes().k());
      BigInteger correct = all.subtract(below);
      if (correct.compareTo(best.correct) > 0) best = new ConstantAnswer(m, correct);
      below = all;
    }
    return best;
  }

  private static long weight(List<Integer> weights, int token) {
    return weights.isEmpty() ? 1 : weights.get(token);
  }
}

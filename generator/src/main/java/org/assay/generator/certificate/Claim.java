// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.certificate;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * What a certificate claims (spec F-10): on at least {@code correct} of the {@code total} inputs
 * the model is right by more than {@code margin}, a canonical fraction in logits.
 */
public record Claim(Sizes sizes, String margin, BigInteger correct) {
  /** The sizes of the model. */
  public record Sizes(int k, int vocab, int dModel, int dHead) {}

  public BigInteger total() {
    return BigInteger.valueOf(sizes.vocab).pow(sizes.k);
  }

  String json() {
    return "{\"k\":%d,\"vocab\":%d,\"dModel\":%d,\"dHead\":%d,"
            .formatted(sizes.k, sizes.vocab, sizes.dModel, sizes.dHead)
        + "\"margin\":\"%s\",\"correct\":\"%s\",\"total\":\"%s\"}"
            .formatted(margin, correct, total());
  }

  /** correct/total with ten digits, rounded down: never more than was proved. */
  public String accuracy() {
    BigInteger digits = correct.multiply(BigInteger.TEN.pow(10)).divide(total());
    return new BigDecimal(digits, 10).toPlainString();
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.certificate;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a certificate claims (spec F-10): on at least {@code correct} of the {@code total} inputs
 * the model is right by more than {@code margin}, a canonical fraction in logits; with {@code
 * weights} of the tokens, on inputs of at least that weight, of {@code total}.
 */
public record Claim(Sizes sizes, String margin, List<Integer> weights, BigInteger correct) {
  /** Without token weights. */
  public Claim(Sizes sizes, String margin, BigInteger correct) {
    this(sizes, margin, List.of(), correct);
  }

  /** The sizes of the model. */
  public record Sizes(int k, int vocab, int dModel, int dHead) {}

  public BigInteger total() {
    long ofTokens = weights.stream().mapToLong(weight -> weight).sum();
    return BigInteger.valueOf(weights.isEmpty() ? sizes.vocab : ofTokens).pow(sizes.k);
  }

  String json() {
    return "{\"k\":%d,\"vocab\":%d,\"dModel\":%d,\"dHead\":%d,"
            .formatted(sizes.k, sizes.vocab, sizes.dModel, sizes.dHead)
        + "\"margin\":\"%s\",%s\"correct\":\"%s\",\"total\":\"%s\"}"
            .formatted(margin, weightsJson(), correct, total());
  }

  private String weightsJson() {
    if (weights.isEmpty()) return "";
    return weights.stream()
        .map(weight -> "" + weight)
        .collect(Collectors.joining(",", "\"weights\":[", "],"));
  }

  /** correct/total with ten digits, rounded down: never more than was proved. */
  public String accuracy() {
    BigInteger digits = correct.multiply(BigInteger.TEN.pow(10)).divide(total());
    return new BigDecimal(digits, 10).toPlainString();
  }
}

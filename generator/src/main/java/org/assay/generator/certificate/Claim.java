// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.certificate;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a certificate claims (spec F-10): on at least {@code correct} of the {@code total} inputs
 * the model is right by more than {@code margin}, a canonical fraction in logits; with {@code
 * weights} of the tokens, on inputs of at least that weight, of {@code total}.
 */
public record Claim(
    Sizes sizes,
    String margin,
    List<Integer> weights,
    BigInteger correct,
    Optional<Execution> execution) {
  /** Without token weights, of real numbers only. */
  public Claim(Sizes sizes, String margin, BigInteger correct) {
    this(sizes, margin, List.of(), correct, Optional.empty());
  }

  /** With token weights, of real numbers only. */
  public Claim(Sizes sizes, String margin, List<Integer> weights, BigInteger correct) {
    this(sizes, margin, weights, correct, Optional.empty());
  }

  /** How many inputs are right in every execution within a profile, by its name. */
  public record Execution(String profile, BigInteger correct) {}

  /** The same, and what is claimed of executions. */
  public Claim within(Execution claimed) {
    return new Claim(sizes, margin, weights, correct, Optional.of(claimed));
  }

  /** The sizes of the model. */
  public record Sizes(int k, int vocab, int dModel, int dHead) {}

  public BigInteger total() {
    long ofTokens = weights.stream().mapToLong(weight -> weight).sum();
    return BigInteger.valueOf(weights.isEmpty() ? sizes.vocab : ofTokens).pow(sizes.k);
  }

  String json() {
    return String.format(
            Locale.ROOT,
            "{\"k\":%d,\"vocab\":%d,\"dModel\":%d,\"dHead\":%d,",
            sizes.k,
            sizes.vocab,
            sizes.dModel,
            sizes.dHead)
        + String.format(
            Locale.ROOT,
            "\"margin\":\"%s\",%s\"correct\":\"%s\",\"total\":\"%s\"%s}",
            margin,
            weightsJson(),
            correct,
            total(),
            executionJson());
  }

  private String executionJson() {
    return execution
        .map(
            one ->
                String.format(
                    Locale.ROOT,
                    ",\"profile\":{\"name\":\"%s\",\"correct\":\"%s\"}",
                    one.profile,
                    one.correct))
        .orElse("");
  }

  private String weightsJson() {
    if (weights.isEmpty()) return "";
    return weights.stream()
        .map(weight -> "" + weight)
        .collect(Collectors.joining(",", "\"weights\":[", "],"));
  }

  /** correct/total with ten digits, rounded down: never more than was proved. */
  public String accuracy() {
    return accuracy(correct);
  }

  /** The same of another count. */
  public String accuracy(BigInteger count) {
    BigInteger digits = count.multiply(BigInteger.TEN.pow(10)).divide(total());
    return new BigDecimal(digits, 10).toPlainString();
  }
}

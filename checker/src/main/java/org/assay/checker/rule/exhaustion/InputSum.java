// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.exhaustion;

import java.math.BigInteger;
import java.util.stream.IntStream;
import org.assay.checker.claim.TokenWeights;
import org.assay.checker.exact.Lemma;
import org.assay.checker.margin.InputClass;

/**
 * Lemma L-51: adds up the weights of inputs of one class C(q, m) as they are found, prefix by
 * prefix. Without token weights they are counted, in 64 bits: rule R-01 (a) has fewer than 2^33.
 */
@Lemma("L-51")
public final class InputSum {
  private final TokenWeights tokens;
  private final InputClass inputs;
  private final BigInteger[] prefix; // [position]: what the tokens before it weigh
  private final BigInteger[] all; // [position]: what completions from it on weigh
  private final BigInteger[] owing; // those of them that hold m
  private BigInteger weighted = BigInteger.ZERO;
  private long counted;

  public InputSum(TokenWeights tokens, InputClass inputs) {
    this.tokens = tokens;
    this.inputs = inputs;
    this.all = fillings(true);
    this.owing = fillings(false);
    this.prefix = new BigInteger[inputs.last() + 1];
    this.prefix[0] = BigInteger.valueOf(tokens.at(inputs.last()).of(inputs.q()));
  }

  private BigInteger[] fillings(boolean seen) {
    return IntStream.rangeClosed(0, inputs.last())
        .mapToObj(i -> tokens.fillings(inputs.m(), i, inputs.last(), seen))
        .toArray(BigInteger[]::new);
  }

  /** From now on the position holds the token. Requires: those before it were said. */
  public void hold(int position, int token) {
    if (!tokens.isUniform()) {
      long weight = tokens.at(position).of(token);
      prefix[position + 1] = prefix[position].multiply(BigInteger.valueOf(weight));
    }
  }

  /** What completes the tokens before this position weighs so much in sum. */
  public void add(int position, long completions) {
    if (tokens.isUniform()) {
      counted += completions;
    } else {
      weighted = weighted.add(prefix[position].multiply(BigInteger.valueOf(completions)));
    }
  }

  /** All completions of the tokens before this position; unless seen, those that hold m. */
  public void addAll(int position, boolean seen) {
    if (tokens.isUniform()) {
      counted += inputs.completions(inputs.last() - position, seen);
    } else {
      weighted = weighted.add(prefix[position].multiply((seen ? all : owing)[position]));
    }
  }

  /** The weights of all that was added. */
  public BigInteger sum() {
    return tokens.isUniform() ? BigInteger.valueOf(counted) : weighted;
  }
}

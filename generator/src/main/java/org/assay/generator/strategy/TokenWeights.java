// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy;

import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import org.assay.generator.strategy.counting.DeficitTable;

/**
 * How often each token occurs relative to the others, in inputs of independent tokens (spec L-50);
 * no list: every token weighs 1, and inputs are counted.
 */
public record TokenWeights(List<Integer> listed) {
  public static final TokenWeights UNIFORM = new TokenWeights(List.of());

  public TokenWeights {
    listed = List.copyOf(listed);
    for (int t = 0; t < listed.size(); t++) {
      if (listed.get(t) < 1) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT, "weights: token %d: got %d, want 1 to 2147483647", t, listed.get(t)));
      }
    }
  }

  public boolean isUniform() {
    return listed.isEmpty();
  }

  /**
   * @throws IllegalArgumentException if there are weights, but not one for each token
   */
  public void requireVocab(int vocab) {
    if (!isUniform() && listed.size() != vocab) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "weights: got %d, want %d (the model's vocab)", listed.size(), vocab));
    }
  }

  public long of(int t) {
    return isUniform() ? 1 : listed.get(t);
  }

  /** The weight of all tokens up to m: below 2^43. */
  public long upTo(int m) {
    if (isUniform()) return m + 1L;
    long sum = 0;
    for (int t = 0; t <= m; t++) sum += listed.get(t);
    return sum;
  }

  /** Some s with 2^s >= upTo(m), the least. */
  public int bits(int m) {
    return Long.SIZE - Long.numberOfLeadingZeros(upTo(m) - 1);
  }

  /** The weight of all inputs. */
  public BigInteger total(int vocab, int k) {
    return BigInteger.valueOf(upTo(vocab - 1)).pow(k);
  }

  /** Ways to fill so many open positions with tokens up to m; unless seen, one must be m. */
  public BigInteger fillings(int open, int m, boolean seen) {
    BigInteger all = BigInteger.valueOf(upTo(m)).pow(open);
    return seen ? all : all.subtract(BigInteger.valueOf(upTo(m - 1)).pow(open));
  }

  /** The weight of a class (query, maximum) with so many positions before the query. */
  public BigInteger size(int q, int m, int before) {
    return fillings(before, m, q == m).multiply(BigInteger.valueOf(of(q)));
  }

  /** The same as a share of all inputs, rounded. */
  public double share(int q, int m, Sizes model) {
    double all = upTo(model.vocab - 1);
    double upToM = Math.pow(upTo(m) / all, model.before);
    double without = q == m ? 0 : Math.pow(upTo(m - 1) / all, model.before);
    return (upToM - without) * (of(q) / all);
  }

  /** What a unit of {@link DeficitTable} is for this query, as a share of all inputs, rounded. */
  public double unit(int q, int m, Sizes model) {
    double all = upTo(model.vocab - 1);
    return Math.pow(Math.scalb(1.0, bits(m)) / all, model.before) * (of(q) / all);
  }

  /** Number of tokens, and of positions before the query. */
  public record Sizes(int vocab, int before) {}
}

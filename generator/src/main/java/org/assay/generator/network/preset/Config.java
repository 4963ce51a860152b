// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.network.preset;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.assay.generator.network.Fraction;

/**
 * What a file of weights does not tell of a transformer.
 *
 * @param activation of the MLP, as a step calls it; empty: attention only
 * @param norm in front of attention, MLP and unembedding
 * @param scale the number that scores are divided by; empty: the root of dHead
 * @param notRead keys of the configuration that nothing here depends on, or that are not known
 */
public record Config(
    Sizes sizes,
    Optional<String> activation,
    Norm norm,
    boolean isCausal,
    Optional<Fraction> scale,
    List<String> notRead) {
  /**
   * Sizes by the names of TransformerLens.
   *
   * @param dMlp 0 without an MLP
   */
  public record Sizes(
      int layers, int dModel, int nCtx, int dHead, int heads, int dMlp, int vocab, int vocabOut) {
    /** The product of the sizes that the letters stand for. */
    long of(String letters) {
      long product = 1;
      for (char letter : letters.toCharArray()) {
        product *=
            switch (letter) {
              case 'd' -> dModel;
              case 'n' -> nCtx;
              case 'k' -> dHead;
              case 'h' -> heads;
              case 'm' -> dMlp;
              case 'v' -> vocab;
              case 'o' -> vocabOut;
              case '3' -> 3;
              default -> throw new IllegalArgumentException("no size is called " + letter);
            };
      }
      return product;
    }
  }

  /**
   * A norm of a row.
   *
   * @param kind layer or rms; none
   * @param isFolded its weights were multiplied into what follows, and are not in the file
   */
  public record Norm(String kind, boolean isFolded, Fraction epsilon) {
    boolean isThere() {
      return !kind.equals("none");
    }
  }

  /** The network in words. */
  public String words() {
    StringBuilder words = new StringBuilder();
    words.append(
        String.format(
            Locale.ROOT,
            "%d layer%s of %d head%s (d_model %d, d_head %d), %s",
            sizes.layers,
            sizes.layers == 1 ? "" : "s",
            sizes.heads,
            sizes.heads == 1 ? "" : "s",
            sizes.dModel,
            sizes.dHead,
            isCausal ? "causal" : "bidirectional"));
    words.append(
        activation
            .map(op -> ", an MLP of " + sizes.dMlp + " with " + op)
            .orElse(", attention only"));
    if (!norm.isThere()) return words + ", no norm";
    return words
        + ", "
        + norm.kind
        + " norm"
        + (norm.isFolded ? " without weights" : "")
        + ", epsilon "
        + norm.epsilon;
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy.split;

import org.assay.generator.model.Model;

/**
 * The matrices that the circuits are products of, in doubles.
 *
 * <p>With q the query: token score [q, t] = queries · keys^T up to a number per row, direct path =
 * residual · unembed + constant, where residual[q] is the token at the last position and {@code
 * keys} belong to the embedding centred at its mean.
 *
 * @param constant what every input adds to the logits: b_V W_O U + b_O U + b_U
 */
public record Factors(
    Model model,
    Matrix residual,
    Matrix centred,
    Matrix query,
    Matrix key,
    Matrix unembed,
    double[] constant) {

  public static Factors of(Model model) {
    Matrix embed = new Matrix(model.embed());
    Matrix unembed = new Matrix(model.unembed());
    double[] always =
        new Matrix(model.bias('V'))
            .times(new Matrix(model.projection('O')))
            .plusRow(model.bias('O')[0])
            .times(unembed)
            .plusRow(model.unembedBias()[0])
            .entries()[0];
    return new Factors(
        model,
        embed.plusRow(model.positions()[model.k() - 1]),
        embed.minusRow(embed.mean()),
        new Matrix(model.projection('Q')),
        new Matrix(model.projection('K')),
        unembed,
        always);
  }

  /** [vocab, dHead]. */
  Matrix queries() {
    return residual.times(query).plusRow(model.bias('Q')[0]);
  }

  /** Of the centred tokens, [vocab, dHead]. */
  Matrix keys() {
    return centred.times(key);
  }

  /** Scores of tokens, up to a number per row and not divided by √dHead: [vocab, vocab]. */
  Matrix tokenScores() {
    return queries().times(keys().transposed());
  }

  /** Scores of positions, not divided by √dHead: [vocab, k]. */
  public Matrix positionScores() {
    return queries().times(new Matrix(model.positions()).times(key).transposed());
  }

  /** The direct path of these residuals. */
  Matrix direct(Matrix residuals) {
    return residuals.times(unembed).plusRow(constant);
  }

  /** What attending to these residuals adds to the logits. */
  public Matrix values(Matrix residuals) {
    Matrix output = new Matrix(model.projection('O')).times(unembed);
    return residuals.times(new Matrix(model.projection('V'))).times(output);
  }
}

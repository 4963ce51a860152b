// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy.margin;

import org.assay.generator.interval.ExactMatrix;
import org.assay.generator.model.Model;

/**
 * The exact matrices that the logits at the last position are made of:
 *
 * <pre>
 *   score of position i = (tokenScores[q, x_i] + positionScores[q, i]) / √dHead, q the last token
 *   logit_o = direct[q, o] + Σ_i softmax(scores)_i (tokenValues[x_i, o] + positionValues[i, o])
 * </pre>
 *
 * <p>Shape: direct, tokenScores, tokenValues [vocab, vocab]; positionScores [vocab, k];
 * positionValues [k, vocab]. Biases: b_Q belongs to the query and so to both score matrices; b_K
 * adds the same to every score of one query and cancels; the attention weights sum to 1, so b_V,
 * b_O and b_U add a constant row, which is in direct.
 */
public record Circuits(
    ExactMatrix direct,
    ExactMatrix tokenScores,
    ExactMatrix positionScores,
    ExactMatrix tokenValues,
    ExactMatrix positionValues) {

  public static Circuits of(Model model) {
    ExactMatrix tokens = ExactMatrix.of(model.embed());
    ExactMatrix positions = ExactMatrix.of(model.positions());
    ExactMatrix unembed = ExactMatrix.of(model.unembed());
    ExactMatrix last = tokens.plusRow(positions.row(model.k() - 1));
    ExactMatrix queries = last.times(projection(model, 'Q')).plusRow(bias(model, 'Q'));
    ExactMatrix keys = projection(model, 'K');
    ExactMatrix output = projection(model, 'O').times(unembed);
    ExactMatrix values = projection(model, 'V').times(output);
    ExactMatrix constant =
        bias(model, 'V')
            .times(output)
            .plusRow(bias(model, 'O').times(unembed))
            .plusRow(ExactMatrix.of(model.unembedBias()));
    return new Circuits(
        last.times(unembed).plusRow(constant),
        queries.times(tokens.times(keys).transposed()),
        queries.times(positions.times(keys).transposed()),
        tokens.times(values),
        positions.times(values));
  }

  private static ExactMatrix projection(Model model, char letter) {
    return ExactMatrix.of(model.projection(letter));
  }

  private static ExactMatrix bias(Model model, char letter) {
    return ExactMatrix.of(model.bias(letter));
  }
}

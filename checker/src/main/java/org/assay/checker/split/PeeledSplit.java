// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.split;

import java.math.BigInteger;
import java.util.List;
import org.assay.checker.circuit.Circuits;
import org.assay.checker.circuit.Weights;
import org.assay.checker.exact.Entries;
import org.assay.checker.exact.ExactMatrix;
import org.assay.checker.exact.Lemma;
import org.assay.checker.exact.Meter;

/**
 * Lemma L-27 (2). The circuit eqke, up to a number per row, as scores made of rank-one pieces and a
 * product of four factors: {@code scores + residuals · query · key^T · embeds^T}.
 *
 * <p>Shapes: scores [vocab, vocab]; residuals, embeds [vocab, dModel]; query, key [dModel, dHead].
 * Directions: of the residuals and of the tokens, of what is left of them, and of the query and the
 * key matrix; any are sound.
 */
@Lemma("L-27")
record PeeledSplit(
    ExactMatrix scores,
    ExactMatrix residuals,
    ExactMatrix query,
    ExactMatrix key,
    ExactMatrix embeds)
    implements ScoreSplit {

  static PeeledSplit of(Weights weights, List<BigInteger[]> directions, Meter meter) {
    ExactMatrix residual = Circuits.residual(weights, meter);
    ExactMatrix embed = weights.embed();
    ExactMatrix centred = embed.minusRow(RowRanges.mean(embed, meter), meter);
    Weights.Head head = weights.head();
    Peel residual1 = Peel.of(residual, directions.get(0), meter);
    Peel embed1 = Peel.of(centred, directions.get(1), meter);
    Peel residual2 = Peel.of(residual1.rest(), directions.get(2), meter);
    Peel embed2 = Peel.of(embed1.rest(), directions.get(3), meter);
    Peel query = Peel.of(head.query().matrix(), directions.get(4), meter);
    Peel key = Peel.of(head.key(), directions.get(5), meter);
    PeeledSplit split =
        new PeeledSplit(
            biases(head, centred, meter),
            residual2.rest(),
            query.rest(),
            key.rest(),
            embed2.rest());
    return split
        .plusTokens(residual, head, embed1, meter)
        .plusTokens(residual, head, embed2, meter)
        .plusQueries(residual1.direction(), residual1.coefficients(), head, meter)
        .plusQueries(residual2.direction(), residual2.coefficients(), head, meter)
        .plusMatrices(query, key, head, meter);
  }

  @Override
  public List<ExactMatrix> factors() {
    return List.of(residuals, query, key.transposed(), embeds.transposed());
  }

  /** The query bias with every key. */
  private static ExactMatrix biases(Weights.Head head, ExactMatrix embed, Meter meter) {
    ExactMatrix keys = head.query().bias().timesTransposed(head.key(), meter);
    return Entries.ones(embed.rows()).times(keys.timesTransposed(embed, meter), meter);
  }

  /** residual W_Q W_K^T (direction · coefficients)^T. */
  private PeeledSplit plusTokens(ExactMatrix residual, Weights.Head head, Peel embed, Meter meter) {
    ExactMatrix chain =
        embed
            .coefficients()
            .times(head.key(), meter)
            .timesTransposed(head.query().matrix(), meter)
            .timesTransposed(residual, meter);
    return plus(chain.transposed(), embed.direction().transposed(), meter);
  }

  /** direction · row W_Q W_K^T embeds^T. */
  private PeeledSplit plusQueries(
      ExactMatrix direction, ExactMatrix row, Weights.Head head, Meter meter) {
    ExactMatrix queries = row.times(head.query().matrix(), meter);
    return plus(direction, keys(queries, head, meter), meter);
  }

  /** residuals (W_Q W_K^T - query · key^T) embeds^T. */
  private PeeledSplit plusMatrices(Peel queries, Peel keys, Weights.Head head, Meter meter) {
    ExactMatrix fromQuery = residuals.times(queries.direction(), meter);
    ExactMatrix fromKey = residuals.times(query.timesTransposed(keys.coefficients(), meter), meter);
    ExactMatrix toKey = embeds.times(keys.direction(), meter).transposed();
    return plus(fromQuery, keys(queries.coefficients(), head, meter), meter)
        .plus(fromKey, toKey, meter);
  }

  /** queries · W_K^T embeds^T. */
  private ExactMatrix keys(ExactMatrix queries, Weights.Head head, Meter meter) {
    return queries.timesTransposed(head.key(), meter).timesTransposed(embeds, meter);
  }

  private PeeledSplit plus(ExactMatrix column, ExactMatrix row, Meter meter) {
    ExactMatrix sum = scores.plus(column.times(row, meter), meter);
    return new PeeledSplit(sum, residuals, query, key, embeds);
  }
}

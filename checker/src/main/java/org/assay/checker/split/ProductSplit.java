// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.split;

import java.math.BigInteger;
import java.util.List;
import org.assay.checker.circuit.Circuits;
import org.assay.checker.circuit.Weights;
import org.assay.checker.exact.ExactMatrix;
import org.assay.checker.exact.Lemma;
import org.assay.checker.exact.Meter;

/**
 * Lemma L-27 (1). The circuit eqke, up to a number per row, as scores of rank two and a product of
 * two factors: {@code scores + queries · keys^T}.
 *
 * <p>Shapes: scores [vocab, vocab]; queries, keys [vocab, dHead]. Directions: of the queries and of
 * the keys, in tokens; any are sound.
 */
@Lemma("L-27")
record ProductSplit(ExactMatrix scores, ExactMatrix queries, ExactMatrix keys)
    implements ScoreSplit {

  static ProductSplit of(Weights weights, List<BigInteger[]> directions, Meter meter) {
    ExactMatrix residual = Circuits.residual(weights, meter);
    ExactMatrix embed = weights.embed();
    ExactMatrix centred = embed.minusRow(RowRanges.mean(embed, meter), meter);
    ExactMatrix products = centred.times(weights.head().key(), meter);
    Peel query = Peel.of(Circuits.query(residual, weights, meter), directions.get(0), meter);
    Peel key = Peel.of(products, directions.get(1), meter);
    ExactMatrix first =
        query.direction().times(query.coefficients().timesTransposed(products, meter), meter);
    ExactMatrix second =
        query
            .rest()
            .timesTransposed(key.coefficients(), meter)
            .timesTransposed(key.direction(), meter);
    return new ProductSplit(first.plus(second, meter), query.rest(), key.rest());
  }

  @Override
  public List<ExactMatrix> factors() {
    return List.of(queries, keys.transposed());
  }
}

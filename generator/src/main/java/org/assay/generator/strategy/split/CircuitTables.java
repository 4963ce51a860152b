// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy.split;

import java.util.Arrays;
import org.assay.generator.model.Model;

/**
 * The circuits of a model in doubles, to be looked at; no proof depends on them.
 *
 * @param qk EQKE, [query, key]: scores of tokens, keys at the mean position, divided by √dHead
 * @param ov EVOU, [token, output]: what attending to a token adds to the logits
 * @param direct EU, [query, output]: what the last token adds to the logits by itself
 * @param positionScores EQKP, [query, position], divided by √dHead
 * @param positionValues PVOU, [position, output]
 * @param singular values of EQKE, the largest first
 * @param firstQuery its first left singular vector
 * @param firstKey its first right singular vector
 */
public record CircuitTables(
    double[][] qk,
    double[][] ov,
    double[][] direct,
    double[][] positionScores,
    double[][] positionValues,
    double[] singular,
    double[] firstQuery,
    double[] firstKey) {

  public static CircuitTables of(Model model) {
    Factors factors = Factors.of(model);
    Matrix embed = new Matrix(model.embed());
    Matrix positions = new Matrix(model.positions());
    Matrix key = new Matrix(model.projection('K'));
    Matrix value = new Matrix(model.projection('V')).times(new Matrix(model.projection('O')));
    Matrix values = value.times(factors.unembed());
    double root = Math.sqrt(model.dHead());
    Matrix keys = embed.plusRow(positions.mean()).times(key).plusRow(model.bias('K')[0]);
    Matrix qk = scaled(factors.queries().times(keys.transposed()), root);
    Matrix ofPositions = positions.minusRow(positions.mean()).times(key);
    return new CircuitTables(
        qk.entries(),
        embed.times(values).entries(),
        factors.residual().times(factors.unembed()).plusRow(factors.constant()).entries(),
        scaled(factors.queries().times(ofPositions.transposed()), root).entries(),
        positions.times(values).entries(),
        SingularVectors.values(qk),
        SingularVectors.left(qk),
        SingularVectors.left(qk.transposed()));
  }

  private static Matrix scaled(Matrix matrix, double root) {
    return new Matrix(
        Arrays.stream(matrix.entries())
            .map(row -> Arrays.stream(row).map(x -> x / root).toArray())
            .toArray(double[][]::new));
  }
}

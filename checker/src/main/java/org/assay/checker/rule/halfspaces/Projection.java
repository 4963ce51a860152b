// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.halfspaces;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.assay.checker.exact.ExactMatrix;
import org.assay.checker.exact.Lemma;
import org.assay.checker.exact.Rounding;
import org.assay.checker.program.OneLayer.Affine;
import org.assay.checker.program.OneLayer.NormPart;
import org.assay.checker.program.OneLayer.Normed;
import org.assay.checker.wide.Ball;
import org.assay.checker.wide.Fixed;
import org.assay.checker.wide.Wide;

/**
 * A linear step behind a norm, without the division of the norm: V_o and beta_o of lemma L-57, G_k
 * and b_k of lemma L-58.
 */
@Lemma({"L-57", "L-58"})
final class Projection {
  private final Wide wide;
  private final Optional<NormPart> norm;
  private final Fixed matrix;
  private final Fixed none;

  /** What the norm and the step add. */
  final Ball bias;

  /** Of these columns of the step. */
  Projection(Wide wide, Normed part, List<Integer> columns) {
    Affine chosen = chosen(part.linear(), columns);
    this.wide = wide;
    this.norm = part.norm();
    this.matrix = wide.prepared(norm.map(one -> scaled(chosen, one)).orElse(chosen.matrix()));
    this.none = wide.prepared(ExactMatrix.zero(1, columns.size()));
    Fixed own = wide.prepared(chosen.bias());
    this.bias =
        norm.map(
                one ->
                    wide.linear(
                        wide.row(wide.prepared(one.bias()), 0),
                        wide.prepared(chosen.matrix()),
                        own))
            .orElse(wide.row(own, 0));
  }

  private static Affine chosen(Affine step, List<Integer> columns) {
    return new Affine(columns(step.matrix(), columns), columns(step.bias(), columns));
  }

  private static ExactMatrix columns(ExactMatrix matrix, List<Integer> chosen) {
    BigInteger[][] rows =
        Arrays.stream(matrix.significands())
            .map(row -> chosen.stream().map(c -> row[c]).toArray(BigInteger[]::new))
            .toArray(BigInteger[][]::new);
    return matrix.with(rows, chosen.size(), matrix.exponent());
  }

  /** Row j times weight j of the norm. */
  private static ExactMatrix scaled(Affine step, NormPart norm) {
    BigInteger[] weights = norm.weight().significands()[0];
    BigInteger[][] rows = new BigInteger[weights.length][];
    Arrays.setAll(
        rows,
        j ->
            Arrays.stream(step.matrix().significands()[j])
                .map(weights[j]::multiply)
                .toArray(BigInteger[]::new));
    int exponent = Math.addExact(step.matrix().exponent(), norm.weight().exponent());
    return step.matrix().with(rows, step.matrix().columns(), exponent);
  }

  /** How many entries {@link #of} gives. */
  int width() {
    return bias.width() + (norm.isPresent() ? matrix.entries().length : 0);
  }

  /** The products, and then the entries that the norm divides. */
  Ball of(Ball vector) {
    Ball divided = divided(vector);
    Ball products = wide.linear(divided, matrix, none);
    return norm.isPresent() ? wide.concatenated(List.of(products, divided)) : products;
  }

  /** The vector, without its mean where the norm takes it away. */
  private Ball divided(Ball vector) {
    if (norm.isEmpty() || !norm.get().norming().centred()) {
      return vector;
    }
    BigInteger width = BigInteger.valueOf(vector.width());
    BigInteger sum = Arrays.stream(vector.centre()).reduce(BigInteger.ZERO, BigInteger::add);
    BigInteger mean = sum.subtract(sum.mod(width)).divide(width);
    BigInteger[] centre =
        Arrays.stream(vector.centre()).map(x -> x.subtract(mean)).toArray(BigInteger[]::new);
    return new Ball(centre, Rounding.up(vector.radius(), -1).add(BigInteger.ONE)); // L-64
  }
}

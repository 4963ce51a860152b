// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy.split;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The options {@code attention} of spec F-11: how the token scores are known (lemma L-31). */
public enum AttentionOption {
  SVD("svd", Form.PRODUCT, RowErrors::bySpectralNorm),
  MAX_DIFF("max_diff", Form.PRODUCT, left -> RowErrors.nested(left, 0)),
  MEAN_MAX_DIFF("mean+max_diff", Form.PRODUCT, left -> RowErrors.nested(left, 1)),
  MAX_DIFF_EXACT("max_diff_exact", Form.PRODUCT, RowErrors::byMultiplyingOut),
  SUBPRODUCT("max_diff_subproduct", Form.PEELED, left -> RowErrors.bySubproducts(left, 0)),
  MEAN_SUBPRODUCT(
      "mean+max_diff_subproduct", Form.PEELED, left -> RowErrors.bySubproducts(left, 1)),
  RECURSIVE("max_diff_subproduct_recursive", Form.PEELED, left -> RowErrors.nested(left, 0)),
  MEAN_RECURSIVE(
      "mean+max_diff_subproduct_recursive", Form.PEELED, left -> RowErrors.nested(left, 1)),
  MEANS_RECURSIVE(
      "mean_recursive+max_diff_subproduct_recursive",
      Form.PEELED,
      left -> RowErrors.nested(left, 3)),
  SPECTRAL("spectral", Form.PEELED, RowErrors::byInnerSpectralNorm),
  EXACT("exact_EQKE+max_diff_exact", Form.EXACT, RowErrors::byMultiplyingOut);

  /** How the scores are split. */
  private enum Form {
    EXACT,
    PRODUCT,
    PEELED
  }

  /** Bounds the ranges of the rows of the product of these factors. */
  private interface Bound {
    double[] of(List<Matrix> factors);
  }

  private final String word;
  private final Form form;
  private final Bound bound;

  AttentionOption(String word, Form form, Bound bound) {
    this.word = word;
    this.form = form;
    this.bound = bound;
  }

  /** The code word of spec F-11. */
  public String word() {
    return word;
  }

  /** Whether the scores are multiplied out. */
  public boolean isExact() {
    return this == EXACT || this == MAX_DIFF_EXACT;
  }

  /** Whether no product of two matrices is taken but small ones. */
  public boolean isQuadratic() {
    return this == RECURSIVE
        || this == MEAN_RECURSIVE
        || this == MEANS_RECURSIVE
        || this == SPECTRAL;
  }

  public static Optional<AttentionOption> named(String word) {
    return Arrays.stream(values()).filter(option -> option.word.equals(word)).findFirst();
  }

  /** The scores up to a number per row, but for an error in the differences of a row. */
  public record Split(Matrix scores, double[] error) {}

  /** The vectors that this option reads: near the singular vectors, lemma L-27 says of what. */
  public Directions directions(Factors factors) {
    if (form == Form.EXACT) return new Directions(List.of());
    Matrix scores = factors.tokenScores();
    int[] queries = first(scores);
    int[] tokens = first(scores.transposed());
    if (form == Form.PRODUCT) return new Directions(List.of(queries, tokens));
    return new Directions(
        List.of(
            queries,
            tokens,
            first(factors.residual().without(queries)),
            first(factors.centred().without(tokens)),
            first(factors.query()),
            first(factors.key())));
  }

  private static int[] first(Matrix matrix) {
    return Directions.along(SingularVectors.left(matrix));
  }

  /** What the checker will know of the scores with these directions. */
  public Split split(Factors factors, Directions directions) {
    Matrix scores = factors.tokenScores();
    if (form == Form.EXACT) return new Split(scores, new double[scores.rows()]);
    List<Matrix> rest = rest(factors, directions.vectors());
    Matrix product = rest.get(0);
    for (Matrix factor : rest.subList(1, rest.size())) product = product.times(factor);
    return new Split(scores.minus(product), bound.of(rest));
  }

  /** The factors of what is left out of the scores. */
  private List<Matrix> rest(Factors factors, List<int[]> vectors) {
    if (form == Form.PRODUCT) {
      return List.of(
          factors.queries().without(vectors.get(0)),
          factors.keys().without(vectors.get(1)).transposed());
    }
    return List.of(
        factors.residual().without(vectors.get(0)).without(vectors.get(2)),
        factors.query().without(vectors.get(4)),
        factors.key().without(vectors.get(5)).transposed(),
        factors.centred().without(vectors.get(1)).without(vectors.get(3)).transposed());
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.split;

import static org.assay.checker.verdict.RejectCode.LIMIT_EXCEEDED;

import java.math.BigInteger;
import java.util.List;
import java.util.stream.IntStream;
import org.assay.checker.circuit.Weights;
import org.assay.checker.exact.Entries;
import org.assay.checker.exact.ExactMatrix;
import org.assay.checker.exact.Lemma;
import org.assay.checker.exact.Meter;
import org.assay.checker.verdict.Rejection;

/** Lemma L-31. The ways to know the attention scores, most of them without multiplying them out. */
@Lemma("L-31")
public enum AttentionOption {
  SVD("svd", Form.PRODUCT, RowErrors::bySpectralNorm),
  MAX_DIFF("max_diff", Form.PRODUCT, (left, meter) -> RowRanges.ofProduct(left, 0, meter)),
  MEAN_MAX_DIFF(
      "mean+max_diff", Form.PRODUCT, (left, meter) -> RowRanges.ofProduct(left, 1, meter)),
  MAX_DIFF_EXACT("max_diff_exact", Form.PRODUCT, RowErrors::byMultiplyingOut),
  MAX_DIFF_SUBPRODUCT(
      "max_diff_subproduct", Form.PEELED, (left, meter) -> RowErrors.bySubproducts(left, 0, meter)),
  MEAN_MAX_DIFF_SUBPRODUCT(
      "mean+max_diff_subproduct",
      Form.PEELED,
      (left, meter) -> RowErrors.bySubproducts(left, 1, meter)),
  RECURSIVE(
      "max_diff_subproduct_recursive",
      Form.PEELED,
      (left, meter) -> RowRanges.ofProduct(left, 0, meter)),
  MEAN_RECURSIVE(
      "mean+max_diff_subproduct_recursive",
      Form.PEELED,
      (left, meter) -> RowRanges.ofProduct(left, 1, meter)),
  MEANS_RECURSIVE(
      "mean_recursive+max_diff_subproduct_recursive",
      Form.PEELED,
      (left, meter) -> RowRanges.ofProduct(left, 3, meter)),
  SPECTRAL("spectral", Form.PEELED, RowErrors::byInnerSpectralNorm),
  EXACT(
      "exact_EQKE+max_diff_exact",
      Form.EXACT,
      (left, meter) -> RowRanges.ofProduct(left, 0, meter));

  /** Significant bits of the largest error. */
  private static final int ERROR_BITS = 64;

  private static final BigInteger MAX_WORK = BigInteger.ONE.shiftLeft(34);

  /** How the scores are split. */
  private enum Form {
    EXACT,
    PRODUCT,
    PEELED
  }

  /** Bounds the ranges of the rows of the product that the scores leave out, [rows, 1]. */
  private interface Bound {
    ExactMatrix of(List<ExactMatrix> left, Meter meter);
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

  /** The lengths of the directions that this option reads, in their order (spec F-11). */
  public List<Integer> directionLengths(int vocab, int dModel) {
    return switch (form) {
      case EXACT -> List.of();
      case PRODUCT -> List.of(vocab, vocab);
      case PEELED -> List.of(vocab, vocab, vocab, vocab, dModel, dModel);
    };
  }

  /**
   * Requires: directions of those lengths; any entries are sound.
   *
   * @throws Rejection LIMIT_EXCEEDED if the products would take longer than spec F-01 (f) allows
   */
  public AttentionSplit split(Weights weights, List<BigInteger[]> directions, Meter meter)
      throws Rejection {
    BigInteger work = work(weights);
    Rejection.require( // F-01 (f)
        work.compareTo(MAX_WORK) <= 0,
        LIMIT_EXCEEDED,
        "work of the attention split: got %s, want <= %s",
        work,
        MAX_WORK);
    ScoreSplit split = splitScores(weights, directions, meter);
    ExactMatrix bounds = bound.of(split.factors(), meter);
    meter.add(bounds.rows());
    ExactMatrix error = Entries.ceil(bounds, bounds.significandBits() - ERROR_BITS);
    BigInteger[] errors =
        IntStream.range(0, error.rows())
            .mapToObj(q -> error.significand(q, 0))
            .toArray(BigInteger[]::new);
    return new AttentionSplit(split.scores(), errors, error.exponent());
  }

  private ScoreSplit splitScores(Weights weights, List<BigInteger[]> directions, Meter meter) {
    return switch (form) {
      case EXACT -> ExactScores.of(weights, meter);
      case PRODUCT -> ProductSplit.of(weights, directions, meter);
      case PEELED -> PeeledSplit.of(weights, directions, meter);
    };
  }

  /** Scalar products times the square of the longest operand in words, bounded from above. */
  static BigInteger work(Weights w) {
    long v = w.vocab();
    long dModel = w.dModel();
    long dHead = w.dHead();
    long products =
        4 * v * dModel * dHead
            + v * v * (dHead + 16)
            + 2 * (v + dModel + 4 * dHead) * dHead * dHead
            + 32 * (v + dHead) * (dModel + dHead);
    long bits =
        4L * Math.max(w.embed().significandBits(), w.position().significandBits())
            + 2L * w.head().query().matrix().significandBits()
            + 2L * w.head().key().significandBits()
            + 256;
    BigInteger words = BigInteger.valueOf(1 + bits / 64);
    return BigInteger.valueOf(products).multiply(words.pow(2));
  }
}

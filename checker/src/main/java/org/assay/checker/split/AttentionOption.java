// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.split;

import static org.assay.checker.verdict.RejectCode.LIMIT_EXCEEDED;

import java.math.BigInteger;
import java.util.List;
import java.util.function.Function;
import org.assay.checker.circuit.Weights;
import org.assay.checker.exact.ExactMatrix;
import org.assay.checker.exact.Lemma;
import org.assay.checker.verdict.Rejection;

/**
 * Lemma L-31. The ways to know the attention scores, most of them without multiplying them out: how
 * the circuit is a product, and how the ranges of what is left of it are bounded.
 */
@Lemma("L-31")
public enum AttentionOption {
  SVD("svd", ScoreForm.PRODUCT, RowErrors::bySpectralNorm),
  MAX_DIFF("max_diff", ScoreForm.PRODUCT, Groups.TWO.means(0)),
  MEAN_MAX_DIFF("mean+max_diff", ScoreForm.PRODUCT, Groups.TWO.means(1)),
  MAX_DIFF_EXACT("max_diff_exact", ScoreForm.PRODUCT, Groups.WHOLE.means(0)),
  MAX_DIFF_SUBPRODUCT("max_diff_subproduct", ScoreForm.PEELED, Groups.TWO_OF_FOUR.means(0)),
  MEAN_MAX_DIFF_SUBPRODUCT(
      "mean+max_diff_subproduct", ScoreForm.PEELED, Groups.TWO_OF_FOUR.means(1)),
  RECURSIVE("max_diff_subproduct_recursive", ScoreForm.PEELED, Groups.FOUR.means(0)),
  MEAN_RECURSIVE("mean+max_diff_subproduct_recursive", ScoreForm.PEELED, Groups.FOUR.means(1)),
  MEANS_RECURSIVE(
      "mean_recursive+max_diff_subproduct_recursive", ScoreForm.PEELED, Groups.FOUR.means(3)),
  SPECTRAL("spectral", ScoreForm.PEELED, RowErrors::byInnerSpectralNorm),
  EXACT("exact_EQKE+max_diff_exact", ScoreForm.EXACT, Groups.WHOLE.means(0));

  /** Significant bits of the largest error. */
  private static final int ERROR_BITS = 64;

  private static final BigInteger MAX_WORK = BigInteger.ONE.shiftLeft(34);

  private final String word;
  private final ScoreForm form;
  private final Function<RowErrors, ExactMatrix> bound;

  AttentionOption(String word, ScoreForm form, Function<RowErrors, ExactMatrix> bound) {
    this.word = word;
    this.form = form;
    this.bound = bound;
  }

  /** How the factors of what is left are grouped: the least of one or more ways (lemma L-30). */
  private enum Groups {
    WHOLE(List.of(List.of())),
    TWO(List.of(List.of(1))),
    TWO_OF_FOUR(List.of(List.of(1), List.of(2), List.of(3))),
    FOUR(List.of(List.of(1, 2, 3)));

    private final List<List<Integer>> cuts;

    Groups(List<List<Integer>> cuts) {
      this.cuts = cuts;
    }

    Function<RowErrors, ExactMatrix> means(int levels) {
      return errors -> errors.byGroups(cuts, levels);
    }
  }

  /** The code word of spec F-11. */
  public String word() {
    return word;
  }

  /** The lengths of the directions that this option reads, in their order (spec F-11). */
  public List<Integer> directionLengths(int vocab, int dModel) {
    return form.directionLengths(vocab, dModel);
  }

  /**
   * The circuit eqke, up to a number per row, as unscaled scores [vocab, vocab] and an error per
   * row. Requires: directions of those lengths; any entries are sound.
   *
   * @throws Rejection LIMIT_EXCEEDED if the products would take longer than spec F-01 (f) allows
   */
  public Split split(Weights weights, List<BigInteger[]> directions) throws Rejection {
    BigInteger work = work(weights);
    Rejection.require( // F-01 (f)
        work.compareTo(MAX_WORK) <= 0,
        LIMIT_EXCEEDED,
        "work of the attention split: got %s, want <= %s",
        work,
        MAX_WORK);
    Chain chain = form.chain(weights, directions);
    ExactMatrix bounds = bound.apply(new RowErrors(chain.factors()));
    weights.meter().add(bounds.rows()); // rounded
    ExactMatrix error = Entries.ceil(bounds, bounds.significandBits() - ERROR_BITS);
    return new Split(chain.known().orElseThrow(), error);
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
            + 2L * w.query().matrix().significandBits()
            + 2L * w.key().matrix().significandBits()
            + 256;
    BigInteger words = BigInteger.valueOf(1 + bits / 64);
    return BigInteger.valueOf(products).multiply(words.pow(2));
  }
}

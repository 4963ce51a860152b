// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.circuit;

import java.math.BigInteger;
import org.assay.checker.exact.ExactMatrix;
import org.assay.checker.exact.Lemma;
import org.assay.checker.exact.Meter;
import org.assay.checker.json.Limits;
import org.assay.checker.verdict.Rejection;

/**
 * The five circuits of a one-layer, one-head, attention-only transformer, exact.
 *
 * <p>With q the token at the last position: score of position i with token t is (eqke[q, t] +
 * eqkp[q, i]) / √dHead; logit o is direct[q, o] plus the attention-weighted mean of evou[t, o] +
 * pvou[i, o].
 *
 * <p>Shapes: eqke [vocab, vocab] and eqkp [vocab, k], unscaled scores; direct, evou [vocab, vocab]
 * and pvou [k, vocab], logits.
 *
 * <p>Source: lemma L-01.
 */
@Lemma("L-01")
public record Circuits(
    int dHead,
    ExactMatrix eqke,
    ExactMatrix eqkp,
    ExactMatrix direct,
    ExactMatrix evou,
    ExactMatrix pvou) {

  private static final int WORK_BITS = 34;

  /**
   * @throws Rejection LIMIT_EXCEEDED if the products would take longer than spec F-01 (f) allows
   */
  public static Circuits of(Weights weights) throws Rejection {
    requireLimits(weights);
    ExactMatrix embed = weights.embed();
    ExactMatrix position = weights.position();
    ExactMatrix key = weights.key().matrix();
    ExactMatrix residual = residual(weights);
    ExactMatrix query = query(residual, weights);
    ExactMatrix constant = constant(weights);
    return new Circuits(
        weights.dHead(),
        query.timesTransposed(embed.times(key)),
        query.timesTransposed(position.times(key)),
        direct(residual.plusRow(constant), weights),
        output(embed, weights),
        output(position, weights));
  }

  /**
   * For strategies that need some of the circuits only.
   *
   * @throws Rejection LIMIT_EXCEEDED if the products would take longer than spec F-01 (f) allows
   */
  public static void requireLimits(Weights weights) throws Rejection {
    Limits.require("work of the exact circuits", work(weights), WORK_BITS); // F-01 (f)
  }

  /** The circuit eqkp alone, the short side first: O(k dModel (dHead + vocab)) operations. */
  public static ExactMatrix eqkp(Weights weights) {
    ExactMatrix keys = weights.position().times(weights.key().matrix());
    ExactMatrix position = weights.position();
    return weights
        .embed()
        .plusRow(position.row(weights.k() - 1))
        .times(weights.query().matrix().timesTransposed(keys))
        .plusRow(weights.query().bias().timesTransposed(keys));
  }

  /** The circuit evou alone. */
  public static ExactMatrix evou(Weights weights) {
    return output(weights.embed(), weights);
  }

  /** The circuit pvou alone. */
  public static ExactMatrix pvou(Weights weights) {
    return output(weights.position(), weights);
  }

  public Meter meter() {
    return direct.meter();
  }

  public int vocab() {
    return eqke.rows();
  }

  public int k() {
    return pvou.rows();
  }

  /** The residual at the last position for each token there, [vocab, dModel]. */
  public static ExactMatrix residual(Weights weights) {
    return weights.embed().plusRow(weights.position().row(weights.k() - 1));
  }

  /** The queries of residuals, [rows, dHead]. */
  public static ExactMatrix query(ExactMatrix residual, Weights weights) {
    Weights.Projection query = weights.query();
    return residual.times(query.matrix()).plusRow(query.bias());
  }

  /** What the head adds to a residual for every attention pattern, b_V W_O + b_O: [1, dModel]. */
  public static ExactMatrix constant(Weights weights) {
    Weights.Projection output = weights.output();
    return weights.value().bias().times(output.matrix()).plusRow(output.bias());
  }

  /** The logits of residuals, [rows, vocab]. */
  public static ExactMatrix direct(ExactMatrix residual, Weights weights) {
    return residual.times(weights.unembed().matrix()).plusRow(weights.unembed().bias());
  }

  /** What attending to a residual does to the logits: residual · W_V W_O U. */
  private static ExactMatrix output(ExactMatrix residual, Weights weights) {
    return residual
        .times(weights.value().matrix())
        .times(weights.output().matrix())
        .times(weights.unembed().matrix());
  }

  /** Scalar products times the square of the longest operand in words, bounded from above. */
  static BigInteger work(Weights w) {
    long rows = (long) w.vocab() + w.k();
    long projections = 4 * rows * w.dModel() * w.dHead();
    long tables = rows * w.vocab() * (w.dHead() + 2L * w.dModel());
    long bits =
        2L * Math.max(w.embed().significandBits(), w.position().significandBits())
            + w.query().matrix().significandBits()
            + w.key().matrix().significandBits()
            + w.value().matrix().significandBits()
            + w.output().matrix().significandBits()
            + w.unembed().matrix().significandBits();
    BigInteger words = BigInteger.valueOf(1 + bits / 64);
    return BigInteger.valueOf(projections + tables).multiply(words.pow(2));
  }
}

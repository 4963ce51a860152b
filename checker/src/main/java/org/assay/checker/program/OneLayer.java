// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.program;

import java.util.List;
import java.util.Optional;
import org.assay.checker.arithmetic.Activation;
import org.assay.checker.arithmetic.Norming;
import org.assay.checker.arithmetic.Softmax;
import org.assay.checker.exact.ExactMatrix;
import org.assay.checker.exact.Lemma;
import org.assay.checker.verdict.Rejection;

/**
 * Lemma L-53: a program of one layer, by its parts: rows of single tokens, one attention step, at
 * most one MLP, and norms before the MLP and at the end.
 *
 * @param direct steps whose last rows are added to what the attention gives
 * @param operands the steps of query, key and value
 * @param output what each head's part is multiplied by, flat: [heads · width, d]
 * @param mlp the neurons, if there are any
 * @param logits what the sum is multiplied by
 */
@Lemma("L-53")
public record OneLayer(
    List<Integer> direct,
    List<Integer> operands,
    Softmax softmax,
    Affine output,
    Optional<Mlp> mlp,
    Normed logits) {
  /** A linear step: matrix [in, out], bias [1, out]. */
  public record Affine(ExactMatrix matrix, ExactMatrix bias) {}

  /** A norm: weight and bias [1, width]. */
  public record NormPart(Norming norming, ExactMatrix weight, ExactMatrix bias) {}

  /** A linear step of a norm, or of what there is without one. */
  public record Normed(Optional<NormPart> norm, Affine linear) {
    /** How many entries the norm divides; 0 without one. */
    public int entries() {
      return norm.map(one -> one.weight().columns()).orElse(0);
    }
  }

  /** Neurons: what their arguments are, the function, and what it is multiplied by. */
  public record Mlp(Normed inner, Activation function, Affine outer) {
    public int width() {
      return inner.linear.matrix.columns();
    }
  }

  /**
   * @param weights those of {@code network.weights()}
   * @throws Rejection UNSUPPORTED_MODEL if it is another program
   */
  public static OneLayer of(Network network, List<List<ExactMatrix>> weights) throws Rejection {
    return new LayerFinder(network, weights).layer();
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.arithmetic;

import java.util.List;
import java.util.Optional;
import org.assay.checker.exact.ExactMatrix;

/**
 * One level of enclosing arithmetic (spec/network.md says what the operations are). A row encloses
 * a set of real vectors.
 *
 * <p>Guarantee of every operation: the result encloses what the exact operation gives for every
 * choice of vectors inside the operands. Results are new and never change. For several threads.
 *
 * @param <V> a row: an enclosed vector
 * @param <M> a matrix of weights, as prepared
 */
public interface Arithmetic<V, M> {
  /** Weights [rows, columns] for the operations below; done once. */
  M prepared(ExactMatrix weights);

  /** A row of a matrix. */
  V row(M matrix, int row);

  /** Requires: one vector or more, all of one width. */
  V sum(List<V> vectors);

  /** The sum, divided by the number of vectors. */
  V mean(List<V> vectors);

  /** x · weight + bias; weight [in, out], bias [1, out]. */
  V linear(V x, M weight, M bias);

  /**
   * The rows of the keys are those of the values. The first {@code visible} have the scores that
   * they have; the others have the number of the softmax, or if it has none they are left out.
   */
  V attention(V query, List<V> keys, List<V> values, int visible, Softmax softmax);

  /**
   * Normalised, times weight [1, width], plus bias [1, width].
   *
   * @return nothing if it may be undefined: the root of zero may be in the denominator
   */
  Optional<V> normalized(V x, Norming norming, M weight, M bias);

  /** Each entry through a function. */
  V activated(V x, Activation function);

  /** Beside each other. */
  V concatenated(List<V> vectors);

  /** The columns {@code from} to {@code from + width - 1}. */
  V slice(V x, int from, int width);

  /** Whether the vector is of numbers that are not too long to compute with further. */
  boolean isShort(V vector);

  /** Whether the right one of some outputs exceeds every other by more than a margin. */
  Lead lead(V outputs, Contest contest);
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.halfspaces;

import org.assay.checker.arithmetic.Softmax;
import org.assay.checker.exact.Lemma;
import org.assay.checker.wide.Ball;

/**
 * Lemma L-69: what a program of one layer makes of each token at each position, in integers. A
 * place is position · vocab + token.
 *
 * <p>Columns of {@code outer}: the outputs, then the entries that the last norm divides. Columns of
 * {@code inner}: the neurons, then the entries that the norm before them divides. Of both, what the
 * norm itself adds is in {@code outputBias} and {@code neuronBias}.
 *
 * @param known whether a place's rows are defined
 * @param keys by place
 * @param queries by number; null where not defined
 */
@Lemma("L-69")
record LayerTables(
    Sizes sizes,
    int[][] allowed,
    boolean[] known,
    Ball[] keys,
    Ball[] queries,
    Columns outer,
    Columns inner,
    Mixed mixed) {
  private static final int MOST_BITS = 58;

  /**
   * Numbers of neurons and of entries before a norm have no more bits, their sums with a spread.
   */
  static final int INNER_BITS = 30;

  /** {@code outputs} compete; {@code neurons} may be 0; {@code fixed} numbers are no outputs. */
  record Sizes(int n, int vocab, int fixed, int neurons, Softmax softmax) {
    int heads() {
      return softmax.heads();
    }

    int outputs() {
      return vocab - fixed;
    }

    /** Numbers of a half-space have at most so many bits, but for two: sums of terms fit L-09. */
    int most() {
      return MOST_BITS - ClassHeads.bits((long) n * (heads() + 4));
    }

    int last() {
      return n - 1;
    }

    int place(int position, int token) {
      return position * vocab + token;
    }
  }

  /**
   * Lower ends.
   *
   * @param heads [head][column][place]
   * @param base [query][column], of the constants and the direct steps
   * @param bias by column, without those that are entries
   */
  record Columns(Units units, long[][][] heads, long[][] base, long[] bias) {
    int width() {
      return heads[0].length;
    }
  }

  /** What a neuron's value is multiplied by, for each column of {@code outer}; lower ends. */
  record Mixed(Units units, long[][] rows) {}

  /** Whether a norm stands before the neurons. */
  boolean hasNormBefore() {
    return sizes.neurons() > 0 && inner.width() > sizes.neurons();
  }

  /** How many entries the last norm divides; 0 without one. */
  int entries() {
    return outer.width() - sizes.outputs();
  }

  /** Whether every row that an input of the slice needs is defined (L-53). */
  boolean isKnown(ClassSlice slice) {
    boolean all = queries[slice.q()] != null && known[sizes.place(sizes.last(), slice.q())];
    for (int i = 0; i < sizes.last(); i++) {
      for (int t : allowed[i]) {
        all &= !slice.holds(t) || known[sizes.place(i, t)];
      }
    }
    return all;
  }

  /** L-69 (a): whether no number is enclosed by more than so many units. */
  boolean isNarrow(int spread) {
    return outer.units.spread() <= spread
        && inner.units.spread() <= spread
        && mixed.units.spread() <= spread;
  }
}

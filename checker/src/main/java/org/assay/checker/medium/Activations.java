// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.medium;

import org.assay.checker.arithmetic.Activation;
import org.assay.checker.exact.Lemma;
import org.assay.checker.narrow.FunctionWords;

/** Lemma L-90: gelu, gelu-tanh and silu: each entry times a share of it, between 0 and 1. */
@Lemma("L-90")
final class Activations {
  /** Fractional bits of the argument of a share, and of a share. */
  private static final int FINE = 30;

  private static final int BITS = 31;
  private static final long ONE = 1L << BITS;

  private final FunctionWords functions = new FunctionWords();

  /** Requires: not relu. */
  Disc of(Disc x, Activation function) {
    long[] entries = new long[x.width()];
    long error = 0;
    for (int j = 0; j < entries.length; j++) {
      long c = x.centre()[j];
      FunctionWords.Share share =
          functions.shareAt(Math.abs(c) >> Disc.BITS - FINE, function); // L-90 (a)
      long ends = share.least() + share.most();
      entries[j] = Products.floor(c, c < 0 ? 2 * ONE - ends : ends, BITS + 1);
      long width = Products.floor(Math.abs(c), share.most() - share.least(), BITS + 1);
      error = Math.max(error, width + 2);
    }
    int steepest = function == Activation.GELU ? 5 : 10; // quarters
    long moved = (steepest * x.radius() >> 2) + 1;
    return Disc.of(entries, Disc.rootAbove(entries.length) * error + moved);
  }
}

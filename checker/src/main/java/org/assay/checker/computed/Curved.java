// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.computed;

import java.math.BigInteger;
import org.assay.checker.arithmetic.Activation;
import org.assay.checker.exact.Lemma;
import org.assay.checker.medium.Disc;
import org.assay.checker.medium.Products;
import org.assay.checker.narrow.FunctionWords;

/** Lemma L-98: gelu, gelu-tanh and silu in every execution. */
@Lemma("L-98")
final class Curved {
  /** Units of |x| that a result may be off by, and two for roundings. */
  private static final int UNITS = 32 + 2;

  /** Fractional bits of a share of x, and of the argument that it is looked up with. */
  private static final int SHARE_BITS = 31;

  private static final int ARGUMENT_BITS = 30;

  private final FunctionWords words = new FunctionWords();

  Carried of(Carried x, Activation function) {
    long[] centre = new long[x.width()];
    long widest = 0;
    for (int j = 0; j < centre.length; j++) {
      long c = x.exact().centre()[j];
      FunctionWords.Share share = words.shareAt(Math.abs(c) >> Disc.BITS - ARGUMENT_BITS, function);
      long one = 1L << SHARE_BITS;
      long least = c < 0 ? one - share.least() : share.least();
      long most = c < 0 ? one - share.most() : share.most();
      centre[j] = Products.floor(c, least, SHARE_BITS);
      widest = Math.max(widest, Products.floor(c, most, SHARE_BITS) + 1 - centre[j]);
    }
    int quarters = function == Activation.GELU ? 5 : 10; // L-98: the slope is at most 5/4, or 5/2
    long spread = Disc.rootAbove(centre.length) * widest;
    Disc exact = Disc.of(centre, spread + (quarters * x.exact().radius() + 3 >> 2));
    BigInteger moved = BigInteger.valueOf((quarters * x.far() + 3 >> 2) + 1);
    return Carried.of(exact, moved.add(RoundingErrors.of(UNITS, x.reach())));
  }
}

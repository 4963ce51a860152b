// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.gaps;

import java.math.BigInteger;
import org.assay.checker.exact.Lemma;

/**
 * The handling {@code drop_average_query_per_output_logit_reasoning}: the largest slope with the
 * largest height, whichever outputs they belong to.
 */
@Lemma("L-39")
final class Extremes implements Lines.Bound {
  private final BigInteger slope;
  private final BigInteger height;

  Extremes(Lines lines) {
    this.slope = Lines.largest(lines.slopes());
    this.height = Lines.largest(lines.heights()).shiftLeft(Ratio.BITS);
  }

  @Override
  public BigInteger at(BigInteger x) {
    return slope.multiply(x).add(height);
  }

  @Override
  public long operations() {
    return 2;
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.gaps;

import java.math.BigInteger;
import java.util.stream.IntStream;
import org.assay.checker.exact.Lemma;

/**
 * The handling {@code mean_query+diff}: the largest of the lines at a centre, and from there the
 * largest slope upwards, the least one downwards.
 */
@Lemma("L-38")
final class Tangent implements Lines.Bound {
  private final BigInteger centre;
  private final BigInteger height;
  private final BigInteger steepest;
  private final BigInteger flattest;

  /** Requires: centre >= 0, any number is sound. */
  Tangent(Lines lines, BigInteger centre) {
    this.centre = centre;
    this.height =
        IntStream.range(0, lines.count())
            .mapToObj(line -> lines.at(line, centre))
            .reduce(BigInteger::max)
            .orElseThrow();
    this.steepest = Lines.largest(lines.slopes());
    this.flattest = Lines.least(lines.slopes());
  }

  @Override
  public BigInteger at(BigInteger x) {
    BigInteger step = x.subtract(centre);
    BigInteger slope = step.signum() >= 0 ? steepest : flattest; // L-38: the right extreme
    return height.add(step.multiply(slope));
  }

  @Override
  public long operations() {
    return 4;
  }
}

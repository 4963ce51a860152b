// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.gaps;

import java.math.BigInteger;
import org.assay.checker.exact.CommonScale;
import org.assay.checker.exact.Enclosure;
import org.assay.checker.exact.Lemma;

/**
 * For one query, the weights exp(eqkp[q, i] / √dHead) of the positions before it: sums of the so
 * many lightest and heaviest, and the weight of the query's own position.
 */
@Lemma("L-35")
final class WeightSums {
  /** Bits kept below the largest weight's last one. */
  private static final BigInteger EXTRA = BigInteger.valueOf(128);

  private final CommonScale scale;
  private final Enclosure query;
  private final Enclosure[] lightest; // [number of positions]
  private final Enclosure[] heaviest;

  /** Requires: {@code ascending} lists the positions before the last by their scores. */
  WeightSums(Enclosure[] positions, int[] ascending) {
    this.scale = new CommonScale(positions[0].exponent().subtract(EXTRA));
    for (Enclosure position : positions) {
      scale.raise(position.exponent().subtract(EXTRA));
    }
    this.query = aligned(positions[ascending.length]);
    this.lightest = new Enclosure[ascending.length + 1];
    this.heaviest = new Enclosure[ascending.length + 1];
    Enclosure none = new Enclosure(BigInteger.ZERO, BigInteger.ZERO, scale.exponent());
    lightest[0] = none;
    heaviest[0] = none;
    for (int n = 0; n < ascending.length; n++) {
      Enclosure up = aligned(positions[ascending[n]]);
      Enclosure down = aligned(positions[ascending[ascending.length - 1 - n]]);
      lightest[n + 1] = plus(lightest[n], up);
      heaviest[n + 1] = plus(heaviest[n], down);
    }
  }

  /** The position of the query. */
  Enclosure query() {
    return query;
  }

  /** The so many lightest positions before the query, and its own where {@code own}. */
  Enclosure lightest(int positions, boolean own) {
    return own ? plus(lightest[positions], query) : lightest[positions];
  }

  /** The so many heaviest positions before the query, and its own where {@code own}. */
  Enclosure heaviest(int positions, boolean own) {
    return own ? plus(heaviest[positions], query) : heaviest[positions];
  }

  /** The number of positions before the query. */
  int last() {
    return lightest.length - 1;
  }

  private Enclosure plus(Enclosure a, Enclosure b) {
    return new Enclosure(a.lo().add(b.lo()), a.hi().add(b.hi()), scale.exponent());
  }

  private Enclosure aligned(Enclosure weight) {
    return new Enclosure(scale.down(weight), scale.up(weight), scale.exponent());
  }
}

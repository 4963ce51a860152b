// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy.margin;

import java.math.BigInteger;

/** Binomial coefficients. */
public final class Binomial {
  private Binomial() {}

  /** The number of ways to choose {@code n} of {@code of}. */
  public static BigInteger of(int of, int n) {
    BigInteger choices = BigInteger.ONE;
    for (int i = 0; i < n; i++) {
      choices = choices.multiply(BigInteger.valueOf(of - i)).divide(BigInteger.valueOf(i + 1L));
    }
    return choices;
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy;

import java.math.BigInteger;

/** Binomial coefficients. */
final class Binomial {
  private Binomial() {}

  /** The number of ways to choose {@code n} of {@code of}. */
  static BigInteger of(int of, int n) {
    BigInteger choices = BigInteger.ONE;
    for (int i = 0; i < n; i++) {
      choices = choices.multiply(BigInteger.valueOf(of - i)).divide(BigInteger.valueOf(i + 1L));
    }
    return choices;
  }
}

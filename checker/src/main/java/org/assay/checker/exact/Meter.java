// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.exact;

import java.math.BigInteger;

/** Counts operations in the unit of {@code spec/operations.md}. */
public final class Meter {
  private BigInteger operations = BigInteger.ZERO;

  public void add(long count) {
    operations = operations.add(BigInteger.valueOf(count));
  }

  public BigInteger operations() {
    return operations;
  }
}

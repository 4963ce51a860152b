// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.exact;

import java.math.BigInteger;

/** Counts operations in the unit of {@code spec/operations.md}, of any number of threads. */
public final class Meter {
  private BigInteger operations = BigInteger.ZERO;

  public synchronized void add(long count) {
    operations = operations.add(BigInteger.valueOf(count));
  }

  public synchronized BigInteger operations() {
    return operations;
  }
}

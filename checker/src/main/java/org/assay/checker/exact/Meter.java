// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.exact;

import java.math.BigInteger;
import java.util.concurrent.atomic.LongAdder;

/** Counts operations in the unit of {@code spec/operations.md}, of any number of threads. */
public final class Meter {
  private final LongAdder operations = new LongAdder(); // 2^63 of them would take centuries

  public void add(long count) {
    operations.add(count);
  }

  public BigInteger operations() {
    return BigInteger.valueOf(operations.sum());
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy;

import java.util.Locale;

/** No proof with these options is as cheap as was asked for. */
public final class BudgetTooSmall extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final long smallest;

  public BudgetTooSmall(long budget, long smallest) {
    super(
        String.format(
            Locale.ROOT, "budget: got %d operations, want at least %d", budget, smallest));
    this.smallest = smallest;
  }

  public long smallest() {
    return smallest;
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.exact;

/** What a meter counts while something is done. */
public final class Cost {
  private Cost() {}

  /** What is done. */
  public interface Action<E extends Exception> {
    void run() throws E;
  }

  public static <E extends Exception> long of(Meter meter, Action<E> action) throws E {
    long before = meter.operations().longValueExact();
    action.run();
    return meter.operations().longValueExact() - before;
  }
}

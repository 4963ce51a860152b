// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.margin;

/** The inputs with query token q and maximum m; last is the query's position. */
public record InputClass(int q, int m, int last) {
  /** Ways to fill so many positions with tokens up to m; unless seen, one of them must be m. */
  public long completions(int positions, boolean seen) {
    long all = 1;
    long withoutM = 1;
    for (int i = 0; i < positions; i++) {
      all *= m + 1;
      withoutM *= m;
    }
    return seen ? all : all - withoutM;
  }
}

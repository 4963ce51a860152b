// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy.counting;

/**
 * What the classes of one maximum m share: the strongest rival of m in every node of the {@link
 * OutputTree}, for each attended token and position, and in the direct path.
 */
final class PotentialMaximum {
  private final PotentialTables tables;
  private final OutputTree tree;
  private final int m;
  private final int nodes;
  private final long[] values; // [position][token][node]
  private final long[] direct; // [query][node]

  PotentialMaximum(PotentialTables tables, OutputTree tree, int m) {
    this.tables = tables;
    this.tree = tree;
    this.m = m;
    this.nodes = tree.nodes();
    this.values = new long[tables.k() * (m + 1) * nodes];
    this.direct = new long[(m + 1) * nodes];
    long[] none = new long[tables.vocab()];
    for (int t = 0; t <= m; t++) {
      for (int i = 0; i < tables.k(); i++) {
        fill(tables.tokens()[t], tables.ofPositions()[i], values, (i * (m + 1) + t) * nodes);
      }
      fill(tables.direct()[t], none, direct, t * nodes);
    }
  }

  private void fill(long[] a, long[] b, long[] leads, int at) {
    for (int o = 0; o < tables.vocab(); o++) leads[at + tree.single(o)] = a[o] + b[o];
    leads[at + tree.single(m)] = Long.MIN_VALUE;
    tree.largestBelow(leads, at);
    for (int node = at; node < at + nodes; node++) leads[node] = a[m] + b[m] - leads[node];
  }

  PotentialTables tables() {
    return tables;
  }

  OutputTree tree() {
    return tree;
  }

  int m() {
    return m;
  }

  /** val_i(t) of lemma L-12. Requires: the node has an output other than m. */
  long value(int i, int t, int node) {
    return values[(i * (m + 1) + t) * nodes + node];
  }

  /** u_q of the lemma. Requires: the node has an output other than m. */
  long direct(int q, int node) {
    return direct[q * nodes + node] - tables.slack()[q];
  }
}

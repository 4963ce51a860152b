// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.counting;

/**
 * The largest entry of a row over every node of the tree that halves the outputs again and again,
 * with and without one output. Nodes are numbered in preorder; there are 2 · vocab - 1.
 */
final class BlockTree {
  private final long[] largest; // [node]
  private final long[] second; // the largest without one place of the largest
  private final int[] place; // where the largest is

  BlockTree(long[] row) {
    int nodes = 2 * row.length - 1;
    this.largest = new long[nodes];
    this.second = new long[nodes];
    this.place = new int[nodes];
    fill(row, 0, row.length, 0);
  }

  /** The largest entry of a node but for output m. Requires: the node has another output. */
  long largestBut(int m, int node) {
    return place[node] == m ? second[node] : largest[node];
  }

  private void fill(long[] row, int from, int to, int node) {
    if (to - from == 1) {
      largest[node] = row[from];
      second[node] = Long.MIN_VALUE;
      place[node] = from;
      return;
    }
    int middle = from + (to - from) / 2;
    int left = node + 1;
    int right = node + 2 * (middle - from);
    fill(row, from, middle, left);
    fill(row, middle, to, right);
    int winner = largest[left] >= largest[right] ? left : right;
    int loser = winner == left ? right : left;
    largest[node] = largest[winner];
    place[node] = place[winner];
    second[node] = Math.max(second[winner], largest[loser]);
  }
}

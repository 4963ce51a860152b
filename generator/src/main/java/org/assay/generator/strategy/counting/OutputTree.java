// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy.counting;

/**
 * The tree that halves the outputs 0..vocab-1 again and again (spec F-11, {@code cover}): [a, b)
 * with b - a >= 2 has the children [a, a + floor((b-a)/2)) and the rest. Nodes are numbered in
 * preorder, so every child has a larger number than its parent.
 */
public final class OutputTree {
  private final int[] from; // first output of each node
  private final int[] to; // behind the last one
  private final int[] right; // 0: the node is a single output
  private final int[] single; // node of each output

  public OutputTree(int vocab) {
    this.right = new int[2 * vocab - 1];
    this.single = new int[vocab];
    this.from = new int[2 * vocab - 1];
    this.to = new int[2 * vocab - 1];
    number(0, 0, vocab);
  }

  /** Returns the number behind the last node of the subtree. */
  private int number(int node, int first, int behind) {
    from[node] = first;
    to[node] = behind;
    if (behind - first == 1) {
      single[first] = node;
      return node + 1;
    }
    int middle = first + (behind - first) / 2;
    right[node] = number(node + 1, first, middle);
    return number(right[node], middle, behind);
  }

  public int nodes() {
    return right.length;
  }

  /** Its first output. */
  public int from(int node) {
    return from[node];
  }

  /** Behind its last output. */
  public int to(int node) {
    return to[node];
  }

  int vocab() {
    return single.length;
  }

  boolean isSingle(int node) {
    return right[node] == 0;
  }

  /** Requires: not single. */
  int left(int node) {
    return node + 1;
  }

  /** Requires: not single. */
  int right(int node) {
    return right[node];
  }

  /** The node that is this output alone. */
  public int single(int output) {
    return single[output];
  }

  /**
   * From one number per single output, at {@code at + its node}, the largest below each node; the
   * order of the numbers sees to it that children come before parents.
   */
  void largestBelow(long[] values, int at) {
    for (int node = right.length - 1; node >= 0; node--) {
      if (right[node] != 0) {
        values[at + node] = Math.max(values[at + node + 1], values[at + right[node]]);
      }
    }
  }
}

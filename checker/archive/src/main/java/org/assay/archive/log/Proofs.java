// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.log;

import static org.assay.archive.refusal.Code.NOT_CONSISTENT;
import static org.assay.archive.refusal.Code.NOT_INCLUDED;
import static org.assay.archive.refusal.Refusal.require;

import java.util.List;
import org.assay.archive.refusal.Refusal;

/** Checks proofs about trees, by the algorithms of RFC 9162, 2.1.3.2 and 2.1.4.2 (spec T-03). */
public final class Proofs {
  private Proofs() {}

  /** A number of entries, and the root of their tree. */
  public record Head(long size, NodeHash root) {}

  /**
   * Requires that the entry number {@code index} of the tree has this leaf hash.
   *
   * @throws Refusal NOT_INCLUDED
   */
  static void requireIncluded(NodeHash leaf, long index, List<NodeHash> path, Head head)
      throws Refusal {
    require( // T-03 (a)
        index >= 0 && index < head.size,
        NOT_INCLUDED,
        "index: got %d, want less than the tree's size %d",
        index,
        head.size);
    long node = index;
    long last = head.size - 1;
    NodeHash root = leaf;
    for (NodeHash sibling : path) {
      require(last != 0, NOT_INCLUDED, "proof: got %d hashes, want less", path.size()); // T-03 (b)
      if ((node & 1) == 1 || node == last) {
        root = NodeHash.node(sibling, root);
        int above = Long.numberOfTrailingZeros(node); // a last node without siblings rises
        node >>= above;
        last >>= above;
      } else {
        root = NodeHash.node(root, sibling);
      }
      node >>= 1;
      last >>= 1;
    }
    require(last == 0, NOT_INCLUDED, "proof: got %d hashes, want more", path.size()); // T-03 (b)
    require( // T-03 (c)
        root.equals(head.root), NOT_INCLUDED, "root: got %s, want %s", root, head.root);
  }

  /**
   * Requires that the tree of {@code head} begins with that of {@code old}.
   *
   * @throws Refusal NOT_CONSISTENT
   */
  static void requireConsistent(Head old, List<NodeHash> path, Head head) throws Refusal {
    require( // T-03 (d)
        old.size <= head.size,
        NOT_CONSISTENT,
        "size: got %d, want at least %d, which was there before",
        head.size,
        old.size);
    if (old.size == 0 || old.size == head.size) {
      require( // T-03 (e)
          path.isEmpty(), NOT_CONSISTENT, "proof: got %d hashes, want none", path.size());
      NodeHash want = old.size == 0 ? NodeHash.empty() : head.root;
      require( // T-03 (f)
          old.root.equals(want), NOT_CONSISTENT, "old root: got %s, want %s", old.root, want);
      return;
    }
    requireExtended(old, path, head);
  }

  /** 0 < old.size < head.size. */
  private static void requireExtended(Head old, List<NodeHash> path, Head head) throws Refusal {
    boolean whole = Long.bitCount(old.size) == 1; // its own root is the first hash
    require( // T-03 (e)
        whole || !path.isEmpty(), NOT_CONSISTENT, "proof: got no hash, want some");
    NodeHash first = whole ? old.root : path.get(0);
    NodeHash before = first;
    NodeHash now = first;
    int skipped = Long.numberOfTrailingZeros(old.size);
    long node = (old.size - 1) >> skipped;
    long last = (head.size - 1) >> skipped;
    for (NodeHash sibling : whole ? path : path.subList(1, path.size())) {
      require( // T-03 (e)
          last != 0, NOT_CONSISTENT, "proof: got %d hashes, want less", path.size());
      if ((node & 1) == 1 || node == last) {
        before = NodeHash.node(sibling, before);
        now = NodeHash.node(sibling, now);
        int above = Long.numberOfTrailingZeros(node);
        node >>= above;
        last >>= above;
      } else {
        now = NodeHash.node(now, sibling);
      }
      node >>= 1;
      last >>= 1;
    }
    require(last == 0, NOT_CONSISTENT, "proof: got %d hashes, want more", path.size()); // T-03 (e)
    require( // T-03 (f)
        before.equals(old.root), NOT_CONSISTENT, "old root: got %s, want %s", before, old.root);
    require(
        now.equals(head.root), NOT_CONSISTENT, "root: got %s, want %s", now, head.root); // T-03 (f)
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.log;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.assay.archive.refusal.Refusal;

/**
 * The tree of the first {@code size} entries of a log (RFC 9162, 2.1): its root, and the proofs
 * that whoever keeps the log makes. Whoever checks them uses {@code Proofs}, which shares nothing
 * with this.
 *
 * <p>Cost: about 2 log(size) hashes read for each root and proof.
 */
final class MerkleTree {
  private final Subtrees hashes;
  private final long size;

  MerkleTree(Subtrees hashes, long size) {
    this.hashes = hashes;
    this.size = size;
  }

  /** MTH of RFC 9162, 2.1.1. */
  NodeHash root() throws IOException, Refusal {
    return size == 0 ? NodeHash.empty() : hash(0, size);
  }

  /** PATH of RFC 9162, 2.1.3.1, from the leaf up. Requires: 0 <= index < size. */
  List<NodeHash> inclusion(long index) throws IOException, Refusal {
    List<NodeHash> path = new ArrayList<>();
    long from = 0;
    long to = size;
    while (to - from > 1) {
      long middle = from + split(to - from);
      if (index < middle) {
        path.add(0, hash(middle, to));
        to = middle;
      } else {
        path.add(0, hash(from, middle));
        from = middle;
      }
    }
    return path;
  }

  /**
   * PROOF of RFC 9162, 2.1.4.1, that this tree begins with the first {@code old} entries; empty
   * where there is nothing to prove. Requires: 0 <= old <= size.
   */
  List<NodeHash> consistency(long old) throws IOException, Refusal {
    List<NodeHash> path = new ArrayList<>();
    if (old == 0 || old == size) {
      return path;
    }
    long from = 0;
    long to = size;
    while (to > old) {
      long middle = from + split(to - from);
      if (old <= middle) {
        path.add(0, hash(middle, to));
        to = middle;
      } else {
        path.add(0, hash(from, middle));
        from = middle;
      }
    }
    if (from > 0) { // the checker of the proof has not the hash of what is left
      path.add(0, hash(from, to));
    }
    return path;
  }

  /** The hash of the entries from..to-1. Requires: from is a multiple of split(to - from) * 2. */
  private NodeHash hash(long from, long to) throws IOException, Refusal {
    long length = to - from;
    if (Long.bitCount(length) == 1) {
      int level = Long.numberOfTrailingZeros(length);
      return hashes.at(level, from >> level);
    }
    long middle = from + split(length);
    return NodeHash.node(hash(from, middle), hash(middle, to));
  }

  /** The largest power of two below the length, which is at least 2. */
  private static long split(long length) {
    return Long.highestOneBit(length - 1);
  }
}

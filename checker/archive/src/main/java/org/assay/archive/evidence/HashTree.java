// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.evidence;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assay.archive.ageing.Hash;
import org.bouncycastle.asn1.tsp.ArchiveTimeStamp;
import org.bouncycastle.asn1.tsp.PartialHashtree;

/** The way from a leaf to the time-stamped root (RFC 4998 section 4.3), recomputed. */
record HashTree(List<List<byte[]>> lists) {
  /** Empty if the leaf itself was stamped. */
  static HashTree of(ArchiveTimeStamp stamp) {
    List<List<byte[]>> lists = new ArrayList<>();
    PartialHashtree[] reduced = stamp.getReducedHashTree();
    if (reduced != null) {
      for (PartialHashtree list : reduced) {
        lists.add(List.of(list.getValues()));
      }
    }
    return new HashTree(lists);
  }

  boolean isEmpty() {
    return lists.isEmpty();
  }

  /** Whether the leaf is in the first list; nowhere else does it count. */
  boolean hasLeaf(byte[] leaf) {
    return lists.get(0).stream().anyMatch(value -> Arrays.equals(value, leaf));
  }

  /** Whether the first list has these values, each once, in any order, and no other. */
  boolean hasExactly(List<byte[]> leaves) {
    return lists.get(0).size() == leaves.size() && leaves.stream().allMatch(this::hasLeaf);
  }

  /** Whether all values are digests of this function, and no list is empty. */
  boolean isOf(Hash hash) {
    return lists.stream()
        .allMatch(
            list -> !list.isEmpty() && list.stream().allMatch(one -> one.length == hash.bytes()));
  }

  /**
   * The root: a first list of one value is that value; else, and from there on, the values of a
   * list and what came of the list before, in ascending order as unsigned bytes, are hashed
   * together.
   */
  byte[] root(Hash hash) {
    List<byte[]> first = lists.get(0);
    byte[] node = first.size() == 1 ? first.get(0) : together(hash, first);
    for (List<byte[]> list : lists.subList(1, lists.size())) {
      List<byte[]> all = new ArrayList<>(list);
      all.add(node);
      node = together(hash, all);
    }
    return node;
  }

  private static byte[] together(Hash hash, List<byte[]> values) {
    byte[][] sorted = values.toArray(byte[][]::new);
    Arrays.sort(sorted, Arrays::compareUnsigned);
    return hash.of(sorted);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.log;

import static org.assay.archive.log.TestLog.assertRefused;
import static org.assay.archive.log.TestLog.bytes;
import static org.assay.archive.refusal.Code.NOT_CONSISTENT;
import static org.assay.archive.refusal.Code.NOT_INCLUDED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.assay.archive.refusal.Refusal;
import org.junit.jupiter.api.Test;

/** The tree and its proofs, against numbers of others and against every small tree. */
class MerkleTest {
  /** Leaves and roots of the reference tree of Certificate Transparency. */
  private static final List<String> LEAVES =
      List.of(
          "",
          "00",
          "10",
          "2021",
          "3031",
          "40414243",
          "5051525354555657",
          "606162636465666768696a6b6c6d6e6f");

  /** RootHashes of transparency-dev/merkle, testonly/constants.go (Apache-2.0), from no leaf on. */
  private static final List<String> ROOTS =
      List.of(
          "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
          "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
          "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
          "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
          "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
          "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
          "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
          "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
          "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

  /** Complete subtrees over leaves in memory. */
  private static Subtrees over(List<NodeHash> leaves) {
    return new Subtrees() {
      @Override
      public NodeHash at(int level, long index) {
        return level == 0
            ? leaves.get((int) index)
            : NodeHash.node(at(level - 1, 2 * index), at(level - 1, 2 * index + 1));
      }
    };
  }

  private static NodeHash hash(String hex) {
    return NodeHash.at(HexFormat.of().parseHex(hex), 0);
  }

  private static List<NodeHash> path(String hashes) {
    List<NodeHash> path = new ArrayList<>();
    for (String hex : hashes.split(",")) {
      if (!hex.equals("-")) {
        path.add(hash(hex));
      }
    }
    return path;
  }

  // T-01 (a), (b), (c)
  @Test
  void rootsAreThoseOfTheReference() throws IOException, Refusal {
    List<NodeHash> leaves = new ArrayList<>();
    for (String hex : LEAVES) {
      leaves.add(NodeHash.leaf(HexFormat.of().parseHex(hex)));
    }
    for (int size = 0; size <= leaves.size(); size++) {
      assertEquals(hash(ROOTS.get(size)), new MerkleTree(over(leaves), size).root(), "of " + size);
    }
  }

  /** From TestFormatTree of golang.org/x/mod, sumdb/tlog/note_test.go (BSD-3-Clause). */
  @Test
  void theHashOfARecordIsThatOfGo() {
    assertEquals(
        "TszzRgjTG6xce+z2AG31kAXYKBgQVtCSCE40HmuwBb0=",
        NodeHash.leaf(bytes("hello world")).base64());
  }

  @Test
  void leavesAreNoNodes() {
    NodeHash left = NodeHash.leaf(bytes("a"));
    NodeHash right = NodeHash.leaf(bytes("b"));
    byte[] both = new byte[64];
    System.arraycopy(left.bytes(), 0, both, 0, 32);
    System.arraycopy(right.bytes(), 0, both, 32, 32);
    assertNotEquals(NodeHash.leaf(both), NodeHash.node(left, right));
    assertNotEquals(NodeHash.node(right, left), NodeHash.node(left, right));
  }

  /** 141 proofs of transparency-dev/merkle, 130 of them wrong. */
  // T-03 (a), (b), (c), (d), (e), (f)
  @Test
  void proofsOfOthersAreDecidedAsTheySay() throws IOException, Refusal {
    int accepted = 0;
    int refused = 0;
    for (String line : probes()) {
      String[] row = line.split(" ");
      if (row[1].equals("accept")) {
        check(row);
        accepted++;
      } else {
        Refusal refusal = assertThrows(Refusal.class, () -> check(row), row[7]);
        assertEquals(
            row[0].equals("inclusion") ? NOT_INCLUDED : NOT_CONSISTENT, refusal.code(), row[7]);
        refused++;
      }
    }
    assertTrue(accepted > 8, "accepted: " + accepted);
    assertTrue(refused > 120, "refused: " + refused);
  }

  private static void check(String[] row) throws Refusal {
    Proofs.Head head =
        new Proofs.Head(Long.parseLong(row[3]), hash(row[0].equals("inclusion") ? row[4] : row[5]));
    if (row[0].equals("inclusion")) {
      Proofs.requireIncluded(hash(row[5]), Long.parseLong(row[2]), path(row[6]), head);
    } else {
      Proofs.Head old = new Proofs.Head(Long.parseLong(row[2]), hash(row[4]));
      Proofs.requireConsistent(old, path(row[6]), head);
    }
  }

  private static List<String> probes() throws IOException {
    try (InputStream in = MerkleTest.class.getResourceAsStream("merkle-probes.txt")) {
      String text = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
      return text.lines().filter(line -> !line.startsWith("#")).toList();
    }
  }

  private static final int LARGEST = 40;

  private final List<NodeHash> leaves = new ArrayList<>();

  private MerkleTree tree(int size) {
    while (leaves.size() < size) {
      leaves.add(NodeHash.leaf(bytes("leaf " + leaves.size())));
    }
    return new MerkleTree(over(leaves), size);
  }

  /** Every entry of every tree, and every proof with something wrong. */
  // T-03 (a), (b), (c)
  @Test
  void everyEntryOfASmallTreeIsProvedAndNoOther() throws IOException, Refusal {
    for (int size = 1; size <= LARGEST; size++) {
      Proofs.Head head = new Proofs.Head(size, tree(size).root());
      for (int index = 0; index < size; index++) {
        List<NodeHash> path = tree(size).inclusion(index);
        NodeHash leaf = leaves.get(index);
        Proofs.requireIncluded(leaf, index, path, head);
        for (long other : new long[] {index - 1, index + 1, index + size, size}) {
          assertRefused(NOT_INCLUDED, () -> Proofs.requireIncluded(leaf, other, path, head));
        }
        int at = index;
        wrong(path)
            .forEach(
                bad ->
                    assertRefused(NOT_INCLUDED, () -> Proofs.requireIncluded(leaf, at, bad, head)));
      }
    }
  }

  // T-03 (d), (e), (f)
  @Test
  void everyTreeBeginsWithEverySmallerOneAndWithNoOther() throws IOException, Refusal {
    for (int size = 0; size <= LARGEST; size++) {
      Proofs.Head head = new Proofs.Head(size, tree(size).root());
      for (int old = 0; old <= size; old++) {
        Proofs.Head before = new Proofs.Head(old, tree(old).root());
        List<NodeHash> path = tree(size).consistency(old);
        Proofs.requireConsistent(before, path, head);
        Proofs.Head fork = new Proofs.Head(old, NodeHash.leaf(bytes("fork")));
        assertRefused(NOT_CONSISTENT, () -> Proofs.requireConsistent(fork, path, head));
        if (old > 0 && old < size) {
          Proofs.Head other = new Proofs.Head(size, NodeHash.leaf(bytes("fork")));
          assertRefused(NOT_CONSISTENT, () -> Proofs.requireConsistent(before, path, other));
          assertRefused(NOT_CONSISTENT, () -> Proofs.requireConsistent(head, path, before));
        }
        wrong(path)
            .forEach(
                bad ->
                    assertRefused(
                        NOT_CONSISTENT, () -> Proofs.requireConsistent(before, bad, head)));
      }
    }
  }

  /** A hash more, one less, one another. */
  private static List<List<NodeHash>> wrong(List<NodeHash> path) {
    NodeHash other = NodeHash.leaf(bytes("other"));
    List<List<NodeHash>> all = new ArrayList<>();
    for (int i = 0; i <= path.size(); i++) {
      List<NodeHash> more = new ArrayList<>(path);
      more.add(i, other);
      all.add(more);
      if (i < path.size()) {
        List<NodeHash> less = new ArrayList<>(path);
        less.remove(i);
        all.add(less);
        List<NodeHash> changed = new ArrayList<>(path);
        changed.set(i, other);
        all.add(changed);
      }
    }
    return all;
  }
}

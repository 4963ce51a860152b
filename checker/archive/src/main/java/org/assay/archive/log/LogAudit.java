// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.log;

import static org.assay.archive.refusal.Code.MALFORMED_LOG;
import static org.assay.archive.refusal.Refusal.require;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assay.archive.refusal.Refusal;

/** Reads a whole log as a monitor does: nothing is believed but the entries (spec T-15). */
public final class LogAudit {
  private LogAudit() {}

  /**
   * Requires that the checkpoint counts under the policy, that its root is that of the entries, and
   * that every tile has the hashes that the entries give.
   *
   * @return the entries, in order
   * @throws Refusal with a code of T-03, T-06, T-08, T-11 or T-15
   */
  public static List<LogEntry> of(Path folder, LogPolicy policy) throws IOException, Refusal {
    SignedNote note = new LogFolder(folder).checkpoint();
    Proofs.Head head = policy.accept(note).checkpoint().head();
    Tiles tiles = new Tiles(folder, head.size());
    List<LogEntry> entries = new ArrayList<>();
    while (entries.size() < head.size()) {
      for (byte[] entry : tiles.entries(entries.size() / TilePath.FULL)) {
        entries.add(new LogEntry(entry));
      }
    }
    List<NodeHash> hashes = entries.stream().map(LogEntry::hash).toList();
    for (int level = 0; !hashes.isEmpty(); level++) {
      hashes = above(tiles, level, hashes);
    }
    NodeHash root = new MerkleTree(tiles, head.size()).root(); // of tiles that were just compared
    require( // T-15 (b)
        root.equals(head.root()),
        MALFORMED_LOG,
        "root of the entries: got %s, want that of the checkpoint, %s",
        root,
        head.root());
    return entries;
  }

  /** Compares the tiles of a level with its hashes; returns the hashes of the level above. */
  private static List<NodeHash> above(Tiles tiles, int level, List<NodeHash> hashes)
      throws IOException, Refusal {
    List<NodeHash> above = new ArrayList<>();
    for (int from = 0; from < hashes.size(); from += TilePath.FULL) {
      TilePath tile = tiles.tile(level, from / TilePath.FULL);
      byte[] got = tiles.hashes(tile);
      for (int i = 0; i < tile.width(); i++) {
        require( // T-15 (a)
            NodeHash.at(got, i).equals(hashes.get(from + i)),
            MALFORMED_LOG,
            "%s: hash %d is not that of the entries",
            tile,
            i);
      }
      if (tile.isFull()) {
        above.add(Tiles.root(Arrays.copyOf(got, TilePath.FULL * NodeHash.SIZE), 0, TilePath.FULL));
      }
    }
    return above;
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.log;

import static org.assay.archive.refusal.Code.MALFORMED_CHECKPOINT;
import static org.assay.archive.refusal.Refusal.quoted;
import static org.assay.archive.refusal.Refusal.require;

import java.util.List;
import org.assay.archive.refusal.Refusal;

/**
 * What a log says of itself: its name, how many entries it has, the root of their tree (C2SP
 * tlog-checkpoint; spec T-06).
 */
public record Checkpoint(String origin, Proofs.Head head) {
  /**
   * Reads the text of a note. It has three lines: what is not in the tree is signed by no witness.
   *
   * @throws Refusal MALFORMED_CHECKPOINT
   */
  static Checkpoint parse(String text) throws Refusal {
    List<String> lines = List.of(text.split("\n", -1));
    require( // T-06 (a)
        lines.size() == 4 && lines.get(3).isEmpty(),
        MALFORMED_CHECKPOINT,
        "got %d lines, want 3: origin, size, root",
        lines.size() - 1);
    String origin = lines.get(0);
    NoteKey.requireName(origin, MALFORMED_CHECKPOINT); // T-06 (b)
    long size = Lines.number("size", lines.get(1), MALFORMED_CHECKPOINT);
    NodeHash root = NodeHash.ofBase64(lines.get(2), MALFORMED_CHECKPOINT); // T-06 (c)
    require( // T-06 (d)
        size > 0 || root.equals(NodeHash.empty()),
        MALFORMED_CHECKPOINT,
        "root of no entries: got %s, want %s",
        quoted(root.base64()),
        NodeHash.empty());
    return new Checkpoint(origin, new Proofs.Head(size, root));
  }

  public long size() {
    return head.size();
  }

  /** The text that is signed: what {@code parse} reads. */
  public String text() {
    return origin + '\n' + head.size() + '\n' + head.root() + '\n';
  }
}

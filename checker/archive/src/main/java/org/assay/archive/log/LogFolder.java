// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.log;

import static org.assay.archive.refusal.Code.LOG_SIGNATURE_MISMATCH;
import static org.assay.archive.refusal.Code.MALFORMED_LOG;
import static org.assay.archive.refusal.Code.NOT_CONSISTENT;
import static org.assay.archive.refusal.Code.NOT_INCLUDED;
import static org.assay.archive.refusal.Refusal.require;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.assay.archive.files.Disk;
import org.assay.archive.refusal.Refusal;

/**
 * The folder of a log, which any server of files can serve as it is (C2SP tlog-tiles; spec T-11,
 * T-12).
 *
 * <p>{@code tree} is a checkpoint that nobody signed: what has been added so far. It is replaced
 * after the tiles are written, so that whatever stops a writer leaves the old state or the new one.
 * {@code checkpoint} follows when the log signs.
 */
public final class LogFolder {
  private static final String TREE = "tree";
  private static final String CHECKPOINT = "checkpoint";

  private final Path folder;
  private final Disk disk;

  public LogFolder(Path folder) {
    this(folder, Disk.REAL);
  }

  LogFolder(Path folder, Disk disk) {
    this.folder = folder;
    this.disk = disk;
  }

  /**
   * Makes a log without entries.
   *
   * @throws Refusal MALFORMED_LOG if one is there
   */
  public void init(String origin) throws IOException, Refusal {
    Checkpoint empty = new Checkpoint(origin, new Proofs.Head(0, NodeHash.empty()));
    Checkpoint.parse(empty.text()); // the name may be none
    LogFiles.alone(
        folder,
        () -> {
          require(!Files.exists(folder.resolve(TREE)), MALFORMED_LOG, "%s: a log is there", folder);
          write(TREE, empty.text().getBytes(StandardCharsets.UTF_8));
          return null;
        });
  }

  /** What has been added, signed or not. */
  public Checkpoint tree() throws IOException, Refusal {
    byte[] file = LogFiles.read(folder.resolve(TREE), SignedNote.MAX_BYTES);
    return Checkpoint.parse(Lines.text(file, SignedNote.MAX_BYTES, MALFORMED_LOG));
  }

  /** What the log has signed. */
  SignedNote checkpoint() throws IOException, Refusal {
    return SignedNote.parse(LogFiles.read(folder.resolve(CHECKPOINT), SignedNote.MAX_BYTES));
  }

  /** The tree of the first {@code size} entries. */
  MerkleTree tree(long size) {
    return new MerkleTree(new Tiles(folder, size), size);
  }

  /** Where what has been added has this entry. */
  OptionalLong index(LogEntry entry) throws IOException, Refusal {
    return new Tiles(folder, tree().size()).index(entry.hash());
  }

  /**
   * Adds those entries that are not there yet.
   *
   * @return how many were added
   */
  public int append(List<LogEntry> entries) throws IOException, Refusal {
    return LogFiles.alone(
        folder,
        () -> {
          Checkpoint tree = wholeTree();
          Set<LogEntry> fresh = new LinkedHashSet<>();
          for (LogEntry entry : entries) {
            if (index(entry).isEmpty()) {
              fresh.add(entry);
            }
          }
          if (!fresh.isEmpty()) {
            Proofs.Head head = new TileWriter(folder, tree.size(), disk).append(fresh);
            Checkpoint next = new Checkpoint(tree.origin(), head);
            write(TREE, next.text().getBytes(StandardCharsets.UTF_8));
            TileWriter.removeReplaced(folder, tree.size(), head.size());
          }
          return fresh.size();
        });
  }

  /** The tree, if the tiles are still those that it was computed from. */
  private Checkpoint wholeTree() throws IOException, Refusal {
    Checkpoint tree = tree();
    requireRoot(tree);
    return tree;
  }

  private void requireRoot(Checkpoint known) throws IOException, Refusal {
    NodeHash root = tree(known.size()).root();
    require( // T-12 (a)
        root.equals(known.head().root()),
        NOT_CONSISTENT,
        "%s: root of the first %d entries: got %s, want %s",
        folder,
        known.size(),
        root,
        known.head().root());
  }

  /**
   * Signs what has been added, unless it contradicts what was signed before.
   *
   * @throws Refusal NOT_CONSISTENT, or LOG_SIGNATURE_MISMATCH if another key signed before
   */
  public Checkpoint sign(NoteSigner signer) throws IOException, Refusal {
    return LogFiles.alone(
        folder,
        () -> {
          Checkpoint tree = wholeTree();
          require( // T-12 (b)
              signer.key().name().equals(tree.origin()),
              LOG_SIGNATURE_MISMATCH,
              "key: got the name %s, want that of the log, %s",
              signer.key().name(),
              tree.origin());
          if (Files.exists(folder.resolve(CHECKPOINT))) {
            Checkpoint before = signedBy(signer.key());
            Proofs.requireConsistent( // T-12 (c)
                before.head(), tree(tree.size()).consistency(before.size()), tree.head());
            if (before.equals(tree)) {
              return tree; // the cosignatures stay
            }
          }
          SignedNote note = new SignedNote(tree.text(), List.of());
          byte[] file = note.with(signer.sign(tree.text(), 0)).bytes();
          write(CHECKPOINT, file);
          return tree;
        });
  }

  private Checkpoint signedBy(NoteKey key) throws IOException, Refusal {
    return LogPolicy.of(List.of(key)).accept(checkpoint()).checkpoint();
  }

  /**
   * Proves that the signed log has a file, for somebody without the log.
   *
   * @throws Refusal NOT_INCLUDED if it has not, or not before its last checkpoint
   */
  public LogProof prove(byte[] file) throws IOException, Refusal {
    SignedNote note = checkpoint();
    long size = Checkpoint.parse(note.text()).size();
    OptionalLong index = new Tiles(folder, size).index(LogEntry.of(file).hash());
    require( // T-10 (f)
        index.isPresent(),
        NOT_INCLUDED,
        "the %d entries that the log has signed: not among them",
        size);
    return new LogProof(index.getAsLong(), tree(size).inclusion(index.getAsLong()), note);
  }

  /** Puts cosignatures under the checkpoint, if it is still this one. */
  void add(String text, List<NoteSignature> cosignatures) throws IOException, Refusal {
    LogFiles.alone(
        folder,
        () -> {
          SignedNote note = checkpoint();
          require( // T-12 (d)
              note.text().equals(text), NOT_CONSISTENT, "the log has signed another checkpoint");
          write(CHECKPOINT, note.withNewer(cosignatures).bytes());
          return null;
        });
  }

  private void write(String name, byte[] bytes) throws IOException {
    LogFiles.write(disk, folder.resolve(name), bytes);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.log;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.assay.archive.files.Disk;
import org.assay.archive.refusal.Refusal;

/** Writes the tiles that new entries change or begin; no other (C2SP tlog-tiles). */
final class TileWriter {
  private final Path folder;
  private final long size;
  private final Disk disk;

  /**
   * @param size how many entries there are
   */
  TileWriter(Path folder, long size, Disk disk) {
    this.folder = folder;
    this.size = size;
    this.disk = disk;
  }

  /** Writes the tiles; who reads the old tree sees nothing of it. */
  Proofs.Head append(Collection<LogEntry> entries) throws IOException, Refusal {
    writeEntries(entries);
    ByteArrayOutputStream hashes = new ByteArrayOutputStream();
    entries.forEach(entry -> hashes.writeBytes(entry.hash().bytes()));
    byte[] added = hashes.toByteArray();
    for (int level = 0; added.length > 0; level++) {
      added = writeHashes(level, added);
    }
    long now = size + entries.size();
    return new Proofs.Head(now, new MerkleTree(new Tiles(folder, now), now).root());
  }

  private void writeEntries(Collection<LogEntry> added) throws IOException, Refusal {
    long index = size / TilePath.FULL;
    List<byte[]> entries = new ArrayList<>();
    if (size % TilePath.FULL > 0) {
      entries.addAll(new Tiles(folder, size).entries(index));
    }
    added.forEach(entry -> entries.add(entry.bytes()));
    for (int from = 0; from < entries.size(); from += TilePath.FULL) {
      List<byte[]> part = entries.subList(from, Math.min(entries.size(), from + TilePath.FULL));
      TilePath tile = new TilePath(TilePath.ENTRIES, index++, part.size());
      LogFiles.write(disk, folder.resolve(tile.toString()), Tiles.spelled(part));
    }
  }

  /** Writes hashes behind those of a level; returns those that this adds to the level above. */
  private byte[] writeHashes(int level, byte[] added) throws IOException, Refusal {
    long before = size >> (TilePath.HEIGHT * level);
    long index = before / TilePath.FULL;
    int partial = (int) (before % TilePath.FULL);
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    if (partial > 0) {
      byte[] known = new Tiles(folder, size).hashes(new TilePath(level, index, partial));
      joined.write(known, 0, partial * NodeHash.SIZE);
    }
    joined.writeBytes(added);
    byte[] hashes = joined.toByteArray();
    ByteArrayOutputStream above = new ByteArrayOutputStream();
    int step = TilePath.FULL * NodeHash.SIZE;
    for (int from = 0; from < hashes.length; from += step) {
      byte[] part = Arrays.copyOfRange(hashes, from, Math.min(hashes.length, from + step));
      TilePath tile = new TilePath(level, index++, part.length / NodeHash.SIZE);
      LogFiles.write(disk, folder.resolve(tile.toString()), part);
      if (tile.isFull()) {
        above.writeBytes(Tiles.root(part, 0, TilePath.FULL).bytes());
      }
    }
    return above.toByteArray();
  }

  /** Deletes partial tiles of the old tree where the new one has the full tile. */
  static void removeReplaced(Path folder, long before, long now) throws IOException {
    for (int level = TilePath.ENTRIES; level < TilePath.HEIGHT; level++) {
      int shift = TilePath.HEIGHT * Math.max(level, 0);
      long index = (before >> shift) / TilePath.FULL;
      if ((now >> shift) / TilePath.FULL > index) {
        TilePath full = new TilePath(level, index, TilePath.FULL);
        remove(folder.resolve(full.partials()));
      }
    }
  }

  private static void remove(Path partials) throws IOException {
    if (Files.isDirectory(partials)) {
      try (Stream<Path> files = Files.list(partials)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(partials);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.log;

import static org.assay.archive.refusal.Code.MALFORMED_LOG;
import static org.assay.archive.refusal.Refusal.require;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.assay.archive.refusal.Refusal;

/**
 * The tiles of a log's first {@code size} entries, read as somebody else may have written them: the
 * hashes prove nothing until a root is computed from them (spec T-11).
 */
final class Tiles implements Subtrees {
  /** Longest tile of entries; unit: bytes. */
  private static final int MAX_ENTRIES = TilePath.FULL * (2 + LogEntry.MAX_BYTES);

  private final Path folder;
  private final long size;
  private final Map<TilePath, byte[]> read = new HashMap<>();

  Tiles(Path folder, long size) {
    this.folder = folder;
    this.size = size;
  }

  @Override
  public NodeHash at(int level, long index) throws IOException, Refusal {
    int inTile = level % TilePath.HEIGHT;
    long first = index << inTile; // of the hashes at the tile's level
    byte[] hashes = hashes(tile(level / TilePath.HEIGHT, first >> TilePath.HEIGHT));
    return root(hashes, (int) (first % TilePath.FULL), 1 << inTile);
  }

  /** The root over {@code count} hashes, a power of two. */
  static NodeHash root(byte[] hashes, int from, int count) {
    if (count == 1) {
      return NodeHash.at(hashes, from);
    }
    int half = count / 2;
    return NodeHash.node(root(hashes, from, half), root(hashes, from + half, half));
  }

  /** The tile number {@code index} of a level, as wide as this many entries make it. */
  TilePath tile(int level, long index) {
    long hashes = level == TilePath.ENTRIES ? size : size >> (TilePath.HEIGHT * level);
    return new TilePath(
        level, index, (int) Math.min(TilePath.FULL, hashes - index * TilePath.FULL));
  }

  /**
   * The hashes of a tile, one after the other.
   *
   * @throws Refusal MALFORMED_LOG if the file has another length
   */
  byte[] hashes(TilePath tile) throws IOException, Refusal {
    byte[] known = read.get(tile);
    if (known != null) {
      return known;
    }
    int most = TilePath.FULL * NodeHash.SIZE;
    byte[] bytes = bytes(tile, most);
    int want = tile.width() * NodeHash.SIZE;
    require( // T-11 (a)
        bytes.length == want || bytes.length == most,
        MALFORMED_LOG,
        "%s: got %d bytes, want %d",
        tile,
        bytes.length,
        want);
    read.put(tile, bytes);
    return bytes;
  }

  /**
   * The entries of a tile.
   *
   * @throws Refusal MALFORMED_LOG if they are not as many, or something stands behind them
   */
  List<byte[]> entries(long index) throws IOException, Refusal {
    TilePath tile = tile(TilePath.ENTRIES, index);
    byte[] bytes = bytes(tile, MAX_ENTRIES);
    require( // T-11 (b)
        bytes.length <= MAX_ENTRIES, MALFORMED_LOG, "%s: got more than 256 can have", tile);
    List<byte[]> entries = new ArrayList<>();
    int at = 0;
    while (at < bytes.length) {
      int length = at + 1 < bytes.length ? (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff : -1;
      require( // T-11 (b)
          length >= 0 && length <= bytes.length - at - 2, MALFORMED_LOG, "%s: cut off", tile);
      entries.add(Arrays.copyOfRange(bytes, at + 2, at + 2 + length));
      at += 2 + length;
    }
    require( // T-11 (b)
        entries.size() == tile.width() || entries.size() == TilePath.FULL,
        MALFORMED_LOG,
        "%s: got %d entries, want %d",
        tile,
        entries.size(),
        tile.width());
    return entries.subList(0, tile.width());
  }

  /** Where the first entry with this hash is. */
  OptionalLong index(NodeHash leaf) throws IOException, Refusal {
    for (long first = 0; first < size; first += TilePath.FULL) {
      TilePath tile = tile(0, first / TilePath.FULL);
      byte[] hashes = hashes(tile);
      for (int i = 0; i < tile.width(); i++) {
        if (NodeHash.at(hashes, i).equals(leaf)) {
          return OptionalLong.of(first + i);
        }
      }
    }
    return OptionalLong.empty();
  }

  /** The tile of these entries: two bytes of length before each. */
  static byte[] spelled(List<byte[]> entries) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (byte[] entry : entries) {
      bytes.write(entry.length >> 8);
      bytes.write(entry.length);
      bytes.writeBytes(entry);
    }
    return bytes.toByteArray();
  }

  /** A partial tile may have gone when the full one came, which begins with it. */
  private byte[] bytes(TilePath tile, int most) throws IOException, Refusal {
    byte[] bytes;
    try {
      bytes = LogFiles.read(folder.resolve(tile.toString()), most);
    } catch (NoSuchFileException absent) {
      if (tile.isFull() || !Files.exists(folder.resolve(tile.full().toString()))) {
        throw absent;
      }
      bytes = LogFiles.read(folder.resolve(tile.full().toString()), most);
    }
    return bytes;
  }
}

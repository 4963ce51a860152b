// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.log;

import java.util.Locale;

/**
 * Where a tile stands below the folder of a log (C2SP tlog-tiles; spec T-11).
 *
 * @param level 0 for hashes of entries, or {@code ENTRIES} for the entries themselves
 * @param index of the tile in its level
 * @param width number of hashes or entries, 1 to 256
 */
record TilePath(int level, long index, int width) {
  /** Hashes in a full tile. */
  static final int FULL = 256;

  /** log2 of {@code FULL}. */
  static final int HEIGHT = 8;

  /** The level of the entries. */
  static final int ENTRIES = -1;

  boolean isFull() {
    return width == FULL;
  }

  TilePath full() {
    return new TilePath(level, index, FULL);
  }

  /** The folder of the partial tiles that this full one replaces. */
  String partials() {
    return full() + ".p";
  }

  /** Three digits an element, all but the last behind an x: 1234067 is x001/x234/067. */
  @Override
  public String toString() {
    String path = String.format(Locale.ROOT, "%03d", index % 1000);
    for (long rest = index / 1000; rest > 0; rest /= 1000) {
      path = String.format(Locale.ROOT, "x%03d/%s", rest % 1000, path);
    }
    String kind = level == ENTRIES ? "entries" : Integer.toString(level);
    return "tile/" + kind + '/' + path + (isFull() ? "" : ".p/" + width);
  }
}

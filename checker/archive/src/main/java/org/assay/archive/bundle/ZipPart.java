// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.bundle;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A file in a zip.
 *
 * @param crc the CRC-32 of its data
 * @param at where it begins
 */
record ZipPart(String name, int crc, byte[] data, int at) {
  /** Version 1.0; names in UTF-8; stored; 00:00:02 on 1980-01-01. */
  static final byte[] FIXED = {10, 0, 0, 8, 0, 0, 1, 0, 0x21, 0};

  private static final int SIGNATURE = 0x02014b50;
  private static final int HEADER_BYTES = 46;

  /** How many bytes it takes in the directory. */
  int directoryBytes() {
    return HEADER_BYTES + name.length();
  }

  /** What the directory has of it: no extra field, comment or attributes. */
  void spellDirectory(ByteBuffer directory) {
    int start = directory.position();
    directory.putInt(SIGNATURE).put(FIXED[0]).put(FIXED[1]).put(FIXED);
    directory.putInt(crc).putInt(data.length).putInt(data.length);
    directory.putShort((short) name.length());
    directory.position(start + HEADER_BYTES - Integer.BYTES);
    directory.putInt(at).put(name.getBytes(StandardCharsets.ISO_8859_1));
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.bundle;

import static org.assay.archive.refusal.Refusal.quoted;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.SortedMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.assay.archive.refusal.Refusal;

/** Writes zip files of one kind: what {@code ZipWalk} reads (spec B-01). */
final class StoredZip {
  /** A time of 00:00:00 would be written with an extra field that depends on the time zone. */
  private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0, 2);

  private StoredZip() {}

  /**
   * The bytes of a zip with these files, the same everywhere.
   *
   * @throws Refusal MALFORMED_BUNDLE if {@code ZipWalk} would not read it
   */
  static byte[] of(SortedMap<String, byte[]> files, ZipWalk.Limits limits) throws Refusal {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        zip.putNextEntry(entry(file.getKey(), file.getValue()));
        zip.write(file.getValue());
        zip.closeEntry();
      }
    } catch (IOException impossible) { // in memory
      throw new IllegalStateException(impossible);
    }
    byte[] made = bytes.toByteArray();
    SortedMap<String, byte[]> read = ZipWalk.files(made, limits);
    if (!read.keySet().equals(files.keySet())) {
      throw new IllegalStateException(
          "wrote other names than " + quoted(files.keySet().toString()));
    }
    return made;
  }

  private static ZipEntry entry(String name, byte[] data) {
    CRC32 crc = new CRC32();
    crc.update(data);
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(data.length);
    entry.setCompressedSize(data.length);
    entry.setCrc(crc.getValue());
    entry.setTimeLocal(TIME);
    return entry;
  }
}

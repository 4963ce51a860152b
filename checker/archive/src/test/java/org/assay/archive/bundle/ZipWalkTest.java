// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.bundle;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.assay.archive.refusal.Code;
import org.assay.archive.refusal.Refusal;
import org.assay.checker.json.Sha256;
import org.junit.jupiter.api.Test;

/** Every way in which a zip file can say two things is refused. */
class ZipWalkTest {
  private static SortedMap<String, byte[]> two() {
    SortedMap<String, byte[]> files = new TreeMap<>();
    files.put("a.txt", "first\n".getBytes(US_ASCII));
    files.put("b/c-d_e", new byte[0]);
    return files;
  }

  private static void assertRefused(byte[] zip) {
    Refusal refusal = assertThrows(Refusal.class, () -> ZipWalk.files(zip, ZipWalk.BUNDLE));
    assertEquals(Code.MALFORMED_BUNDLE, refusal.code());
  }

  @Test
  void whatIsWrittenIsReadHereAndElsewhere() throws IOException, Refusal {
    byte[] zip = StoredZip.of(two(), ZipWalk.BUNDLE);
    SortedMap<String, byte[]> read = ZipWalk.files(zip, ZipWalk.BUNDLE);
    assertEquals(two().keySet(), read.keySet());
    two().forEach((name, bytes) -> assertArrayEquals(bytes, read.get(name)));
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
      assertEquals("a.txt", in.getNextEntry().getName());
      assertEquals("first\n", new String(in.readAllBytes(), US_ASCII));
      assertEquals("b/c-d_e", in.getNextEntry().getName());
    }
    assertTrue(
        ZipWalk.files(StoredZip.of(new TreeMap<>(), ZipWalk.BUNDLE), ZipWalk.BUNDLE).isEmpty());
  }

  /** The digest was written down once, so it is the same on every machine that runs this. */
  @Test
  void theBytesAreTheSameEverywhere() throws Refusal {
    TimeZone before = TimeZone.getDefault();
    try {
      for (String zone : List.of("UTC", "Asia/Kathmandu", "America/St_Johns")) {
        TimeZone.setDefault(TimeZone.getTimeZone(zone));
        assertEquals(
            "321a397ae8ca006b5660f55e0fe7d026d0dc2ae640b1b29f72b8988ffff9dee7",
            Sha256.of(StoredZip.of(two(), ZipWalk.BUNDLE)),
            zone);
      }
    } finally {
      TimeZone.setDefault(before);
    }
  }

  @Test
  void noBitCanBeChangedAndNoByteAddedOrTaken() throws Refusal {
    byte[] zip = StoredZip.of(two(), ZipWalk.BUNDLE);
    for (int i = 0; i < zip.length; i++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] bad = zip.clone();
        bad[i] ^= (byte) (1 << bit);
        assertRefused(bad);
      }
      assertRefused(Arrays.copyOf(zip, i)); // B-01 (b)
      byte[] longer = new byte[zip.length + 1];
      System.arraycopy(zip, 0, longer, 0, i);
      System.arraycopy(zip, i, longer, i + 1, zip.length - i);
      assertRefused(longer);
    }
  }

  /** Bytes in front, behind, and between, which readers skip. */
  @Test
  void nothingStandsAroundTheFiles() throws Refusal {
    byte[] zip = StoredZip.of(two(), ZipWalk.BUNDLE);
    assertRefused(joined("#!/bin/sh\n".getBytes(US_ASCII), zip)); // B-01 (b)
    assertRefused(joined(zip, new byte[] {0})); // B-01 (i)
    assertRefused(joined(zip, zip));
    assertRefused("no zip at all".getBytes(US_ASCII));
    assertRefused(new byte[0]);
  }

  private static byte[] joined(byte[] one, byte[] other) {
    byte[] all = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, all, one.length, other.length);
    return all;
  }

  /** What Java writes with another setting. */
  @Test
  void otherKindsOfEntriesAreRefused() throws IOException {
    assertRefused(java("a", false, 2, "", "")); // B-01 (c): deflated, with a descriptor
    assertRefused(java("a", true, 0, "", "")); // B-01 (c), (d): midnight, so an extra field
    assertRefused(java("a", true, 4, "", "")); // B-01 (c): another time
    assertRefused(java("a", true, 2, "of the entry", "")); // B-01 (i)
    assertRefused(java("a", true, 2, "", "of the file")); // B-01 (i)
  }

  // B-01 (e)
  @Test
  void namesThatLeadElsewhereAreRefused() throws IOException {
    for (String name :
        List.of(
            "../a",
            "a.",
            "a./b",
            "a/../b",
            "/a",
            "a/",
            "a//b",
            "./a",
            ".a",
            "a/.b",
            "a\\b",
            "C:a",
            "a b",
            "\u00e4",
            "a\0",
            "",
            "x".repeat(256))) {
      assertRefused(java(name, true, 2, "", ""));
    }
  }

  private static byte[] java(String name, boolean stored, int second, String one, String all)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.setComment(all);
      ZipEntry entry = new ZipEntry(name);
      entry.setTimeLocal(LocalDateTime.of(1980, 1, 1, 0, 0, second));
      if (!one.isEmpty()) {
        entry.setComment(one);
      }
      byte[] data = "data".getBytes(US_ASCII);
      if (stored) {
        CRC32 crc = new CRC32();
        crc.update(data);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(data.length);
        entry.setCrc(crc.getValue());
      }
      zip.putNextEntry(entry);
      zip.write(data);
      zip.closeEntry();
    }
    return bytes.toByteArray();
  }

  /** A zip written by hand: local headers, then a directory of possibly other files. */
  private static final class Hand {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final List<byte[]> directory = new ArrayList<>();

    Hand file(String name, String data) {
      return local(name, data)
          .central(name, data, bytes.size() - 30 - name.length() - data.length());
    }

    Hand local(String name, String data) {
      bytes.writeBytes(header(0x04034b50, 30, name, data, new byte[0]).array());
      bytes.writeBytes(name.getBytes(US_ASCII));
      bytes.writeBytes(data.getBytes(US_ASCII));
      return this;
    }

    Hand central(String name, String data, int at) {
      ByteBuffer header = header(0x02014b50, 46, name, data, new byte[] {10, 0});
      header.putInt(42, at);
      directory.add(joined(header.array(), name.getBytes(US_ASCII)));
      return this;
    }

    private static ByteBuffer header(int sign, int size, String name, String data, byte[] made) {
      CRC32 crc = new CRC32();
      crc.update(data.getBytes(US_ASCII));
      ByteBuffer header = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
      header.putInt(sign).put(made).put(new byte[] {10, 0, 0, 8, 0, 0, 1, 0, 0x21, 0});
      header.putInt((int) crc.getValue()).putInt(data.length()).putInt(data.length());
      return header.putShort((short) name.length());
    }

    byte[] zip() {
      int start = bytes.size();
      directory.forEach(bytes::writeBytes);
      ByteBuffer end = ByteBuffer.allocate(22).order(ByteOrder.LITTLE_ENDIAN);
      end.putInt(0x06054b50).putInt(0);
      end.putShort((short) directory.size()).putShort((short) directory.size());
      end.putInt(bytes.size() - start).putInt(start);
      return joined(bytes.toByteArray(), end.array());
    }
  }

  @Test
  void byHandOneWritesTheSame() throws Refusal {
    assertArrayEquals(
        StoredZip.of(two(), ZipWalk.BUNDLE),
        new Hand().file("a.txt", "first\n").file("b/c-d_e", "").zip());
  }

  /** The table of what readers disagree about, row by row. */
  @Test
  void whatReadersDisagreeAboutIsRefused() {
    assertRefused(new Hand().file("a", "1").file("a", "2").zip()); // B-01 (f): a name twice
    assertRefused(new Hand().file("b", "1").file("a", "2").zip()); // B-01 (f): not sorted
    assertRefused(new Hand().local("a", "1").central("b", "1", 0).zip()); // B-01 (i): two names
    assertRefused(new Hand().local("a", "1").central("a", "2", 0).zip()); // B-01 (i): two sums
    assertRefused(new Hand().file("a", "1").local("b", "2").zip()); // B-01 (i): not listed
    assertRefused(new Hand().file("a", "1").central("b", "2", 0).zip()); // B-01 (i): listed only
    assertRefused(new Hand().file("a", "1").central("a", "1", 0).zip()); // B-01 (i): listed twice
    byte[] wrongSum = new Hand().file("a", "1").zip();
    wrongSum[31] ^= 1; // the data
    assertRefused(wrongSum); // B-01 (h)
    byte[] descriptor = new Hand().file("a", "1").zip();
    descriptor[6] |= 8;
    assertRefused(descriptor); // B-01 (c): stored, with a descriptor
    byte[] encrypted = new Hand().file("a", "1").zip();
    encrypted[6] |= 1;
    assertRefused(encrypted); // B-01 (c)
    byte[] extra = new Hand().file("a", "12345").zip();
    extra[28] = 4; // the first four bytes of the data
    assertRefused(extra); // B-01 (d)
    byte[] beyond = new Hand().file("a", "1").zip();
    beyond[18] = beyond[22] = 0x7f;
    assertRefused(beyond); // B-01 (b): a size that ends behind the file
    byte[] huge = new Hand().file("a", "1").zip();
    huge[21] = huge[25] = (byte) 0xff;
    assertRefused(huge); // B-01 (b): a size of more than 2^31
  }

  // B-01 (g)
  @Test
  void filesThatCannotStandInAFolderAreRefused() throws Refusal {
    assertRefused(new Hand().file("a", "1").file("a/b", "2").zip());
    assertRefused(new Hand().file("a", "1").file("a-b", "2").file("a/b", "3").zip());
    assertRefused(new Hand().file("A", "1").file("a", "2").zip());
    assertRefused(new Hand().file("A/b/c", "1").file("a/B", "2").zip());
    byte[] good = new Hand().file("A/b", "1").file("A/c", "2").file("ab", "3").zip();
    assertEquals(3, ZipWalk.files(good, ZipWalk.BUNDLE).size());
  }

  // B-01 (a)
  @Test
  void aThousandFilesAreTakenAndNotOneMore() throws Refusal {
    SortedMap<String, byte[]> files = new TreeMap<>();
    for (int i = 0; i < 1000; i++) {
      files.put("f" + i, new byte[1]);
    }
    assertEquals(1000, ZipWalk.files(StoredZip.of(files, ZipWalk.BUNDLE), ZipWalk.BUNDLE).size());
    files.put("g", new byte[1]);
    Refusal refusal = assertThrows(Refusal.class, () -> StoredZip.of(files, ZipWalk.BUNDLE));
    assertEquals("got more than 1000 files", refusal.getMessage());
  }
}

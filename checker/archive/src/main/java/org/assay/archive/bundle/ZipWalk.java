// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.bundle;

import static org.assay.archive.refusal.Code.MALFORMED_BUNDLE;
import static org.assay.archive.refusal.Refusal.quoted;
import static org.assay.archive.refusal.Refusal.require;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.assay.archive.refusal.Refusal;

/**
 * Reads a zip file from its first byte to its last (spec B-01). Programs that read zip files
 * disagree about those that say two things; of such a file this reads neither.
 *
 * <p>Every byte is either data, or the only one that may stand there; so a list of files has one
 * zip.
 */
final class ZipWalk {
  /** How long such a file may be, in bytes, and how many files it may have. */
  record Limits(int bytes, int files) {}

  /** Of a bundle. A model has at most 256 MiB. */
  static final Limits BUNDLE = new Limits(320 << 20, 1000);

  private static final int LOCAL = 0x04034b50;
  private static final int END = 0x06054b50;
  private static final int LOCAL_BYTES = 30;
  private static final int END_BYTES = 22;

  /** Parts of letters, digits and {@code . _ + -} that neither begin nor end with a dot. */
  private static final String NAME =
      "[A-Za-z0-9_+-][A-Za-z0-9._+-]*((?<!\\.)/[A-Za-z0-9_+-][A-Za-z0-9._+-]*)*(?<!\\.)";

  private static final int MAX_NAME = 255; // and these letters: as A-02 (b)

  private final Limits limits;
  private final byte[] zip;
  private final ByteBuffer in;
  private final List<ZipPart> entries = new ArrayList<>();
  private final Set<String> names = new HashSet<>();
  private final Set<String> folders = new HashSet<>();

  private ZipWalk(byte[] zip, Limits limits) {
    this.limits = limits;
    this.zip = zip;
    this.in = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * The files of a zip, by name.
   *
   * @throws Refusal MALFORMED_BUNDLE
   */
  static SortedMap<String, byte[]> files(byte[] zip, Limits limits) throws Refusal {
    require( // B-01 (a)
        zip.length <= limits.bytes, MALFORMED_BUNDLE, "got more than %d bytes", limits.bytes);
    ZipWalk walk = new ZipWalk(zip, limits);
    int start = walk.files();
    walk.directory(start);
    SortedMap<String, byte[]> files = new TreeMap<>();
    walk.entries.forEach(entry -> files.put(entry.name(), entry.data()));
    return files;
  }

  /** All that stands before the directory; returns where that begins. */
  private int files() throws Refusal {
    String before = "";
    while (next("file or directory") == LOCAL) {
      require( // B-01 (a)
          entries.size() < limits.files, MALFORMED_BUNDLE, "got more than %d files", limits.files);
      ZipPart entry = file();
      require( // B-01 (f)
          entry.name().compareTo(before) > 0,
          MALFORMED_BUNDLE,
          "%s: got it behind %s, want names sorted, none twice",
          quoted(entry.name()),
          quoted(before));
      place(entry.name());
      before = entry.name();
      entries.add(entry);
    }
    return in.position();
  }

  /** B-01 (g): no file is a folder, too, and no two names are one where case does not count. */
  private void place(String name) throws Refusal {
    String path = name.toLowerCase(Locale.ROOT);
    boolean free = !folders.contains(path) && names.add(path);
    for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
      free &= !names.contains(path.substring(0, slash));
      folders.add(path.substring(0, slash));
    }
    require( // B-01 (g)
        free, MALFORMED_BUNDLE, "%s: another file is in its place in a folder", quoted(name));
  }

  /** The signature of what comes next, which is not consumed. */
  private int next(String what) throws Refusal {
    require( // B-01 (b)
        in.remaining() >= 4,
        MALFORMED_BUNDLE,
        "byte %d: got the end, want a %s",
        in.position(),
        what);
    return in.getInt(in.position());
  }

  private ZipPart file() throws Refusal {
    int at = in.position();
    require( // B-01 (b)
        in.remaining() >= LOCAL_BYTES, MALFORMED_BUNDLE, "byte %d: cut off", at);
    in.getInt();
    fixed(at);
    int crc = in.getInt();
    int stored = in.getInt();
    int size = in.getInt();
    int nameBytes = in.getShort() & 0xffff;
    int extraBytes = in.getShort() & 0xffff;
    require( // B-01 (d)
        extraBytes == 0, MALFORMED_BUNDLE, "byte %d: got an extra field", at);
    require( // B-01 (b)
        stored == size && size >= 0 && size <= in.remaining() - nameBytes,
        MALFORMED_BUNDLE,
        "byte %d: got sizes %d and %d, want one that ends before the file",
        at,
        stored,
        size);
    String name = name(nameBytes, at);
    byte[] data = Arrays.copyOfRange(zip, in.position(), in.position() + size);
    in.position(in.position() + size);
    CRC32 sum = new CRC32();
    sum.update(data);
    require( // B-01 (h)
        (int) sum.getValue() == crc,
        MALFORMED_BUNDLE,
        "%s: got CRC %08x, want %08x",
        quoted(name),
        (int) sum.getValue(),
        crc);
    return new ZipPart(name, crc, data, at);
  }

  /** Version, flags, method, time: no descriptor, no compression, no encryption. */
  private void fixed(int at) throws Refusal {
    byte[] got = new byte[ZipPart.FIXED.length];
    in.get(got);
    require( // B-01 (c)
        Arrays.equals(got, ZipPart.FIXED),
        MALFORMED_BUNDLE,
        "byte %d: got another version, flag, method or time than a bundle has",
        at);
  }

  private String name(int length, int at) throws Refusal {
    require( // B-01 (e)
        length <= MAX_NAME, MALFORMED_BUNDLE, "byte %d: got a name of %d bytes", at, length);
    byte[] bytes = new byte[length];
    in.get(bytes);
    String name = new String(bytes, StandardCharsets.ISO_8859_1);
    require( // B-01 (e)
        name.matches(NAME), MALFORMED_BUNDLE, "name: got %s", quoted(name));
    return name;
  }

  /** The directory has what stands before it, in that order, and nothing is behind it. */
  private void directory(int start) throws Refusal {
    int bytes = entries.stream().mapToInt(ZipPart::directoryBytes).sum() + END_BYTES;
    ByteBuffer want = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    entries.forEach(entry -> entry.spellDirectory(want));
    int size = want.position();
    want.putInt(END).putInt(0);
    want.putShort((short) entries.size()).putShort((short) entries.size());
    want.putInt(size).putInt(start).putShort((short) 0);
    require( // B-01 (i)
        Arrays.equals(want.array(), Arrays.copyOfRange(zip, start, zip.length)),
        MALFORMED_BUNDLE,
        "byte %d: got another directory, or something behind it, than the %d files demand",
        start,
        entries.size());
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.folder;

import static org.assay.archive.refusal.Code.LIMIT_EXCEEDED;
import static org.assay.archive.refusal.Code.MALFORMED_ARCHIVE;
import static org.assay.archive.refusal.Refusal.require;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assay.archive.ageing.Hash;
import org.assay.archive.manifest.Manifest;
import org.assay.archive.refusal.Refusal;

/** What is in an archive, by name (spec A-06). Nothing is remembered between calls. */
public record ArchiveFolder(Path folder) {
  private static final int MAX_BYTES = 256 << 20; // as F-01 (b)

  /** What is kept for good; the rest (policy, index, pages) may change. */
  private static final Pattern KEPT =
      Pattern.compile(
          "models/[^/]+\\.safetensors|[^/]+/[^/]+\\.(cert|receipt)\\.json|keys/[^/]+\\.pub\\.pem"
              + "|authorities/[^/]+\\.pem|manifests/[0-9]{4,9}\\.sha(256|512)");

  private static final Pattern MANIFEST = Pattern.compile("manifests/([0-9]{4,9})\\.sha(256|512)");

  /** A manifest in its place. */
  public record Numbered(int number, String name, Manifest manifest, byte[] text) {
    /** Where its evidence record is. */
    public String evidence() {
      return "evidence/" + digits(number) + ".ers";
    }
  }

  public void requireThere() throws NotDirectoryException {
    if (!Files.isDirectory(folder)) {
      throw new NotDirectoryException(folder.toString());
    }
  }

  /** The names of all files that are kept for good, sorted. */
  public SortedSet<String> kept() throws IOException, Refusal {
    requireThere();
    SortedSet<String> names = new TreeSet<>();
    List<Path> files;
    try (Stream<Path> below = Files.walk(folder, 2)) {
      files = below.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      String name = folder.relativize(file).toString().replace('\\', '/');
      if (isKept(name)) {
        require( // A-06 (c)
            !Files.isSymbolicLink(file),
            MALFORMED_ARCHIVE,
            "%s: is a symbolic link, want a file",
            file);
        Manifest.requireName(name);
        names.add(name);
      }
    }
    return names;
  }

  static boolean isKept(String name) {
    return KEPT.matcher(name).matches();
  }

  /** Whether a log has such files: there may be a proof beside it (T-09). */
  static boolean isLogged(String name) {
    return name.endsWith(".cert.json") || MANIFEST.matcher(name).matches();
  }

  /** The bytes of a file. */
  public byte[] read(String name) throws IOException, Refusal {
    Path file = folder.resolve(name);
    require( // A-06 (c): a pipe would never end
        Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
            || !Files.exists(file, LinkOption.NOFOLLOW_LINKS),
        MALFORMED_ARCHIVE,
        "%s: is no file",
        file);
    require( // A-06 (d)
        Files.size(file) <= MAX_BYTES, LIMIT_EXCEEDED, "%s: more than %d bytes", file, MAX_BYTES);
    try (var in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      return in.readNBytes(MAX_BYTES);
    }
  }

  /** A manifest's number as its name spells it. */
  static String digits(int number) {
    return String.format(Locale.ROOT, "%04d", number);
  }

  /** The same, by name. */
  public SortedMap<String, byte[]> read(Iterable<String> names) throws IOException, Refusal {
    SortedMap<String, byte[]> files = new TreeMap<>();
    for (String name : names) {
      files.put(name, read(name));
    }
    return files;
  }

  public boolean has(String name) {
    return Files.isRegularFile(folder.resolve(name), LinkOption.NOFOLLOW_LINKS);
  }

  /**
   * All manifests, the oldest first.
   *
   * @throws Refusal MALFORMED_ARCHIVE if a number is missing or comes twice
   */
  public List<Numbered> manifests() throws IOException, Refusal {
    return manifests(kept(), this::read, folder.toString());
  }

  /** Where bytes come from. */
  interface Source {
    byte[] read(String name) throws IOException, Refusal;
  }

  /** The manifests among these names. */
  static List<Numbered> manifests(Iterable<String> names, Source source, String place)
      throws IOException, Refusal {
    List<Numbered> found = new ArrayList<>();
    for (String name : names) {
      Matcher parts = MANIFEST.matcher(name);
      if (parts.matches()) {
        int number = Integer.parseInt(parts.group(1));
        Hash hash = parts.group(2).equals("256") ? Hash.SHA_256 : Hash.SHA_512;
        byte[] text = source.read(name);
        found.add(new Numbered(number, name, Manifest.parse(hash, text), text));
      }
    }
    found.sort(Comparator.comparingInt(Numbered::number));
    for (int i = 0; i < found.size(); i++) {
      Numbered one = found.get(i);
      require( // A-06 (e)
          one.number == i + 1 && one.name.startsWith("manifests/" + digits(i + 1) + '.'),
          MALFORMED_ARCHIVE,
          "%s: got %s, want manifest %s",
          place,
          one.name,
          digits(i + 1));
    }
    return found;
  }
}

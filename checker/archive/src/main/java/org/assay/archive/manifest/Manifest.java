// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.manifest;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assay.archive.refusal.Code.LIMIT_EXCEEDED;
import static org.assay.archive.refusal.Code.MALFORMED_MANIFEST;
import static org.assay.archive.refusal.Code.NOT_COVERED;
import static org.assay.archive.refusal.Refusal.quoted;
import static org.assay.archive.refusal.Refusal.require;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assay.archive.ageing.Hash;
import org.assay.archive.refusal.Refusal;

/**
 * Names of files and their digests by one hash function (spec A-02). Its text is what {@code
 * sha256sum} prints of the files and {@code sha256sum --check} reads.
 *
 * @param digests in lower-case hexadecimal, by name
 */
public record Manifest(Hash hash, SortedMap<String, String> digests) {
  /** Longest text. */
  public static final int MAX_BYTES = 64 << 20;

  private static final int MAX_NAME = 255;
  private static final Pattern LINE = Pattern.compile("([0-9a-f]+) {2}(.*)");
  private static final Pattern PART = Pattern.compile("[A-Za-z0-9_+-][A-Za-z0-9._+-]*");

  /** The digests of these files, by name. */
  public static Manifest of(Hash hash, Map<String, byte[]> files) throws Refusal {
    SortedMap<String, String> digests = new TreeMap<>();
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      requireName(file.getKey());
      digests.put(file.getKey(), digest(hash, file.getValue()));
    }
    require( // A-02 (f)
        !digests.isEmpty(), MALFORMED_MANIFEST, "manifest: lists no file");
    return new Manifest(hash, digests);
  }

  /**
   * @throws Refusal MALFORMED_MANIFEST if this is not the one spelling of a manifest
   */
  public static Manifest parse(Hash hash, byte[] text) throws Refusal {
    require( // A-02 (g)
        text.length <= MAX_BYTES, LIMIT_EXCEEDED, "manifest: more than %d bytes", MAX_BYTES);
    SortedMap<String, String> digests = new TreeMap<>();
    for (String line : new String(text, US_ASCII).split("\n")) {
      Matcher parts = LINE.matcher(line);
      require( // A-02 (a)
          parts.matches() && parts.group(1).length() == 2 * hash.bytes(),
          MALFORMED_MANIFEST,
          "manifest, line %d: got %s, want %d hexadecimal digits, two spaces, a name",
          digests.size() + 1,
          quoted(line),
          2 * hash.bytes());
      String name = parts.group(2);
      requireName(name);
      require( // A-02 (c)
          digests.isEmpty() || digests.lastKey().compareTo(name) < 0,
          MALFORMED_MANIFEST,
          "manifest, line %d: %s does not follow the name before in order",
          digests.size() + 1,
          quoted(name));
      digests.put(name, parts.group(1));
    }
    Manifest manifest = new Manifest(hash, digests);
    require( // A-02 (d)
        Arrays.equals(manifest.text(), text),
        MALFORMED_MANIFEST,
        "manifest: is not the one spelling of what it says");
    return manifest;
  }

  /**
   * A path from the archive's folder down: no way out of it, and none that another system bends.
   */
  public static void requireName(String name) throws Refusal {
    boolean plain = name.length() <= MAX_NAME;
    for (String part : name.split("/", -1)) {
      plain &= PART.matcher(part).matches() && !part.endsWith(".");
    }
    require( // A-02 (b)
        plain,
        MALFORMED_MANIFEST,
        "name %s: want parts of letters, digits and . _ + - between slashes, none with a dot at an"
            + " end, at most %d characters",
        quoted(name),
        MAX_NAME);
  }

  public byte[] text() {
    StringBuilder text = new StringBuilder();
    digests.forEach((name, digest) -> text.append(digest).append("  ").append(name).append('\n'));
    return text.toString().getBytes(US_ASCII);
  }

  /**
   * @throws Refusal NOT_COVERED if the manifest does not list the name, or another file by it
   */
  public void requireListed(String name, byte[] file) throws Refusal {
    String want = digests.get(name);
    require( // A-02 (e)
        want != null, NOT_COVERED, "%s: is not in the manifest", quoted(name));
    String got = digest(hash, file);
    require( // A-02 (e)
        got.equals(want),
        NOT_COVERED,
        "%s: %s: got %s, want %s",
        quoted(name),
        hash.label(),
        got,
        want);
  }

  private static String digest(Hash hash, byte[] file) {
    return HexFormat.of().formatHex(hash.of(file));
  }
}

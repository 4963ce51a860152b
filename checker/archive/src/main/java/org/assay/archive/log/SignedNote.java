// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.log;

import static org.assay.archive.refusal.Code.MALFORMED_NOTE;
import static org.assay.archive.refusal.Refusal.quoted;
import static org.assay.archive.refusal.Refusal.require;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.assay.archive.refusal.Refusal;

/**
 * A text and signatures, none of them verified yet (C2SP signed-note; spec T-04).
 *
 * @param text with the line feed at its end
 */
public record SignedNote(String text, List<NoteSignature> signatures) {
  /** Longest note; unit: bytes. A hundred signatures of ML-DSA take less. */
  static final int MAX_BYTES = 1 << 20;

  private static final int MAX_SIGNATURES = 100;
  private static final String DASH = "\u2014 ";

  /**
   * @throws Refusal MALFORMED_NOTE
   */
  static SignedNote parse(byte[] file) throws Refusal {
    return parse(Lines.text(file, MAX_BYTES, MALFORMED_NOTE));
  }

  /**
   * @throws Refusal MALFORMED_NOTE
   */
  static SignedNote parse(String file) throws Refusal {
    int blank = file.lastIndexOf("\n\n");
    require( // T-04 (a)
        blank > 0, MALFORMED_NOTE, "got no empty line between text and signatures");
    String tail = file.substring(blank + 2);
    require( // T-04 (b)
        tail.endsWith("\n"), MALFORMED_NOTE, "got no signature line that ends with a line feed");
    List<String> lines = tail.substring(0, tail.length() - 1).lines().toList();
    require( // T-04 (c)
        lines.size() <= MAX_SIGNATURES,
        MALFORMED_NOTE,
        "got %d signatures, want at most %d",
        lines.size(),
        MAX_SIGNATURES);
    List<NoteSignature> signatures = new ArrayList<>();
    for (String line : lines) {
      signatures.add(signature(line));
    }
    return new SignedNote(file.substring(0, blank + 1), List.copyOf(signatures));
  }

  private static NoteSignature signature(String line) throws Refusal {
    String[] parts = line.split(" ", -1);
    require( // T-04 (b)
        line.startsWith(DASH) && parts.length == 3,
        MALFORMED_NOTE,
        "signature line: got %s, want an em dash, a name and base64",
        quoted(line));
    NoteKey.requireName(parts[1], MALFORMED_NOTE);
    byte[] bytes = Lines.base64(parts[2], MALFORMED_NOTE);
    require( // T-04 (d)
        bytes.length > NoteKey.ID_BYTES,
        MALFORMED_NOTE,
        "signature by %s: got %d bytes, want the 4 of the key and more",
        quoted(parts[1]),
        bytes.length);
    return new NoteSignature(parts[1], bytes);
  }

  /** This text with one more signature. */
  SignedNote with(NoteSignature signature) {
    List<NoteSignature> more = new ArrayList<>(signatures);
    more.add(signature);
    return new SignedNote(text, List.copyOf(more));
  }

  /** This text with these signatures, in the place of older ones by the same keys. */
  SignedNote withNewer(List<NoteSignature> newer) {
    List<NoteSignature> all = new ArrayList<>(signatures);
    all.removeIf(old -> newer.stream().anyMatch(old::isOfSameKey));
    all.addAll(newer);
    return new SignedNote(text, List.copyOf(all));
  }

  /** The file: what {@code parse} reads. */
  byte[] bytes() {
    StringBuilder file = new StringBuilder(text).append('\n');
    signatures.forEach(signature -> file.append(signature.line()));
    return file.toString().getBytes(StandardCharsets.UTF_8);
  }
}

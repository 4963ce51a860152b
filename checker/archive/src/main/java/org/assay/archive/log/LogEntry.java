// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.log;

import static org.assay.archive.refusal.Code.MALFORMED_ENTRY;
import static org.assay.archive.refusal.Refusal.require;
import static org.assay.checker.verdict.RejectCode.MALFORMED_ENVELOPE;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.assay.archive.refusal.Refusal;
import org.assay.checker.json.JsonReader;
import org.assay.checker.json.Sha256;
import org.assay.checker.verdict.RejectCode;
import org.assay.checker.verdict.Rejection;

/**
 * What a log has of a file: its digest, and of a certificate the ids of the keys that signed it, so
 * that the owner of a key who reads the log finds all that was signed with it (spec T-09).
 *
 * <p>It is always derived from the file, never taken from a proof.
 *
 * @param bytes what is hashed into the tree, ASCII
 */
public record LogEntry(byte[] bytes) {
  private static final String VERSION = "urn:assay:log-entry:v1\n";

  /** Longest entry that a bundle of C2SP tlog-tiles holds; unit: bytes. */
  static final int MAX_BYTES = 65_535;

  /** Signatures of an envelope (spec F-05). */
  private static final int MAX_SIGNATURES = 16;

  /** Lines of a digest, two blanks and a name; possessive, so that it takes no stack. */
  private static final String MANIFEST = "(?:[0-9a-f]{64}  [!-~]++\n)++";

  /**
   * The entry of a certificate or of a manifest, whichever these bytes are.
   *
   * @throws Refusal MALFORMED_ENTRY if they are neither
   */
  public static LogEntry of(byte[] file) throws Refusal {
    boolean certificate = file.length > 0 && file[0] == '{';
    StringBuilder text = new StringBuilder(VERSION);
    text.append(certificate ? "certificate " : "manifest ").append(Sha256.of(file)).append('\n');
    if (certificate) {
      keyIds(file).forEach(id -> text.append("key ").append(id).append('\n'));
    } else {
      requireManifest(file);
    }
    return new LogEntry(text.toString().getBytes(StandardCharsets.US_ASCII));
  }

  NodeHash hash() {
    return NodeHash.leaf(bytes);
  }

  /** The ids of the keys of the signatures, sorted. */
  private static TreeSet<String> keyIds(byte[] certificate) throws Refusal {
    List<String> ids;
    try {
      ids = JsonReader.read(certificate, LogEntry::envelope);
    } catch (Rejection malformed) {
      throw new Refusal(MALFORMED_ENTRY, "certificate: %s", malformed.getMessage()); // T-09 (a)
    }
    TreeSet<String> sorted = new TreeSet<>(ids);
    require( // T-09 (b)
        !ids.isEmpty() && sorted.size() == ids.size(),
        MALFORMED_ENTRY,
        "certificate: got %d signatures of %d keys, want one or more, no key twice",
        ids.size(),
        sorted.size());
    return sorted;
  }

  private static List<String> envelope(JsonReader in) throws Rejection {
    in.field("payload").base64(MALFORMED_ENVELOPE);
    in.field("payloadType").string();
    return in.field("signatures")
        .list(
            MAX_SIGNATURES,
            RejectCode.LIMIT_EXCEEDED,
            list ->
                list.object(
                    one -> {
                      String id = one.field("keyid").digest();
                      one.field("sig").base64(MALFORMED_ENVELOPE);
                      return id;
                    }));
  }

  private static void requireManifest(byte[] file) throws Refusal {
    String text = new String(file, StandardCharsets.ISO_8859_1);
    require( // T-09 (c)
        text.matches(MANIFEST), MALFORMED_ENTRY, "got neither a certificate nor a manifest");
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LogEntry entry && Arrays.equals(bytes, entry.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }
}

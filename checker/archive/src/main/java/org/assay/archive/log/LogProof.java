// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.log;

import static org.assay.archive.refusal.Code.MALFORMED_LOG_PROOF;
import static org.assay.archive.refusal.Refusal.quoted;
import static org.assay.archive.refusal.Refusal.require;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.assay.archive.refusal.Refusal;

/**
 * That a file is in a log, for a reader without the log (C2SP tlog-proof; spec T-10).
 *
 * @param index of the entry
 * @param path from the sibling of the leaf up to the child of the root
 */
public record LogProof(long index, List<NodeHash> path, SignedNote checkpoint) {
  /** Longest proof; unit: bytes. */
  public static final int MAX_BYTES = SignedNote.MAX_BYTES + (1 << 16);

  /** What a proof's file is called, behind the name of the file that it is of. */
  public static final String SUFFIX = ".tlog-proof";

  private static final String VERSION = "c2sp.org/tlog-proof@v1";
  private static final String EXTRA = "extra ";
  private static final String INDEX = "index ";
  private static final int MAX_PATH = 63;

  /**
   * Reads a proof; nothing in it is verified yet. An {@code extra} line is ignored.
   *
   * @throws Refusal MALFORMED_LOG_PROOF or MALFORMED_NOTE
   */
  public static LogProof parse(byte[] file) throws Refusal {
    String text = Lines.text(file, MAX_BYTES, MALFORMED_LOG_PROOF);
    int blank = text.indexOf("\n\n");
    require( // T-10 (a)
        blank > 0, MALFORMED_LOG_PROOF, "got no empty line between the proof and a checkpoint");
    List<String> lines = new ArrayList<>(text.substring(0, blank).lines().toList());
    String version = lines.remove(0);
    require( // T-10 (b)
        version.equals(VERSION),
        MALFORMED_LOG_PROOF,
        "first line: got %s, want %s",
        quoted(version),
        VERSION);
    if (!lines.isEmpty() && lines.get(0).startsWith(EXTRA)) {
      Lines.base64(lines.remove(0).substring(EXTRA.length()), MALFORMED_LOG_PROOF); // T-10 (c)
    }
    require( // T-10 (d)
        !lines.isEmpty() && lines.get(0).startsWith(INDEX),
        MALFORMED_LOG_PROOF,
        "got no line \"index N\" where one has to be");
    String number = lines.remove(0).substring(INDEX.length());
    long index = Lines.number("index", number, MALFORMED_LOG_PROOF);
    require( // T-10 (e)
        lines.size() <= MAX_PATH,
        MALFORMED_LOG_PROOF,
        "got %d hashes, want at most %d",
        lines.size(),
        MAX_PATH);
    List<NodeHash> path = new ArrayList<>();
    for (String line : lines) {
      path.add(NodeHash.ofBase64(line, MALFORMED_LOG_PROOF)); // T-10 (e)
    }
    return new LogProof(index, List.copyOf(path), SignedNote.parse(text.substring(blank + 2)));
  }

  /** The file: what {@code parse} reads. */
  public byte[] bytes() {
    StringBuilder text = new StringBuilder(VERSION).append('\n').append(INDEX).append(index);
    path.forEach(hash -> text.append('\n').append(hash));
    text.append("\n\n").append(new String(checkpoint.bytes(), StandardCharsets.UTF_8));
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Decides whether the log of a checkpoint that the policy accepts has this file.
   *
   * @param file a certificate or a manifest
   * @throws Refusal with a code of T-03, T-06, T-08 or T-09
   */
  public Logged verify(byte[] file, LogPolicy policy) throws Refusal {
    LogPolicy.Accepted accepted = policy.accept(checkpoint);
    Checkpoint counted = accepted.checkpoint();
    Proofs.requireIncluded(LogEntry.of(file).hash(), index, path, counted.head()); // T-10 (f)
    return new Logged(
        counted.origin(),
        index,
        counted.size(),
        accepted.witnesses().stream().map(one -> one.witness().name()).distinct().toList(),
        accepted.seen());
  }
}

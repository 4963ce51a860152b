// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.log;

import static org.assay.archive.refusal.Code.MALFORMED_REQUEST;
import static org.assay.archive.refusal.Refusal.require;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.assay.archive.refusal.Refusal;

/**
 * What a log asks a witness: to cosign a checkpoint that begins with one it cosigned before (C2SP
 * tlog-witness, body of add-checkpoint; spec T-13).
 *
 * @param old size of the tree that the witness cosigned last; 0 if none
 */
record WitnessRequest(long old, List<NodeHash> proof, SignedNote checkpoint) {
  private static final String OLD = "old ";
  private static final int MAX_PROOF = 63;

  /**
   * @throws Refusal MALFORMED_REQUEST, MALFORMED_NOTE
   */
  static WitnessRequest parse(byte[] body) throws Refusal {
    String text = Lines.text(body, LogProof.MAX_BYTES, MALFORMED_REQUEST);
    int blank = text.indexOf("\n\n");
    require( // T-13 (a)
        blank > 0 && text.startsWith(OLD),
        MALFORMED_REQUEST,
        "got no line \"old N\", hashes, and an empty line");
    List<String> lines = text.substring(0, blank).lines().toList();
    long old = Lines.number("old", lines.get(0).substring(OLD.length()), MALFORMED_REQUEST);
    require( // T-13 (a)
        lines.size() - 1 <= MAX_PROOF, MALFORMED_REQUEST, "got %d hashes", lines.size() - 1);
    List<NodeHash> proof = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      proof.add(NodeHash.ofBase64(line, MALFORMED_REQUEST));
    }
    return new WitnessRequest(old, proof, SignedNote.parse(text.substring(blank + 2)));
  }

  /** The body: what {@code parse} reads. */
  byte[] bytes() {
    StringBuilder text = new StringBuilder(OLD).append(old).append('\n');
    proof.forEach(hash -> text.append(hash).append('\n'));
    text.append('\n').append(new String(checkpoint.bytes(), StandardCharsets.UTF_8));
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }
}

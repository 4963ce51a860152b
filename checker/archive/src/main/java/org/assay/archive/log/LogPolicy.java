// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.log;

import static java.util.Comparator.comparing;
import static org.assay.archive.refusal.Code.LOG_SIGNATURE_MISMATCH;
import static org.assay.archive.refusal.Code.QUORUM_MISSING;
import static org.assay.archive.refusal.Code.UNKNOWN_LOG;
import static org.assay.archive.refusal.Refusal.quoted;
import static org.assay.archive.refusal.Refusal.require;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.assay.archive.refusal.Refusal;

/**
 * Which logs a reader trusts, and how many of which witnesses must have seen a checkpoint (C2SP
 * tlog-policy; spec T-07, T-08). It is the reader's own file.
 *
 * @param logs keys of logs; the name of a key is the log's origin
 * @param witnesses keys of all witnesses that have a name in the policy
 * @param quorum who must have seen a checkpoint
 */
public record LogPolicy(List<NoteKey> logs, List<NoteKey> witnesses, Voter quorum) {
  /** Longest policy; unit: bytes. */
  public static final int MAX_BYTES = 1 << 20;

  /**
   * Reads a policy.
   *
   * @throws Refusal MALFORMED_LOG_POLICY or MALFORMED_LOG_KEY
   */
  public static LogPolicy parse(byte[] file) throws Refusal {
    return LogPolicyReader.read(file);
  }

  /** A policy that trusts these logs and asks no witness. */
  static LogPolicy of(List<NoteKey> logs) {
    return new LogPolicy(logs, List.of(), new Voter.Group(0, List.of()));
  }

  /**
   * A checkpoint that counts.
   *
   * @param witnesses those that cosigned it and are known, each with the earliest time it gives
   * @param seen when the quorum had seen it, in seconds since 1970; none if it needs no witness
   */
  record Accepted(Checkpoint checkpoint, List<Seen> witnesses, OptionalLong seen) {}

  /** One witness says it saw a checkpoint; unit: seconds since 1970. */
  record Seen(NoteKey witness, long time) {}

  /**
   * Decides whether a checkpoint counts. Signatures by other keys are ignored, as C2SP demands.
   *
   * @throws Refusal UNKNOWN_LOG, LOG_SIGNATURE_MISMATCH, QUORUM_MISSING or MALFORMED_CHECKPOINT
   */
  Accepted accept(SignedNote note) throws Refusal {
    Checkpoint checkpoint = Checkpoint.parse(note.text());
    boolean signed = false;
    List<Seen> seen = new ArrayList<>();
    for (NoteSignature signature : note.signatures()) {
      for (NoteKey log : logs) {
        signed |= verifies(log, note, signature) && log.name().equals(checkpoint.origin());
      }
      for (NoteKey witness : witnesses) {
        if (verifies(witness, note, signature)) {
          seen.add(new Seen(witness, witness.time(signature).orElseThrow()));
        }
      }
    }
    require( // T-08 (a)
        signed,
        UNKNOWN_LOG,
        "checkpoint of %s: got no signature by a key that the policy has for this log",
        quoted(checkpoint.origin()));
    seen.sort(comparing(Seen::time));
    return new Accepted(checkpoint, List.copyOf(seen), quorum(seen));
  }

  /**
   * Whether the signature is this key's.
   *
   * @throws Refusal LOG_SIGNATURE_MISMATCH if it only says so
   */
  private static boolean verifies(NoteKey key, SignedNote note, NoteSignature signature)
      throws Refusal {
    if (!key.isNamedBy(signature)) {
      return false;
    }
    require( // T-08 (b)
        key.verifies(note.text(), signature),
        LOG_SIGNATURE_MISMATCH,
        "signature by %s does not verify",
        key);
    return true;
  }

  /** The first time at which the quorum had seen it. */
  private OptionalLong quorum(List<Seen> byTime) throws Refusal {
    Set<NoteKey> cosigners = new HashSet<>();
    if (quorum.hasSeen(cosigners)) {
      return OptionalLong.empty();
    }
    for (Seen one : byTime) {
      cosigners.add(one.witness);
      if (quorum.hasSeen(cosigners)) {
        return OptionalLong.of(one.time);
      }
    }
    throw new Refusal( // T-08 (c)
        QUORUM_MISSING,
        "witnesses: got %d of the %d known, which is no quorum of the policy",
        cosigners.size(),
        witnesses.size());
  }
}

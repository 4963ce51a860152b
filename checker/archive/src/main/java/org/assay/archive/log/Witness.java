// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.log;

import static org.assay.archive.refusal.Code.CLOCK_WENT_BACK;
import static org.assay.archive.refusal.Code.MALFORMED_LOG;
import static org.assay.archive.refusal.Refusal.require;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.assay.archive.files.Disk;
import org.assay.archive.refusal.Refusal;
import org.assay.checker.json.Sha256;

/**
 * Cosigns the checkpoints of logs, each only if it begins with the one before (C2SP tlog-witness
 * and tlog-cosignature; spec T-13, T-14). Its folder has the last checkpoint of each log that it
 * cosigned, as {@code HASH/checkpoint}, where HASH is the SHA-256 of the log's name: a server of
 * files may serve it to monitors.
 */
public final class Witness {
  private final Path folder;
  private final NoteSigner signer;
  private final LogPolicy logs;

  /**
   * @param logs keys of the logs that it knows
   */
  public Witness(Path folder, NoteSigner signer, List<NoteKey> logs) {
    this.folder = folder;
    this.signer = signer;
    this.logs = LogPolicy.of(logs);
  }

  /**
   * What the witness says, as HTTP would.
   *
   * @param body one line of a cosignature (200), a size (409), or why not
   */
  public record Answer(int status, String body) {}

  /** What it cosigned last. */
  private record Last(Checkpoint checkpoint, long time) {}

  /**
   * Answers one request.
   *
   * @param now seconds since 1970
   * @throws IOException if its own folder cannot be read or written
   * @throws Refusal if its own folder or its clock is not what it was: it cosigns nothing then
   */
  Answer add(byte[] body, long now) throws IOException, Refusal {
    return LogFiles.alone(folder, () -> answer(body, now));
  }

  private Answer answer(byte[] body, long now) throws IOException, Refusal {
    WitnessRequest request;
    Checkpoint checkpoint;
    try {
      request = WitnessRequest.parse(body);
      checkpoint = Checkpoint.parse(request.checkpoint().text());
    } catch (Refusal malformed) {
      return new Answer(400, malformed.getMessage()); // T-13 (a)
    }
    if (logs.logs().stream().noneMatch(key -> key.name().equals(checkpoint.origin()))) {
      return new Answer(404, "unknown log"); // T-13 (b)
    }
    try {
      logs.accept(request.checkpoint());
    } catch (Refusal unsigned) {
      return new Answer(403, unsigned.getMessage()); // T-13 (c)
    }
    if (request.old() > checkpoint.size()) {
      return new Answer(400, "old size is larger than the checkpoint's"); // T-13 (d)
    }
    return consistent(request, checkpoint, now);
  }

  private Answer consistent(WitnessRequest request, Checkpoint checkpoint, long now)
      throws IOException, Refusal {
    Optional<Last> last = last(checkpoint.origin());
    Proofs.Head before =
        last.map(one -> one.checkpoint.head()).orElse(new Proofs.Head(0, NodeHash.empty()));
    if (request.old() != before.size()) {
      return new Answer(409, before.size() + "\n"); // T-13 (e)
    }
    try {
      Proofs.requireConsistent(before, request.proof(), checkpoint.head());
    } catch (Refusal fork) {
      return new Answer(422, fork.getMessage()); // T-13 (f)
    }
    long latest = last.map(Last::time).orElse(1L);
    require( // T-14 (a)
        now >= latest, CLOCK_WENT_BACK, "clock: got %d, want at least %d", now, latest);
    NoteSignature cosignature = signer.sign(checkpoint.text(), now);
    keep(request.checkpoint(), checkpoint, cosignature);
    return new Answer(200, cosignature.line());
  }

  /** The log's own signatures and this one; the file is on the disk before anybody gets it. */
  private void keep(SignedNote note, Checkpoint checkpoint, NoteSignature cosignature)
      throws IOException {
    List<NoteSignature> own =
        note.signatures().stream()
            .filter(one -> logs.logs().stream().anyMatch(key -> key.isNamedBy(one)))
            .toList();
    byte[] file = new SignedNote(note.text(), own).with(cosignature).bytes();
    LogFiles.write(Disk.REAL, place(checkpoint.origin()), file); // T-14 (b)
  }

  /** The last checkpoint of this log, if there is one, by its own signature. */
  private Optional<Last> last(String origin) throws IOException, Refusal {
    Path file = place(origin);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    SignedNote note = SignedNote.parse(LogFiles.read(file, SignedNote.MAX_BYTES));
    LogPolicy own =
        new LogPolicy(logs.logs(), List.of(signer.key()), new Voter.Witness(signer.key()));
    LogPolicy.Accepted accepted = own.accept(note); // T-14 (c)
    require( // T-14 (c)
        accepted.checkpoint().origin().equals(origin),
        MALFORMED_LOG,
        "%s: got a checkpoint of another log",
        file);
    return Optional.of(new Last(accepted.checkpoint(), accepted.seen().orElseThrow()));
  }

  private Path place(String origin) {
    String hash = Sha256.of(origin.getBytes(StandardCharsets.UTF_8));
    return folder.resolve(hash).resolve("checkpoint");
  }

  /** The size of the tree that it cosigned last; what a 409 says. */
  long size(String origin) throws IOException, Refusal {
    return last(origin).map(one -> one.checkpoint.size()).orElse(0L);
  }

  /**
   * Has the checkpoint of a log's folder cosigned, and puts the cosignature there.
   *
   * @return the answer; nothing has changed unless its status is 200
   */
  public Answer cosign(LogFolder log, long now) throws IOException, Refusal {
    SignedNote note = log.checkpoint();
    Checkpoint checkpoint = Checkpoint.parse(note.text());
    long old = Math.min(size(checkpoint.origin()), checkpoint.size());
    List<NodeHash> proof = log.tree(checkpoint.size()).consistency(old);
    Answer answer = add(new WitnessRequest(old, proof, note).bytes(), now);
    if (answer.status == 200) {
      SignedNote cosigned = SignedNote.parse(note.text() + '\n' + answer.body);
      log.add(note.text(), cosigned.signatures());
    }
    return answer;
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.log;

import static org.assay.archive.log.TestLog.ORIGIN;
import static org.assay.archive.log.TestLog.assertRefused;
import static org.assay.archive.log.TestLog.bytes;
import static org.assay.archive.log.TestLog.entries;
import static org.assay.archive.refusal.Code.CLOCK_WENT_BACK;
import static org.assay.archive.refusal.Code.MALFORMED_LOG;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assay.archive.refusal.Refusal;
import org.assay.checker.json.Sha256;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a witness cosigns and what not: forks, logs set back, its own memory and clock. */
class WitnessTest {
  private static final NoteSigner LOG = TestLog.log(ORIGIN, 1);
  private static final NoteSigner KEY = TestLog.witness("w.example", 2);
  private static final long NOW = 1_800_000_000;

  @TempDir Path folder;
  private Witness witness;
  private LogFolder log;

  @BeforeEach
  void cosignFive() throws IOException, Refusal {
    witness = new Witness(folder.resolve("w"), KEY, List.of(LOG.key()));
    log = log("log", 0, 5);
    assertEquals(200, witness.cosign(log, NOW).status());
  }

  private LogFolder log(String name, int from, int to) throws IOException, Refusal {
    LogFolder made = new LogFolder(folder.resolve(name));
    made.init(ORIGIN);
    made.append(entries(from, to));
    made.sign(LOG);
    return made;
  }

  private Witness.Answer add(long old, List<NodeHash> proof, SignedNote note)
      throws IOException, Refusal {
    return witness.add(new WitnessRequest(old, proof, note).bytes(), NOW);
  }

  private Path state() {
    String hash = Sha256.of(ORIGIN.getBytes(StandardCharsets.UTF_8));
    return folder.resolve("w").resolve(hash).resolve("checkpoint");
  }

  @Test
  void aGrowingLogIsCosignedAgainAndAgain() throws IOException, Refusal {
    for (int size = 6; size < 300; size += 49) {
      log.append(entries(0, size));
      log.sign(LOG);
      Witness.Answer answer = witness.cosign(log, NOW + size);
      assertEquals(200, answer.status(), answer::body);
      assertEquals(size, witness.size(ORIGIN));
      SignedNote note = log.checkpoint();
      assertEquals(2, note.signatures().size());
      assertTrue(KEY.key().verifies(note.text(), note.signatures().get(1)));
    }
    assertArrayEquals(log.checkpoint().bytes(), Files.readAllBytes(state()));
  }

  @Test
  void theSameCheckpointIsCosignedWithANewTime() throws IOException, Refusal {
    assertEquals(200, witness.cosign(log, NOW + 60).status());
    SignedNote note = log.checkpoint();
    assertEquals(NOW + 60, KEY.key().time(note.signatures().get(1)).orElseThrow());
  }

  /** The log shows somebody another list. */
  // T-13 (f)
  @Test
  void aForkIsSeen() throws IOException, Refusal {
    byte[] before = Files.readAllBytes(state());
    for (int size : new int[] {5, 6, 9, 40}) {
      LogFolder fork = log("fork" + size, 1, 1 + size);
      Witness.Answer answer = witness.cosign(fork, NOW);
      assertEquals(422, answer.status(), answer::body);
      assertEquals(1, fork.checkpoint().signatures().size(), "no cosignature");
    }
    assertArrayEquals(before, Files.readAllBytes(state()));
    log.append(entries(5, 8)); // the one list goes on
    log.sign(LOG);
    assertEquals(200, witness.cosign(log, NOW).status());
  }

  /** A log that was set back, also one that knows what the witness has. */
  // T-13 (d), (e)
  @Test
  void aRewindIsSeen() throws IOException, Refusal {
    LogFolder back = log("back", 0, 4);
    Witness.Answer answer = witness.cosign(back, NOW);
    assertEquals(409, answer.status());
    assertEquals("5\n", answer.body());
    SignedNote note = back.checkpoint();
    assertEquals(400, add(5, List.of(), note).status());
    assertEquals(409, add(0, List.of(), note).status());
    back.append(entries(6, 9)); // from four entries on it goes another way
    back.sign(LOG);
    assertEquals(422, witness.cosign(back, NOW).status());
  }

  /** Asking with an old size is no way around the comparison. */
  // T-13 (e)
  @Test
  void theOldSizeIsThatOfTheWitness() throws IOException, Refusal {
    log.append(entries(5, 9));
    log.sign(LOG);
    SignedNote note = log.checkpoint();
    for (long old : new long[] {0, 4, 6, 9}) {
      assertEquals(409, add(old, log.tree(9).consistency(old), note).status(), "old " + old);
    }
    assertEquals(200, add(5, log.tree(9).consistency(5), note).status());
    assertEquals(409, add(5, log.tree(9).consistency(5), note).status());
  }

  // T-13 (f)
  @Test
  void aWrongProofIsRefused() throws IOException, Refusal {
    log.append(entries(5, 9));
    log.sign(LOG);
    List<NodeHash> proof = log.tree(9).consistency(5);
    SignedNote note = log.checkpoint();
    assertEquals(422, add(5, List.of(), note).status());
    assertEquals(422, add(5, proof.subList(1, proof.size()), note).status());
    assertEquals(422, add(5, log.tree(9).consistency(4), note).status());
    Witness young = new Witness(folder.resolve("young"), KEY, List.of(LOG.key()));
    byte[] withProof = new WitnessRequest(0, proof, note).bytes();
    assertEquals(422, young.add(withProof, NOW).status(), "nothing to prove, yet a proof");
    assertEquals(200, young.add(new WitnessRequest(0, List.of(), note).bytes(), NOW).status());
  }

  // T-13 (a), (b), (c)
  @Test
  void whatIsNotOfAKnownLogIsRefused() throws IOException, Refusal {
    SignedNote note = log.checkpoint();
    String good =
        new String(new WitnessRequest(5, List.of(), note).bytes(), StandardCharsets.UTF_8);
    for (String wrong :
        List.of(
            "",
            good.replace("old 5", "old 05"),
            good.replace("old 5", "Old 5"),
            good.replace("old 5\n", "old 5\nx\n"),
            good.replace("old 5\n", "old 5\n" + (NodeHash.empty() + "\n").repeat(64)),
            good.replace("\n5\n", "\n5\nmore\n"),
            good.substring(0, good.length() - 1))) {
      assertEquals(400, witness.add(bytes(wrong), NOW).status(), wrong);
    }
    String unknown = note.text().replace("one", "two");
    NoteSigner two = TestLog.log("log.example/two", 1);
    SignedNote ofTwo = new SignedNote(unknown, List.of(two.sign(unknown, 0)));
    assertEquals(404, add(0, List.of(), ofTwo).status());
    SignedNote unsigned = new SignedNote(note.text(), List.of(two.sign(note.text(), 0)));
    assertEquals(403, add(5, List.of(), unsigned).status());
    SignedNote forged = new SignedNote(note.text(), List.of(LOG.sign(unknown, 0)));
    assertEquals(403, add(5, List.of(), forged).status());
    assertEquals(200, add(5, List.of(), note).status());
  }

  @Test
  void logsAreKeptApart() throws IOException, Refusal {
    NoteSigner two = TestLog.log("log.example/two", 7);
    Witness both = new Witness(folder.resolve("w"), KEY, List.of(LOG.key(), two.key()));
    LogFolder other = new LogFolder(folder.resolve("two"));
    other.init("log.example/two");
    other.append(entries(50, 52));
    other.sign(two);
    assertEquals(200, both.cosign(other, 1).status(), "its first one, at its own time");
    assertEquals(2, both.size("log.example/two"));
    assertEquals(5, both.size(ORIGIN));
    String text = log.checkpoint().text();
    SignedNote byTwo = new SignedNote(text, List.of(two.sign(text, 0)));
    byte[] body = new WitnessRequest(5, List.of(), byTwo).bytes();
    assertEquals(403, both.add(body, NOW).status(), "one log does not sign for another");
  }

  // T-14 (a)
  @Test
  void aClockThatWentBackStopsIt() throws IOException, Refusal {
    byte[] before = Files.readAllBytes(state());
    assertRefused(CLOCK_WENT_BACK, () -> witness.cosign(log, NOW - 1));
    assertArrayEquals(before, Files.readAllBytes(state()));
    assertEquals(200, witness.cosign(log, NOW).status());
    Witness young = new Witness(folder.resolve("young"), KEY, List.of(LOG.key()));
    assertRefused(CLOCK_WENT_BACK, () -> young.cosign(log, 0));
  }

  /** Who has the answer finds it on the disk. */
  // T-14 (b)
  @Test
  void theStateIsThatOfTheAnswer() throws IOException, Refusal {
    log.append(entries(5, 6));
    log.sign(LOG);
    String line = witness.cosign(log, NOW + 1).body();
    String kept = Files.readString(state());
    assertTrue(kept.endsWith(line), kept);
    Witness again = new Witness(folder.resolve("w"), KEY, List.of(LOG.key()));
    assertEquals(6, again.size(ORIGIN));
  }

  /** A memory that was changed is none. */
  // T-14 (c)
  @Test
  void aDamagedStateStopsIt() throws IOException, Refusal {
    byte[] good = Files.readAllBytes(state());
    for (int i = 0; i < good.length; i++) {
      byte[] bad = good.clone();
      bad[i] ^= 1;
      Files.write(state(), bad);
      assertThrows(Refusal.class, () -> witness.cosign(log, NOW), "byte " + i);
    }
    SignedNote note = SignedNote.parse(good);
    Files.write(state(), new SignedNote(note.text(), note.signatures().subList(0, 1)).bytes());
    assertThrows(Refusal.class, () -> witness.cosign(log, NOW), "without its own signature");
    NoteSigner two = TestLog.log("log.example/two", 7);
    Witness both = new Witness(folder.resolve("w"), KEY, List.of(LOG.key(), two.key()));
    String text = note.text().replace("one", "two");
    SignedNote ofTwo = new SignedNote(text, List.of(two.sign(text, 0), KEY.sign(text, NOW)));
    Files.write(state(), ofTwo.bytes());
    assertRefused(MALFORMED_LOG, () -> both.cosign(log, NOW));
    Files.write(state(), good);
    assertEquals(200, witness.cosign(log, NOW).status());
  }

  @Test
  void onlyKnownSignaturesAreKept() throws IOException, Refusal {
    SignedNote note = log.checkpoint();
    NoteSignature stranger = TestLog.witness("x.example", 9).sign(note.text(), 3);
    log.append(entries(5, 6));
    log.sign(LOG);
    log.add(log.checkpoint().text(), List.of(stranger));
    assertEquals(200, witness.cosign(log, NOW).status());
    assertFalse(Files.readString(state()).contains("x.example"));
    assertEquals(3, log.checkpoint().signatures().size());
  }
}

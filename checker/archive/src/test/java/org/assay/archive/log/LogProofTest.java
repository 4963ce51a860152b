// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.log;

import static org.assay.archive.log.TestLog.ORIGIN;
import static org.assay.archive.log.TestLog.assertRefused;
import static org.assay.archive.log.TestLog.bytes;
import static org.assay.archive.log.TestLog.certificate;
import static org.assay.archive.log.TestLog.keyId;
import static org.assay.archive.log.TestLog.policy;
import static org.assay.archive.refusal.Code.LOG_SIGNATURE_MISMATCH;
import static org.assay.archive.refusal.Code.MALFORMED_ENTRY;
import static org.assay.archive.refusal.Code.MALFORMED_LOG_PROOF;
import static org.assay.archive.refusal.Code.NOT_INCLUDED;
import static org.assay.archive.refusal.Code.UNKNOWN_LOG;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.assay.archive.refusal.Refusal;
import org.assay.checker.json.Sha256;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Entries, and proofs that a file is in a log. */
class LogProofTest {
  private static final NoteSigner LOG = TestLog.log(ORIGIN, 1);
  private static final NoteSigner WITNESS = TestLog.witness("w.example", 2);

  @TempDir Path folder;
  private LogProof proof;
  private LogPolicy policy;

  @BeforeEach
  void proveOne() throws IOException, Refusal {
    LogFolder log = new LogFolder(folder.resolve("log"));
    log.init(ORIGIN);
    log.append(TestLog.entries(0, 11));
    log.sign(LOG);
    Witness witness = new Witness(folder.resolve("w"), WITNESS, List.of(LOG.key()));
    assertEquals(200, witness.cosign(log, 1_800_000_000).status());
    proof = log.prove(certificate(6));
    policy = policy("log " + LOG.key(), "witness w " + WITNESS.key(), "quorum w");
  }

  @Test
  void aProofSaysWhereAndSinceWhen() throws Refusal {
    Logged logged = LogProof.parse(proof.bytes()).verify(certificate(6), policy);
    assertEquals(
        new Logged(ORIGIN, 6, 11, List.of("w.example"), java.util.OptionalLong.of(1_800_000_000)),
        logged);
    assertEquals(
        "entry 6 of 11 in log.example/one, seen by w.example, by 2027-01-15T08:00:00Z",
        logged.line());
    assertArrayEquals(proof.bytes(), LogProof.parse(proof.bytes()).bytes());
  }

  /** Another file, index, log or policy. */
  // T-10 (f)
  @Test
  void aProofIsOfOneFileAtOnePlace() throws Refusal {
    assertRefused(NOT_INCLUDED, () -> proof.verify(certificate(5), policy));
    byte[] sameClaimOtherKey = certificate("certificate 6", keyId(5));
    assertRefused(NOT_INCLUDED, () -> proof.verify(sameClaimOtherKey, policy));
    LogProof moved = new LogProof(7, proof.path(), proof.checkpoint());
    assertRefused(NOT_INCLUDED, () -> moved.verify(certificate(6), policy));
    LogProof cut = new LogProof(6, proof.path().subList(1, 4), proof.checkpoint());
    assertRefused(NOT_INCLUDED, () -> cut.verify(certificate(6), policy));
    LogPolicy other = policy("log " + TestLog.log("log.example/two", 1).key(), "quorum none");
    assertRefused(UNKNOWN_LOG, () -> proof.verify(certificate(6), other));
  }

  // T-10 (a), (b), (c), (d), (e)
  @Test
  void malformedProofsAreRefused() throws Refusal {
    String text = new String(proof.bytes(), StandardCharsets.UTF_8);
    String first = proof.path().get(0).base64();
    for (String wrong :
        List.of(
            "", // (a)
            text.substring(0, text.indexOf("\n\n") + 1),
            text.replace("@v1", "@v2"), // (b)
            " " + text,
            text.replace("index", "extra YWdl\nextra YWdl\nindex"), // (c)
            text.replace("index", "extra ?\nindex"),
            text.replace("index", "extra\nindex"),
            text.replace("index 6\n", ""), // (d)
            text.replace("index 6", "index 06"),
            text.replace("index 6", "index 6 "),
            text.replace("index 6", "index -6"),
            text.replace(first, first.substring(4)), // (e)
            text.replace(first, first + "\n" + "x"),
            text.replace(first, (first + "\n").repeat(61).strip()))) {
      assertRefused(MALFORMED_LOG_PROOF, () -> LogProof.parse(bytes(wrong)));
    }
    String extra = text.replace("index", "extra YWdl\nindex");
    assertEquals(6, LogProof.parse(bytes(extra)).verify(certificate(6), policy).index());
  }

  /** No byte of it can be changed but those that nothing depends on. */
  @Test
  @Tag("long")
  void aProofWithAnyByteChangedProvesNothingElse() throws Refusal {
    byte[] good = proof.bytes();
    Logged want = proof.verify(certificate(6), policy);
    int refused = 0;
    for (int i = 0; i < good.length; i++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] bad = good.clone();
        bad[i] ^= (byte) (1 << bit);
        try {
          assertEquals(want, LogProof.parse(bad).verify(certificate(6), policy), "byte " + i);
        } catch (Refusal expected) {
          refused++;
        }
      }
    }
    assertEquals(8 * good.length, refused);
    for (int length = 0; length < good.length; length++) {
      byte[] cut = java.util.Arrays.copyOf(good, length);
      assertThrows(Refusal.class, () -> LogProof.parse(cut).verify(certificate(6), policy));
    }
  }

  @Test
  void aForgedCosignatureIsSeen() throws Refusal {
    NoteSignature forged =
        new NoteSignature("w.example", WITNESS.sign("another text\n", 1).bytes());
    LogProof with = new LogProof(6, proof.path(), proof.checkpoint().with(forged));
    assertRefused(LOG_SIGNATURE_MISMATCH, () -> with.verify(certificate(6), policy));
  }

  @Test
  void anEntryHasTheDigestAndAllKeys() throws Refusal {
    byte[] file = certificate("x", keyId(9), keyId(2));
    assertEquals(
        "urn:assay:log-entry:v1\ncertificate "
            + Sha256.of(file)
            + "\nkey "
            + keyId(2)
            + "\nkey "
            + keyId(9)
            + "\n",
        new String(LogEntry.of(file).bytes(), StandardCharsets.US_ASCII));
    byte[] manifest = bytes("0".repeat(64) + "  a/b.cert.json\n");
    assertEquals(
        "urn:assay:log-entry:v1\nmanifest " + Sha256.of(manifest) + "\n",
        new String(LogEntry.of(manifest).bytes(), StandardCharsets.US_ASCII));
  }

  // T-09 (a), (b), (c)
  @Test
  void otherFilesAreNotLogged() {
    String good = new String(certificate("x", keyId(1)), StandardCharsets.US_ASCII);
    String line = "0".repeat(64) + "  a\n";
    for (String wrong :
        List.of(
            good.strip(), // (a)
            good.replace("\"sig\"", "\"Sig\""),
            good.replace(",\"sig\":\"AAAA\"", ""),
            good.replace("eA==", "eA="),
            "{}\n",
            new String(certificate("x"), StandardCharsets.US_ASCII), // (b)
            new String(certificate("x", keyId(1), keyId(1)), StandardCharsets.US_ASCII),
            "", // (c)
            "\n",
            line.strip(),
            line + "\n",
            line + line.replace("  ", " "),
            line.replace("0000 ", "000 "),
            line.replace("a", "a b"),
            line.replace("0", "A"))) {
      assertRefused(MALFORMED_ENTRY, () -> LogEntry.of(bytes(wrong)));
    }
  }
}

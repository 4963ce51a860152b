// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.log;

import static org.assay.archive.log.TestLog.assertRefused;
import static org.assay.archive.log.TestLog.bytes;
import static org.assay.archive.refusal.Code.MALFORMED_CHECKPOINT;
import static org.assay.archive.refusal.Code.MALFORMED_LOG_KEY;
import static org.assay.archive.refusal.Code.MALFORMED_NOTE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.assay.archive.refusal.Refusal;
import org.junit.jupiter.api.Test;

/** Notes, keys and checkpoints: those of others, and those with something wrong. */
class NoteTest {
  /** C2SP signed-note.md, "Example". */
  private static final String C2SP_KEY =
      "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";

  private static final String C2SP_NOTE =
      "This is an example message.\n\n"
          + "\u2014 example.com/foo"
          + " Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";

  /** golang.org/x/mod sumdb/note/note_test.go (BSD-3-Clause): text, keys and signatures. */
  private static final String GO_TEXT =
      "If you think cryptography is the answer to your problem,\n"
          + "then you don't know what your problem is.\n";

  private static final String PETER =
      "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
  private static final String PETERS_SEED = "AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
  private static final String PETERS_LINE =
      "\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdng"
          + "otpRZb6KE6RyyBwJnAM=\n";
  private static final String ENOCH =
      "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop";
  private static final String ENOCHS_LINE =
      "\u2014 EnochRoot"
          + " rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n";

  /** C2SP tlog-cosignature.md: a checkpoint with a cosignature of time 1679315147. */
  private static final String COSIGNED =
      "example.com/behind-the-sofa\n"
          + "20852163\n"
          + "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
          + "\u2014 example.com/behind-the-sofa"
          + " Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
          + "\u2014 witness.example.com/w1"
          + " jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n";

  @Test
  void theExampleOfC2spVerifies() throws Refusal {
    NoteKey key = NoteKey.parse(C2SP_KEY);
    SignedNote note = SignedNote.parse(bytes(C2SP_NOTE));
    assertEquals("This is an example message.\n", note.text());
    assertTrue(key.isNamedBy(note.signatures().get(0)));
    assertTrue(key.verifies(note.text(), note.signatures().get(0)));
    assertFalse(key.verifies(note.text() + "x", note.signatures().get(0)));
    assertArrayEquals(bytes(C2SP_NOTE), note.bytes());
    assertEquals(C2SP_KEY, key.toString());
  }

  @Test
  void theNotesOfGoVerifyAndAreMadeAlike() throws Refusal {
    SignedNote note = SignedNote.parse(GO_TEXT + '\n' + PETERS_LINE + ENOCHS_LINE);
    assertTrue(NoteKey.parse(PETER).verifies(GO_TEXT, note.signatures().get(0)));
    assertTrue(NoteKey.parse(ENOCH).verifies(GO_TEXT, note.signatures().get(1)));
    assertFalse(NoteKey.parse(ENOCH).verifies(GO_TEXT, note.signatures().get(0)));
    byte[] seed = Arrays.copyOfRange(Base64.getDecoder().decode(PETERS_SEED), 1, 33);
    NoteSigner peter = NoteSigner.parse("PeterNeumann", NoteKey.Type.NOTE, TestLog.pem(seed));
    assertEquals(PETER, peter.key().toString());
    assertEquals(PETERS_LINE, peter.sign(GO_TEXT, 0).line());
  }

  @Test
  void aTextMayHaveEmptyLines() throws Refusal {
    String text = "one\n\ntwo\n\n\nthree\n";
    assertEquals(text, SignedNote.parse(text + '\n' + PETERS_LINE).text());
  }

  // T-04 (a), (b), (c), (d)
  // T-02 (b), (d)
  @Test
  void malformedNotesAreRefused() {
    String base64 = PETERS_LINE.substring("\u2014 PeterNeumann ".length()).strip();
    for (String wrong :
        List.of(
            "", // (a)
            GO_TEXT,
            GO_TEXT + PETERS_LINE,
            "\n" + PETERS_LINE,
            "\n\n" + PETERS_LINE,
            GO_TEXT + "\n", // (b)
            GO_TEXT + "\n\n",
            GO_TEXT + "\n" + PETERS_LINE.strip(),
            GO_TEXT + "\n" + PETERS_LINE + "\n",
            GO_TEXT + "\n" + PETERS_LINE + "text\n",
            GO_TEXT + "\n" + PETERS_LINE.replace("\u2014", "-"),
            GO_TEXT + "\n" + PETERS_LINE.replace(" P", "  P"),
            GO_TEXT + "\n" + PETERS_LINE.replace("\n", " \n"),
            GO_TEXT + "\n" + PETERS_LINE.replace("Neumann", "+"),
            GO_TEXT + "\n" + PETERS_LINE.replace("Neumann", "\u3000"),
            GO_TEXT + "\n" + PETERS_LINE.replace("PeterNeumann", ""),
            GO_TEXT + "\n" + PETERS_LINE.repeat(101), // (c)
            GO_TEXT + "\n\u2014 PeterNeumann x08gow==\n", // (d)
            GO_TEXT + "\r\n\n" + PETERS_LINE, // T-02 (b)
            GO_TEXT + "\t\n\n" + PETERS_LINE,
            GO_TEXT + "\0\n\n" + PETERS_LINE,
            GO_TEXT + "\n\u2014 PeterNeumann " + base64.replace("=", "") + "\n", // T-02 (d)
            GO_TEXT + "\n\u2014 PeterNeumann " + base64.replace("M=", "N=") + "\n",
            GO_TEXT + "\n\u2014 PeterNeumann " + base64.replace('/', '_') + "\n")) {
      assertRefused(MALFORMED_NOTE, () -> SignedNote.parse(bytes(wrong)));
    }
    byte[] latin = bytes(C2SP_NOTE);
    latin[3] = (byte) 0xe9;
    assertRefused(MALFORMED_NOTE, () -> SignedNote.parse(latin)); // T-02 (b)
  }

  // T-04 (c)
  // T-02 (a)
  @Test
  void aHundredSignaturesAndAMebibyteAreTaken() throws Refusal {
    String many = GO_TEXT + "\n" + PETERS_LINE.repeat(100);
    assertEquals(100, SignedNote.parse(bytes(many)).signatures().size());
    int room = SignedNote.MAX_BYTES - bytes("\n\n" + PETERS_LINE).length;
    String long_ = "x".repeat(room) + "\n\n" + PETERS_LINE;
    assertEquals(room + 1, SignedNote.parse(bytes(long_)).text().length());
    assertRefused(MALFORMED_NOTE, () -> SignedNote.parse(bytes("x" + long_)));
  }

  /** No piece of a key is a key, nor one with any byte changed. */
  // T-05 (a), (b), (c), (d), (e)
  @Test
  void malformedKeysAreRefused() {
    for (int from = 0; from <= PETER.length(); from++) {
      for (int to = from; to <= PETER.length(); to++) {
        String piece = PETER.substring(from, to);
        if (piece.length() < PETER.length()) {
          assertRefused(MALFORMED_LOG_KEY, () -> NoteKey.parse(piece));
        }
      }
    }
    for (int i = 0; i < PETER.length(); i++) {
      char next = (char) (PETER.charAt(i) + 1);
      String wrong = PETER.substring(0, i) + next + PETER.substring(i + 1);
      assertRefused(MALFORMED_LOG_KEY, () -> NoteKey.parse(wrong));
    }
    for (String wrong :
        List.of(
            // with the ids that fit: a byte too many, an unknown type (both of Go's tests)
            "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==",
            "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
            PETER.replace("c74f20a3", "C74F20A3"),
            PETER.replace("+ARpc", "+"),
            "+" + PETER,
            " " + PETER)) {
      assertRefused(MALFORMED_LOG_KEY, () -> NoteKey.parse(wrong));
    }
  }

  // T-05 (d), (e)
  @Test
  void keysThatVerifyAnythingAreNone() {
    byte[] identity = new byte[32];
    identity[0] = 1;
    assertRefused(MALFORMED_LOG_KEY, () -> NoteKey.of("a", NoteKey.Type.NOTE, identity));
    assertRefused(MALFORMED_LOG_KEY, () -> NoteKey.of("a", NoteKey.Type.NOTE, new byte[32]));
    assertRefused(MALFORMED_LOG_KEY, () -> NoteKey.of("a", NoteKey.Type.NOTE, new byte[31]));
    byte[] good = Arrays.copyOfRange(Base64.getDecoder().decode(PETER.split("\\+")[2]), 1, 33);
    for (String name : List.of("", "a b", "a\u00a0b", "a\u2029", "a+b", "x".repeat(256))) {
      assertRefused(MALFORMED_LOG_KEY, () -> NoteKey.of(name, NoteKey.Type.NOTE, good));
    }
  }

  // T-05 (f)
  @Test
  void aWitnessSignsATime() throws Refusal {
    NoteSigner witness = TestLog.witness("w.example", 3);
    SignedNote note = SignedNote.parse(COSIGNED);
    NoteSignature line = witness.sign(note.text(), 1_679_315_147);
    assertTrue(witness.key().verifies(note.text(), line));
    assertEquals(1_679_315_147, witness.key().time(line).orElseThrow());
    assertEquals(
        "cosignature/v1\ntime 1679315147\n" + note.text(),
        new String(
            NoteKey.message(note.text(), witness.key().time(line)),
            java.nio.charset.StandardCharsets.UTF_8));
    byte[] other = line.bytes().clone();
    other[11]++; // the last byte of the time
    assertFalse(witness.key().verifies(note.text(), new NoteSignature("w.example", other)));
    for (long time : new long[] {0, -1, Long.MIN_VALUE}) {
      assertFalse(witness.key().verifies(note.text(), witness.sign(note.text(), time)));
    }
    for (int length : new int[] {5, 12, 68, 75, 77}) {
      NoteSignature cut = new NoteSignature("w.example", Arrays.copyOf(line.bytes(), length));
      assertFalse(witness.key().verifies(note.text(), cut), "length " + length);
    }
  }

  /** S and S + L are one number, and only one of them is a signature. */
  // T-05 (f)
  @Test
  void aSignatureHasOneSpelling() throws Refusal {
    NoteSigner log = TestLog.log("a.example", 1);
    NoteSignature line = log.sign("text\n", 0);
    byte[] order =
        new java.math.BigInteger(
                "7237005577332262213973186563042994240857116359379907606001950938285454250989")
            .toByteArray();
    byte[] bytes = line.bytes().clone();
    int carry = 0;
    for (int i = 0; i < 32; i++) {
      int sum = (bytes[36 + i] & 0xff) + (order[31 - i] & 0xff) + carry;
      bytes[36 + i] = (byte) sum;
      carry = sum >> 8;
    }
    assertTrue(log.key().verifies("text\n", line));
    assertFalse(log.key().verifies("text\n", new NoteSignature("a.example", bytes)));
  }

  @Test
  void theCheckpointOfC2spIsRead() throws Refusal {
    SignedNote note = SignedNote.parse(COSIGNED);
    Checkpoint checkpoint = Checkpoint.parse(note.text());
    assertEquals("example.com/behind-the-sofa", checkpoint.origin());
    assertEquals(20_852_163, checkpoint.size());
    assertEquals(note.text(), checkpoint.text());
    byte[] time = Arrays.copyOfRange(note.signatures().get(1).bytes(), 4, 12);
    assertEquals(1_679_315_147, ByteBuffer.wrap(time).getLong());
  }

  // T-06 (a), (b), (c), (d)
  // T-02 (c)
  @Test
  void malformedCheckpointsAreRefused() throws Refusal {
    String root = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=";
    String empty = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
    assertEquals(0, Checkpoint.parse("a\n0\n" + empty + "\n").size());
    for (String wrong :
        List.of(
            "a\n1\n" + root + "\nextension\n", // (a)
            "a\n1\n" + root + "\n\n",
            "a\n1\n" + root,
            "a\n1\n",
            "\n1\n" + root + "\n", // (b)
            "a b\n1\n" + root + "\n",
            "a+b\n1\n" + root + "\n",
            "a\n1\n" + root.substring(4) + "\n", // (c)
            "a\n1\n" + root.replace("I=", "J=") + "\n",
            "a\n0\n" + root + "\n", // (d)
            "a\n01\n" + root + "\n", // T-02 (c)
            "a\n-1\n" + root + "\n",
            "a\n+1\n" + root + "\n",
            "a\n1 \n" + root + "\n",
            "a\n0x1\n" + root + "\n",
            "a\n\u0661\n" + root + "\n",
            "a\n1000000000000000000\n" + root + "\n")) {
      assertRefused(MALFORMED_CHECKPOINT, () -> Checkpoint.parse(wrong));
    }
  }

  @Test
  void otherPrivateKeysAreRefused() {
    byte[] good = TestLog.pem(new byte[32]);
    String text = new String(good, java.nio.charset.StandardCharsets.US_ASCII);
    for (String wrong :
        List.of(
            "",
            text + text,
            text.replace("PRIVATE", "PUBLIC"),
            text.replace("PRIVATE", "ENCRYPTED PRIVATE"),
            text.replace("MC4C", "MC4D"),
            text.replace("AAAA\n", "\n"))) {
      assertRefused(
          MALFORMED_LOG_KEY, () -> NoteSigner.parse("a", NoteKey.Type.NOTE, bytes(wrong)));
    }
  }
}

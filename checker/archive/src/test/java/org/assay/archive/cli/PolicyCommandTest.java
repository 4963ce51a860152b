// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyCommandTest {
  private static final Path ARCHIVE = Path.of("..", "..", "certificates");
  private static final String BATCH = "assay-2026-11-22-brute-force";

  @TempDir Path folder;

  private Path out() {
    return folder.resolve("policy.json");
  }

  private Run policy(String... words) {
    String[] all = new String[words.length + 3];
    all[0] = "policy";
    all[1] = "--out";
    all[2] = out().toString();
    System.arraycopy(words, 0, all, 3, words.length);
    return Run.of(all);
  }

  private static String published(String algorithm) {
    return ARCHIVE.resolve("keys/" + BATCH + "." + algorithm + ".pub.pem").toString();
  }

  /** The archive's own policy has the same signer, made by the generator from its private keys. */
  @Test
  void keysOfTheArchiveGiveItsOwnSpelling() throws IOException { // A-01 (a), (b), (c)
    Run run = policy(BATCH + "=" + published("ed25519"), BATCH + "=" + published("ml-dsa-65"));
    assertEquals(0, run.exit(), run.err());
    String archived = Files.readString(ARCHIVE.resolve("policy.json"));
    String made = Files.readString(out());
    String signer = made.substring(made.indexOf("{\"name\""), made.indexOf("],\"require\""));
    assertTrue(archived.contains(signer), signer);
    assertTrue(run.out().contains("requires 1 of 1 signers, each with Ed25519 and ML-DSA-65"));
    assertTrue(
        run.out().contains("ad910971d98239463c1048b336309e8dd6a96da5b0d35419fcf439602578c05e"));
  }

  @Test
  void aFolderStandsForItsPublicKeys() throws IOException {
    Files.copy(Path.of(published("ed25519")), folder.resolve("a.pub.pem"));
    Files.copy(Path.of(published("ml-dsa-65")), folder.resolve("b.pub.pem"));
    Files.writeString(folder.resolve("a.pem"), "-----BEGIN PRIVATE KEY-----\n");
    Run run = policy("Ada=" + folder);
    assertEquals(0, run.exit(), run.err());
    Run empty = policy("Ada=" + Files.createDirectory(folder.resolve("empty")));
    assertEquals(1, empty.exit());
    assertTrue(empty.err().contains("has no file *.pub.pem"), empty.err());
  }

  @Test
  void whatTheCheckerWouldRefuseIsNotWritten() throws IOException {
    String key = published("ed25519");
    Run lacking = policy("Ada=" + key); // A-01 (c)
    assertEquals(1, lacking.exit());
    assertTrue(lacking.err().contains("MALFORMED_POLICY"), lacking.err());
    assertTrue(lacking.err().contains("require.signers: got 1, want at most 0"), lacking.err());
    assertEquals(1, policy("Ada=" + key, "Bo=" + key, "--algorithms", "Ed25519").exit());
    assertEquals(1, policy("Ada=" + key, "--algorithms", "Ed25519", "--signers", "2").exit());
    Run accent = policy("José=" + key, "--algorithms", "Ed25519"); // A-01 (b)
    assertEquals(1, accent.exit());
    assertTrue(accent.err().contains("want 1 to 128 printable ASCII"), accent.err());
    assertFalse(Files.exists(out()));
    assertEquals(0, policy("Ada=" + key, "--algorithms", "Ed25519").exit());
  }

  @Test
  void whatIsThereIsKept() throws IOException {
    Files.writeString(out(), "mine");
    Run run = policy("Ada=" + published("ed25519"), "--algorithms", "Ed25519");
    assertEquals(66, run.exit());
    assertTrue(run.err().contains("exists; it is kept"), run.err());
    assertArrayEquals("mine".getBytes(), Files.readAllBytes(out()));
  }

  @Test
  void foreignKeysAreCalledWhatTheyAre() throws IOException { // A-01 (a)
    String[][] cases = {
      {"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", "is a private key"},
      {"-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n", "is a private key"},
      {"ssh-ed25519 AAAAC3 me@here\n", "is a public key of ssh"},
      {
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
        "got a PEM \"CERTIFICATE\""
      },
      {"hello\n", "is no PEM file"},
      {"", "is no PEM file"},
      {pem("AAAA"), "is no SubjectPublicKeyInfo"},
      {pem(rsa()), "got a key of RSA, want Ed25519 or ML-DSA-65"},
      {Files.readString(Path.of(published("ed25519"))).repeat(2), "has more than one PEM object"},
    };
    for (String[] one : cases) {
      Path file = folder.resolve("key.pem");
      Files.writeString(file, one[0]);
      Run run = policy("Ada=" + file);
      assertEquals(1, run.exit(), one[0]);
      assertTrue(run.err().contains("MALFORMED_KEY: " + file + ": " + one[1]), run.err());
    }
    assertEquals(66, policy("Ada=" + folder.resolve("none")).exit());
    assertEquals(64, policy("Ada").exit());
    assertEquals(64, policy("=x").exit());
  }

  private static String pem(String base64) {
    return "-----BEGIN PUBLIC KEY-----\n" + base64 + "\n-----END PUBLIC KEY-----\n";
  }

  private static String rsa() {
    byte[] spki = { // an RSA key of no size: only its algorithm is looked at
      0x30,
      0x12,
      0x30,
      0x0d,
      0x06,
      0x09,
      0x2a,
      (byte) 0x86,
      0x48,
      (byte) 0x86,
      (byte) 0xf7,
      0x0d,
      0x01,
      0x01,
      0x01,
      0x05,
      0x00,
      0x03,
      0x01,
      0x00
    };
    return Base64.getEncoder().encodeToString(spki);
  }
}

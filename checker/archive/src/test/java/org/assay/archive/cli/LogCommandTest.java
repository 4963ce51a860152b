// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands one after the other, as a keeper, a witness and two readers use them. */
class LogCommandTest {
  private static final Path MODEL =
      Path.of("..", "..", "certificates", "max-of-3-vocab-32-seed-50");

  @TempDir Path folder;
  private String log;
  private String policy;
  private String witnessKey;

  @BeforeEach
  void keep() throws IOException, GeneralSecurityException {
    log = folder.resolve("log").toString();
    String key = key(folder, "log");
    witnessKey = key(folder, "witness");
    ok("log", "init", "--log", log, "--origin", "log.example/one");
    Run appended = ok("log", "append", "--log", log, MODEL.toString());
    assertTrue(appended.out().startsWith("added "), appended.out());
    ok("log", "checkpoint", "--log", log, "--key", key);
    String lines =
        "log "
            + ok("log", "key", "--name", "log.example/one", "--key", key).out()
            + "witness w "
            + ok("log", "key", "--name", "w.example", "--key", witnessKey, "--witness").out()
            + "quorum w\n";
    policy = Files.writeString(folder.resolve("policy"), lines).toString();
  }

  /** As openssl genpkey -algorithm ed25519 writes it. */
  static String key(Path folder, String name) throws IOException, GeneralSecurityException {
    byte[] der =
        KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPrivate().getEncoded();
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    Path file = folder.resolve(name + ".pem");
    String pem = "-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n";
    return Files.writeString(file, pem, StandardCharsets.US_ASCII).toString();
  }

  private static Run ok(String... words) {
    Run run = Run.of(words);
    assertEquals(0, run.exit(), run.err());
    return run;
  }

  private Run witness() {
    return Run.of(
        "log",
        "witness",
        "--log",
        log,
        "--state",
        folder.resolve("state").toString(),
        "--name",
        "w.example",
        "--key",
        witnessKey,
        "--policy",
        policy);
  }

  @Test
  void aCertificateIsProvedToWhoeverHasNoLog() throws IOException {
    Path certificate = folder.resolve("one.cert.json");
    Files.copy(MODEL.resolve("brute-force.cert.json"), certificate);
    String file = certificate.toString();
    Run early = Run.of("log", "verify", "--policy", policy, "--log", log, file);
    assertEquals(2, early.exit(), "no witness yet");
    assertTrue(early.err().contains("QUORUM_MISSING"), early.err());
    assertEquals(0, witness().exit());
    ok("log", "prove", "--log", log, file);
    Run verified = ok("log", "verify", "--policy", policy, file);
    assertTrue(verified.out().contains(" in log.example/one, seen by w.example, by 2"));
    Run again = Run.of("log", "prove", "--log", log, file);
    assertEquals(66, again.exit(), "a proof is kept");
    ok("log", "prove", "--log", log, "--out", folder.resolve("log").toString(), file);
    Files.move(folder.resolve("one.cert.json.tlog-proof"), folder.resolve("moved"));
    String moved = folder.resolve("moved").toString();
    ok("log", "verify", "--policy", policy, "--proof", moved, file);
    Run other =
        Run.of(
            "log",
            "verify",
            "--policy",
            policy,
            "--proof",
            moved,
            MODEL.resolve("cubic-retest.cert.json").toString());
    assertEquals(1, other.exit());
    assertTrue(other.err().contains("NOT_INCLUDED"), other.err());
  }

  @Test
  void aWholeFolderIsVerifiedAndAudited() throws IOException {
    assertEquals(0, witness().exit());
    Run all = ok("log", "verify", "--policy", policy, "--log", log, MODEL.toString());
    long certificates;
    try (var files = Files.list(MODEL)) {
      certificates = files.filter(one -> one.toString().endsWith(".cert.json")).count();
    }
    assertEquals(certificates, all.out().lines().count());
    Run audited = ok("log", "audit", "--policy", policy, "--log", log);
    assertTrue(audited.out().contains(certificates + " entries, as signed"), audited.out());
  }

  @Test
  void aWitnessSaysNoToAFork() throws IOException, GeneralSecurityException {
    assertEquals(0, witness().exit());
    String old = log;
    log = folder.resolve("fork").toString();
    ok("log", "init", "--log", log, "--origin", "log.example/one");
    ok("log", "append", "--log", log, MODEL.resolve("cubic-retest.cert.json").toString());
    ok("log", "checkpoint", "--log", log, "--key", folder.resolve("log.pem").toString());
    Run fork = witness();
    assertEquals(1, fork.exit());
    assertTrue(fork.err().startsWith("not cosigned (409): "), fork.err());
    log = old;
    assertEquals(0, witness().exit());
  }

  @Test
  void whatIsMissingOrWrongIsSaid() throws IOException {
    assertEquals(64, Run.of("log").exit());
    assertEquals(64, Run.of("log", "append", MODEL.toString()).exit());
    assertEquals(66, Run.of("log", "append", "--log", log, "absent").exit());
    Path text = Files.writeString(folder.resolve("text"), "text\n");
    Run neither = Run.of("log", "append", "--log", log, text.toString());
    assertEquals(1, neither.exit());
    assertTrue(neither.err().contains("MALFORMED_ENTRY"), neither.err());
    assertEquals(66, Run.of("log", "audit", "--policy", policy, "--log", "absent").exit());
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a certificate and a log to one file, and from that file to a verdict. */
class BundleCommandTest {
  private static final Path ARCHIVE = Path.of("..", "..", "certificates");
  private static final String NAME = "max-of-3-vocab-32-seed-50";
  private static final String CERTIFICATE =
      ARCHIVE.resolve(NAME + "/cubic-retest.cert.json").toString();
  private static final String POLICY = ARCHIVE.resolve("policy.json").toString();
  private static final String STRANGER = "../../spec/vectors/accept/F-06/one-signer/policy.json";

  @TempDir Path folder;

  private Run make(String out, String... more) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "bundle",
                "make",
                CERTIFICATE,
                "--model",
                ARCHIVE.resolve("models/" + NAME + ".safetensors").toString(),
                "--spec",
                "../../spec",
                "--out",
                file(out)));
    words.addAll(List.of(more));
    return Run.of(words.toArray(String[]::new));
  }

  private String file(String name) {
    return folder.resolve(name).toString();
  }

  private static Run ok(Run run) {
    assertEquals(0, run.exit(), run.err());
    return run;
  }

  @Test
  void aBundleIsMadeAndVerified() throws IOException {
    Files.writeString(folder.resolve("stamp.er"), "bytes");
    ok(make("one.zip", "--policy", POLICY, "--evidence", file("stamp.er")));
    ok(make("two.zip", "--policy", POLICY, "--evidence", file("stamp.er")));
    assertArrayEquals(
        Files.readAllBytes(folder.resolve("one.zip")),
        Files.readAllBytes(folder.resolve("two.zip")));
    Run own = ok(Run.of("bundle", "verify", "--own-policy", file("one.zip")));
    assertTrue(own.out().contains(NAME + ".safetensors: at least 32767 of 32768, cubic-retest"));
    ok(Run.of("bundle", "verify", "--policy", POLICY, file("one.zip")));
    Run unsigned = ok(Run.of("bundle", "verify", "--unsigned", file("one.zip")));
    assertTrue(unsigned.out().strip().endsWith("unsigned"), unsigned.out());
    Run stranger = Run.of("bundle", "verify", "--policy", STRANGER, file("one.zip"));
    assertEquals(1, stranger.exit());
    assertTrue(stranger.out().startsWith("rejected UNKNOWN_SIGNER: "), stranger.out());
    assertEquals(64, Run.of("bundle", "verify", file("one.zip")).exit(), "whose signature?");
    assertEquals(66, make("one.zip", "--policy", POLICY).exit(), "it is kept");
  }

  @Test
  void whatTheCheckerDoesNotAcceptIsNotBundled() {
    Run run = make("one.zip", "--policy", STRANGER);
    assertEquals(1, run.exit());
    assertTrue(run.err().contains("MALFORMED_BUNDLE: policy.json: has 0 of the 2 keys"), run.err());
    assertFalse(Files.exists(folder.resolve("one.zip")));
    assertEquals(64, make("one.zip", "--policy", POLICY, "--proof", "x").exit());
  }

  @Test
  void theDateOfTheCertificateComesAlong() {
    ok(Run.of("tsa", file("tsa")));
    ok(Run.of("tsa", file("other")));
    String root = folder.resolve("tsa/root.pem").toString();
    String stamp = file("stamp.ers");
    Run made = ok(Run.of("evidence", CERTIFICATE, "--tsa", file("tsa"), "--out", stamp));
    assertTrue(made.out().contains("stamp.ers: existed on 20"), made.out());
    assertEquals(66, Run.of("evidence", CERTIFICATE, "--tsa", file("tsa"), "--out", stamp).exit());
    assertEquals(64, Run.of("evidence", CERTIFICATE, "--own-clock", "x", "--out", "y").exit());
    ok(make("one.zip", "--policy", POLICY, "--evidence", stamp));
    String[] verify = {"bundle", "verify", "--own-policy", file("one.zip"), "--authority", root};
    Run dated = ok(Run.of(verify));
    assertTrue(dated.out().contains("accepted: "), dated.out());
    assertTrue(dated.out().contains("dated: existed on 20"), dated.out());
    verify[5] = folder.resolve("other/root.pem").toString();
    Run stranger = Run.of(verify); // B-03 (d)
    assertEquals(2, stranger.exit());
    assertEquals("", stranger.out(), "nothing is accepted");
    assertTrue(stranger.err().contains("stamp.ers: UNTRUSTED_TSA"), stranger.err());
    ok(make("none.zip", "--policy", POLICY));
    verify[3] = file("none.zip");
    assertEquals(2, Run.of(verify).exit()); // B-03 (d)
  }

  /** B-03 (c) as a reader meets it: the same proof under one policy and under another. */
  @Test
  void theProofOfALogComesAlong() throws IOException, GeneralSecurityException {
    byte[] der =
        KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPrivate().getEncoded();
    String body = Base64.getEncoder().encodeToString(der);
    Files.writeString(
        folder.resolve("key"),
        "-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n");
    ok(Run.of("log", "init", "--log", file("log"), "--origin", "a.example"));
    ok(Run.of("log", "append", "--log", file("log"), CERTIFICATE));
    ok(Run.of("log", "checkpoint", "--log", file("log"), "--key", file("key")));
    ok(Run.of("log", "prove", "--log", file("log"), "--out", file("."), CERTIFICATE));
    String key = ok(Run.of("log", "key", "--name", "a.example", "--key", file("key"))).out();
    Files.writeString(folder.resolve("policy"), "log " + key + "quorum none\n");
    Files.writeString(folder.resolve("other"), "quorum none\n");
    String proof = file("cubic-retest.cert.json.tlog-proof");
    Run refused =
        make("bad.zip", "--policy", POLICY, "--proof", proof, "--log-policy", file("other"));
    assertEquals(1, refused.exit());
    assertTrue(refused.err().contains("UNKNOWN_LOG"), refused.err());
    ok(make("one.zip", "--policy", POLICY, "--proof", proof, "--log-policy", file("policy")));
    Run verified =
        ok(
            Run.of(
                "bundle",
                "verify",
                "--own-policy",
                "--log-policy",
                file("policy"),
                file("one.zip")));
    assertTrue(verified.out().contains("logged: entry 0 of 1 in a.example"), verified.out());
    Run other =
        Run.of("bundle", "verify", "--own-policy", "--log-policy", file("other"), file("one.zip"));
    assertEquals(1, other.exit());
    assertEquals("", other.out(), "nothing is accepted");
    ok(make("none.zip", "--policy", POLICY));
    Run missing =
        Run.of(
            "bundle", "verify", "--own-policy", "--log-policy", file("policy"), file("none.zip"));
    assertEquals(2, missing.exit(), "nothing is wrong, but nothing proves it");
  }
}

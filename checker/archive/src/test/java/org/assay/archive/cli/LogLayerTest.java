// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An archive whose reader demands that a log has each certificate. */
class LogLayerTest {
  private static final Path PUBLISHED = Path.of("..", "..", "certificates");
  private static final String STEM = "max-of-3-vocab-32-seed-50";
  private static final String CERTIFICATE = STEM + "/cubic-retest.cert.json";
  private static final String OTHER = STEM + "/brute-force.cert.json";
  private static final String PROOF = ".tlog-proof";

  @TempDir Path folder;
  private Path archive;
  private String log;
  private String key;
  private String policy;

  @BeforeEach
  void keep() throws IOException, GeneralSecurityException {
    archive = folder.resolve("archive");
    works("init", archive);
    works("add", archive, PUBLISHED.resolve("models/" + STEM + ".safetensors"));
    works("add", archive, PUBLISHED.resolve(CERTIFICATE));
    log = folder.resolve("log").toString();
    key = LogCommandTest.key(folder, "log");
    policy = policy("log.example/one");
    works("log", "init", "--log", log, "--origin", "log.example/one");
  }

  private String policy(String origin) throws IOException {
    String verifier = works("log", "key", "--name", origin, "--key", key).out();
    Path file = folder.resolve(origin.replace('/', '-'));
    return Files.writeString(file, "log " + verifier + "quorum none\n").toString();
  }

  private static Run run(Object... words) {
    return Run.of(Arrays.stream(words).map(Object::toString).toArray(String[]::new));
  }

  private static Run works(Object... words) {
    Run run = run(words);
    assertEquals(0, run.exit(), run.err());
    return run;
  }

  /** Logged, and proved beside the file. */
  private void logged(String name) {
    works("log", "append", "--log", log, archive.resolve(name));
    works("log", "checkpoint", "--log", log, "--key", key);
    works("log", "prove", "--log", log, archive.resolve(name));
  }

  private Run verify(String logPolicy, Object... more) {
    List<Object> words = new ArrayList<>(List.of("verify", archive));
    words.addAll(List.of("--policy", PUBLISHED.resolve("policy.json"), "--log-policy", logPolicy));
    words.addAll(List.of(more));
    return run(words.toArray());
  }

  private static void refused(int exit, String code, Run run) {
    assertEquals(exit, run.exit(), run.out() + run.err());
    assertTrue((run.out() + run.err()).contains(code), run.out() + run.err());
  }

  @Test
  void aProofBesideTheCertificateServesIt() throws IOException {
    refused(2, "declined LOG_PROOF_MISSING: " + CERTIFICATE, verify(policy)); // A-12 (a)
    logged(CERTIFICATE);
    Run verified = verify(policy);
    assertEquals(0, verified.exit(), verified.err());
    assertTrue(verified.out().contains(", logged: entry 0 of 1 in log.example/one"));
    refused(1, "rejected UNKNOWN_LOG", verify(policy("log.example/two"))); // A-12 (b)
    works("add", archive, PUBLISHED.resolve(OTHER));
    Files.copy(archive.resolve(CERTIFICATE + PROOF), archive.resolve(OTHER + PROOF));
    refused(1, "rejected NOT_INCLUDED: " + OTHER, verify(policy)); // A-12 (b)
  }

  @Test
  void aProofOfAManifestServesAllThatItLists() {
    works("stamp", archive, "--own-clock", "clock");
    logged("manifests/0001.sha256");
    Run verified = verify(policy);
    assertEquals(0, verified.exit(), verified.err());
    String where = ", logged: listed in manifests/0001.sha256, entry 0 of 1 in log.example/one";
    assertTrue(verified.out().contains(where), verified.out());
    works("add", archive, PUBLISHED.resolve(OTHER));
    Run later = verify(policy);
    refused(2, "declined LOG_PROOF_MISSING: " + OTHER, later);
    assertTrue(later.out().contains("holds: " + CERTIFICATE), later.out());
  }

  @Test
  void noProofOutlivesWhatLogsRestOn() throws IOException { // A-12 (c)
    logged(CERTIFICATE);
    String table = works("ageing").out();
    for (String fallen : List.of("SHA-256", "Ed25519")) {
      String text = table.replaceAll("(?m)^" + fallen + " .*$", fallen + " 2020-01-01");
      Path ageing = Files.writeString(folder.resolve(fallen), text);
      refused(2, "rest on " + fallen, verify(policy, "--ageing", ageing));
    }
  }

  @Test
  void proofsTravelWithTheFilesThatTheyAreOf() throws IOException {
    logged(CERTIFICATE);
    Path zip = folder.resolve("archive.zip");
    works("export", archive, "--out", zip);
    archive = folder.resolve("copy");
    works("import", zip, archive);
    assertEquals(0, verify(policy).exit());
    Path stray = archive.resolve("models/" + STEM + ".safetensors" + PROOF);
    Files.copy(archive.resolve(CERTIFICATE + PROOF), stray);
    works("export", archive, "--out", folder.resolve("again.zip"));
    assertEquals(-1, Files.mismatch(zip, folder.resolve("again.zip")));
  }
}

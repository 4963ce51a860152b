// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.assay.archive.refusal.Refusal;
import org.bouncycastle.tsp.TimeStampRequest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An archive from its beginning on, by its commands. */
class ArchiveTest {
  private static final Path PUBLISHED = Path.of("..", "..", "certificates");
  private static final String STEM = "max-of-3-vocab-32-seed-50";
  private static final String CERTIFICATE = STEM + "/cubic-retest.cert.json";
  private static final String KEY = "keys/assay-2026-11-22-cubic-retest.ed25519.pub.pem";

  @TempDir Path temporary;
  private Path archive;

  @BeforeEach
  void fill() throws IOException {
    archive = temporary.resolve("archive");
    works("init", archive.toString());
    works("add", archive.toString(), published("models/" + STEM + ".safetensors"));
    works("add", archive.toString(), published(CERTIFICATE), published(KEY));
  }

  private static String published(String name) {
    return PUBLISHED.resolve(name).toString();
  }

  private static Run works(String... words) {
    Run run = Run.of(words);
    assertEquals(0, run.exit(), run.err());
    return run;
  }

  private static void fails(int exit, String message, String... words) {
    Run run = Run.of(words);
    assertEquals(exit, run.exit(), run.out() + run.err());
    assertTrue(run.err().contains(message), run.err());
  }

  private Run verify(String... more) {
    String[] words = {
      "verify", archive.toString(), "--policy", published("policy.json"),
    };
    String[] all = java.util.Arrays.copyOf(words, words.length + more.length);
    System.arraycopy(more, 0, all, words.length, more.length);
    return Run.of(all);
  }

  private String stamped() {
    works("stamp", archive.toString(), "--own-clock", "clock");
    return archive.resolve("authorities/clock.pem").toString();
  }

  static SortedMap<String, String> state(Path folder) throws IOException {
    SortedMap<String, String> state = new TreeMap<>();
    try (Stream<Path> below = Files.walk(folder)) {
      for (Path file : below.filter(Files::isRegularFile).toList()) {
        byte[] bytes = Files.readAllBytes(file);
        state.put(folder.relativize(file).toString(), java.util.Arrays.hashCode(bytes) + "");
      }
    }
    return state;
  }

  @Test
  void filesComeIntoTheirPlaces() throws IOException {
    String listed = works("list", archive.toString()).out();
    assertEquals(
        String.join("\n", KEY, CERTIFICATE, "models/" + STEM + ".safetensors", ""), listed);
    SortedMap<String, String> before = state(archive);
    works("add", archive.toString(), published(CERTIFICATE)); // is there already
    assertEquals(before, state(archive));
    fails(66, "is not empty", "init", archive.toString());
  }

  @Test
  void nothingIsAddedIfOneDoesNotBelong() throws IOException {
    SortedMap<String, String> before = state(archive);
    String good = published(STEM + "/brute-force.cert.json");
    String foreign = published("max-of-3-vocab-32-seed-104/cubic-retest.cert.json");
    if (!Files.exists(Path.of(foreign))) {
      foreign = published("max-of-4-vocab-64-seed-50/cubic.cert.json");
    }
    fails(1, "which is not in the archive", "add", archive.toString(), good, foreign); // A-06 (g)
    Path text = Files.writeString(temporary.resolve("notes.txt"), "x");
    fails(1, "want *.safetensors", "add", archive.toString(), good, text.toString()); // A-06 (h)
    Path broken = Files.writeString(temporary.resolve("a.cert.json"), "{}\n");
    fails(1, "is no certificate", "add", archive.toString(), good, broken.toString()); // A-06 (f)
    Path changed = Files.createDirectory(temporary.resolve("x")).resolve("cubic-retest.cert.json");
    Files.copy(Path.of(good), changed);
    fails(66, "exists; it is kept", "add", archive.toString(), changed.toString());
    assertEquals(before, state(archive));
    works("add", archive.toString(), good);
  }

  /** The published archive's index was made by the generator, a program of its own. */
  @Test
  void theIndexCanBeMadeAgain() throws IOException {
    String index = Files.readString(archive.resolve("index.json"));
    String published = Files.readString(PUBLISHED.resolve("index.json"));
    for (String line : index.lines().filter(one -> one.startsWith("{\"file\"")).toList()) {
      assertTrue(published.contains(line.replaceAll(",$", "")), line);
    }
    assertEquals(4, index.lines().count());
    Files.delete(archive.resolve("index.json"));
    works("index", archive.toString());
    assertEquals(index, Files.readString(archive.resolve("index.json")));
    Files.writeString(archive.resolve("index.json"), "damaged");
    works("index", archive.toString());
    assertEquals(index, Files.readString(archive.resolve("index.json")));
  }

  /** A claim about a program is a certificate like any other: it has its place and its line. */
  @Test
  void programsAreKeptToo() throws IOException {
    Path vector = PUBLISHED.resolve("../spec/vectors/accept/R-07/program-5124");
    Path model =
        Files.copy(vector.resolve("model.safetensors"), temporary.resolve("p.safetensors"));
    Path exhaustive =
        Files.copy(vector.resolve("certificate.json"), temporary.resolve("exhaustive.cert.json"));
    fails(1, "which is not in the archive", "add", archive.toString(), exhaustive.toString());
    works("add", archive.toString(), model.toString(), exhaustive.toString());
    assertTrue(Files.exists(archive.resolve("p/exhaustive.cert.json")));
    String index = Files.readString(archive.resolve("index.json"));
    String fields = ",\"strategy\":\"exhaustive\",\"margin\":\"[^\"]*\",\"correct\":\"[0-9]+\"";
    assertTrue(
        index.lines().anyMatch(line -> line.matches(".*p/exhaustive.cert.json.*" + fields + ".*")),
        index);
    Files.write(archive.resolve("models/p.safetensors"), new byte[1]);
    Run changed = verify();
    assertTrue((changed.out() + changed.err()).contains("MODEL_MISMATCH"), changed.out());
  }

  @Test
  void withoutDateSignaturesCountWhileTheirKeysDo() throws IOException {
    Run run = verify();
    assertEquals(0, run.exit(), run.err());
    assertTrue(run.out().contains("holds: " + CERTIFICATE + ": signed by assay-2026-11-22-cubic"));
    assertTrue(run.out().contains("no date is proved"), run.out());
    assertEquals(2, verify("--at", "2036-01-01T00:00:00Z").exit()); // Ed25519 has ended: A-07 (d)
    assertEquals(2, verify("--revoked", revoked("2026-11-25")).exit()); // A-07 (d)
    assertEquals(0, verify("--revoked", revoked("2100-01-01")).exit());
  }

  /** A file that says from which day on the Ed25519 key is not relied on. */
  private String revoked(String day) throws IOException {
    String policy = Files.readString(PUBLISHED.resolve("policy.json"));
    int signer = policy.indexOf("assay-2026-11-22-cubic-retest");
    int digest = policy.indexOf("\"sha256\":\"", signer) + "\"sha256\":\"".length();
    Path file = temporary.resolve("revoked-" + day);
    Files.writeString(file, policy.substring(digest, digest + 64) + " " + day + "\n");
    return file.toString();
  }

  @Test
  void aDateOutlivesTheKeyThatSigned() throws IOException {
    String authority = stamped();
    Run run = verify("--authority", authority);
    assertEquals(0, run.exit(), run.err());
    assertTrue(run.out().contains(", existed on 20"), run.out());
    String later = "2035-06-01T00:00:00Z";
    assertEquals(0, verify("--authority", authority, "--at", later).exit());
    String tomorrow = java.time.LocalDate.now(java.time.ZoneOffset.UTC).plusDays(2).toString();
    String lost = revoked(tomorrow);
    assertEquals(0, verify("--authority", authority, "--at", later, "--revoked", lost).exit());
    assertEquals(2, verify("--at", later, "--revoked", lost).exit());
    String before = revoked("2026-11-25"); // revoked before the time stamp
    assertEquals(2, verify("--authority", authority, "--at", later, "--revoked", before).exit());
    assertEquals(2, verify("--authority", authority, "--at", "2040-01-01T00:00:00Z").exit());
    Path none = Files.writeString(temporary.resolve("no"), "x");
    fails(
        1,
        "MALFORMED_KEY",
        "verify",
        archive.toString(),
        "--policy",
        published("policy.json"),
        "--authority",
        none.toString());
  }

  @Test
  void evidenceIsRenewedWhenItIsDue() throws IOException {
    String authority = stamped();
    byte[] first = Files.readAllBytes(archive.resolve("evidence/0001.ers"));
    Path tsa = temporary.resolve("tsa");
    works("tsa", tsa.toString(), "--years", "20");
    String[] renew = {
      "renew", archive.toString(), "--tsa", tsa.toString(), "--authority", authority
    };
    Run early = works(renew);
    assertTrue(early.out().contains("evidence/0001.ers: to be renewed before 203"), early.out());
    assertArrayEquals(first, Files.readAllBytes(archive.resolve("evidence/0001.ers"))); // A-08 (a)
    String[] soon = java.util.Arrays.copyOf(renew, renew.length + 2);
    soon[renew.length] = "--within";
    soon[renew.length + 1] = "36500";
    Run due = works(soon);
    assertTrue(due.out().contains("new time stamp"), due.out());
    String root = tsa.resolve("root.pem").toString();
    assertEquals(0, verify("--authority", authority, "--authority", root).exit());
    Path table = temporary.resolve("table");
    String text = works("ageing").out().replace("SHA-256 -", "SHA-256 2099-01-01");
    Files.writeString(table, text);
    String[] hashed = java.util.Arrays.copyOf(soon, soon.length + 4);
    hashed[soon.length] = "--ageing";
    hashed[soon.length + 1] = table.toString();
    hashed[soon.length + 2] = "--authority";
    hashed[soon.length + 3] = root;
    assertTrue(works(hashed).out().contains("new chain by SHA-512")); // A-08 (b)
    assertEquals(0, verify("--authority", authority, "--authority", root).exit());
    Run unknown = verify("--authority", authority); // of the three tokens it knows one alone
    assertTrue(
        unknown.err().contains("no date by UNTRUSTED_TSA")
            || unknown.err().contains("no date by manifests/0001.sha256"),
        unknown.err());
  }

  @Test
  void whatWasChangedIsNoticed() throws IOException {
    String authority = stamped();
    Path key = archive.resolve(KEY);
    Files.writeString(key, Files.readString(key) + "\n");
    Run run = verify("--authority", authority);
    assertEquals(1, run.exit()); // A-07 (f)
    assertTrue(run.err().contains("NOT_COVERED: \"" + KEY), run.err());
    fails(1, "NOT_COVERED", "stamp", archive.toString(), "--own-clock", "two");
    Files.copy(Path.of(published(KEY)), key, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    assertEquals(0, verify("--authority", authority).exit());
    Files.delete(key);
    assertEquals(1, verify("--authority", authority).exit());
    Files.copy(Path.of(published(KEY)), key);
    Path certificate = archive.resolve(CERTIFICATE);
    Files.copy(
        Path.of(published(STEM + "/brute-force.cert.json")),
        certificate,
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    Run other = verify("--authority", authority); // A-07 (a)
    assertTrue(other.out().contains("rejected NOT_COVERED: " + CERTIFICATE), other.out());
  }

  @Test
  void signaturesAndModelAreLookedAt() throws IOException {
    Path model = archive.resolve("models/" + STEM + ".safetensors");
    byte[] bytes = Files.readAllBytes(model);
    bytes[bytes.length - 1] ^= 1;
    Files.write(model, bytes);
    assertTrue(verify().out().contains("rejected MODEL_MISMATCH")); // A-07 (e)
    Files.delete(model);
    assertTrue(verify().out().contains("rejected MODEL_MISMATCH"));
    Path certificate = archive.resolve(CERTIFICATE);
    String text = Files.readString(certificate);
    int sig = text.indexOf("\"sig\":\"") + 7;
    char turned = text.charAt(sig) == 'A' ? 'B' : 'A';
    Files.writeString(certificate, text.substring(0, sig) + turned + text.substring(sig + 1));
    Files.copy(Path.of(published("models/" + STEM + ".safetensors")), model);
    assertTrue(verify().out().contains("rejected SIGNATURES")); // A-07 (c)
  }

  /** A second manifest by another function keeps the first one's date when that function falls. */
  @Test
  void aFallenHashOfTheManifestIsOutlivedByAnother() throws IOException {
    String authority = stamped();
    String later = "2035-06-01T00:00:00Z";
    Path table = temporary.resolve("table");
    String ages = works("ageing").out();
    Files.writeString(table, ages.replace("SHA-256 -", "SHA-256 2035-01-01"));
    String[] old = {"--authority", authority, "--at", later, "--ageing", table.toString()};
    Run fallen = verify(old);
    assertTrue(fallen.out().contains("no date is proved"), fallen.out());
    works("stamp", archive.toString(), "--own-clock", "clock2", "--hash", "SHA-512");
    String listed = Files.readString(archive.resolve("manifests/0002.sha512"));
    assertTrue(listed.contains("  manifests/0001.sha256\n"), listed);
    assertTrue(listed.contains("  " + CERTIFICATE + "\n"), listed);
    assertFalse(listed.contains("index.json"), listed);
  }

  @Test
  void eachFileIsListedOnce() throws IOException {
    stamped();
    works("stamp", archive.toString(), "--own-clock", "again"); // nothing new: nothing is written
    assertFalse(Files.exists(archive.resolve("manifests/0002.sha256")));
    works("add", archive.toString(), published(STEM + "/brute-force.cert.json"));
    works("stamp", archive.toString(), "--own-clock", "again");
    String second = Files.readString(archive.resolve("manifests/0002.sha256"));
    assertEquals(3, second.lines().count(), second);
    assertTrue(second.contains("brute-force") && second.contains("manifests/0001.sha256"), second);
  }

  @Test
  void linksAndGapsAreNotTaken() throws IOException {
    stamped();
    Files.move(archive.resolve("manifests/0001.sha256"), archive.resolve("manifests/0003.sha256"));
    fails(
        1,
        "0003.sha256, want manifest 0001",
        "verify",
        archive.toString(),
        "--policy",
        published("policy.json")); // A-06 (e)
    Files.delete(archive.resolve("manifests/0003.sha256"));
    Path large = archive.resolve("models/large.safetensors");
    try (var file = new java.io.RandomAccessFile(large.toFile(), "rw")) {
      file.setLength((256L << 20) + 1); // a hole
    }
    fails(1 + 1, "more than 268435456 bytes", "index", archive.toString()); // A-06 (d)
    Files.delete(large);
    Path link = archive.resolve(STEM + "/link.cert.json");
    Files.createSymbolicLink(link, archive.resolve(CERTIFICATE).toAbsolutePath());
    fails(1, "is a symbolic link", "list", archive.toString()); // A-06 (c)
  }

  @Test
  void listsOfRevokedKeysAreRead() throws IOException {
    Path file = temporary.resolve("revoked");
    for (String text : new String[] {"x 2030-01-01\n", "a".repeat(64) + " soon\n", "\n"}) {
      Files.write(file, text.getBytes(US_ASCII));
      Run run = verify("--revoked", file.toString());
      assertEquals(1, run.exit(), text); // A-05 (d)
      assertTrue(run.err().contains("MALFORMED_TABLE"), run.err());
    }
  }

  @Test
  void aReceiptNamesTheFileThatDecided() throws IOException, Refusal {
    Path jar = Files.write(temporary.resolve("a.jar"), "abc".getBytes(US_ASCII));
    assertEquals(
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        ReceiptCommand.program(jar).sha256());
    assertThrows(Refusal.class, () -> ReceiptCommand.program(temporary)); // A-09 (i)
  }

  @Test
  void receiptsThatAreDemandedAreMissed() throws IOException {
    Run run = verify("--receipts", published("policy.json"));
    assertEquals(2, run.exit());
    assertTrue(run.out().contains("declined CANNOT_CONCLUDE: " + CERTIFICATE), run.out());
    assertTrue(run.err().contains("got those of 0 re-checkers, want 1"), run.err());
  }

  @Test
  void evidenceThatIsWrongIsAFault() throws IOException {
    String authority = stamped();
    assertEquals(0, verify().exit(), "who trusts no clock has no date, and no fault");
    Path evidence = archive.resolve("evidence/0001.ers");
    byte[] bytes = Files.readAllBytes(evidence);
    bytes[bytes.length - 1] ^= 1; // of the signature
    Files.write(evidence, bytes);
    Run run = verify("--authority", authority);
    assertEquals(1, run.exit(), run.err()); // A-07 (g)
    assertTrue(run.err().contains("no date by manifests/0001.sha256: time stamp"), run.err());
  }

  @Test
  void twoFilesForOnePlaceAreNotAdded() throws IOException {
    String first = published(STEM + "/brute-force.cert.json");
    Path second = Files.createDirectory(temporary.resolve("y")).resolve("brute-force.cert.json");
    Files.copy(Path.of(published(CERTIFICATE)), second);
    SortedMap<String, String> before = state(archive);
    fails(
        1,
        "would have this place",
        "add",
        archive.toString(),
        first,
        second.toString()); // A-06 (j)
    assertEquals(before, state(archive));
    works("add", archive.toString(), first, first);
  }

  @Test
  void nothingIsVerifiedWhereNothingIs() throws IOException {
    Path empty = Files.createDirectory(temporary.resolve("empty"));
    fails(
        66, "has no certificate", "verify", empty.toString(), "--policy", published("policy.json"));
    Path policy = Files.writeString(temporary.resolve("none"), "quorum none\n");
    fails(66, "has no *.cert.json", "log", "verify", "--policy", policy.toString(), "" + empty);
    fails(66, "is a folder", "verify", archive.toString(), "--policy", empty.toString());
  }

  /** A plan that came with the archive: to verify does not obey it. */
  @Test
  void aPlantedPlanIsRefused() throws IOException {
    Path pending = Files.createDirectory(archive.resolve(".pending"));
    Files.writeString(pending.resolve("0"), "theirs");
    Files.writeString(pending.resolve("plan"), "0 ../stolen\n");
    assertEquals(1, verify().exit());
    fails(1, "MALFORMED_MANIFEST", "list", archive.toString()); // A-06 (i)
    assertFalse(Files.exists(temporary.resolve("stolen")));
  }

  /** An authority of which the keeper has no root, as with --url and without --authority. */
  @Test
  void evidenceThatProvesNothingIsNotStored() throws Exception { // A-06 (l)
    Path tsa = temporary.resolve("tsa");
    works("tsa", tsa.toString());
    var authority = org.assay.archive.time.PemFiles.read(tsa, java.time.Clock.systemUTC());
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] query = exchange.getRequestBody().readAllBytes();
          try {
            byte[] reply = authority.answer(new TimeStampRequest(query)).getEncoded();
            exchange.getResponseHeaders().set("Content-Type", "application/timestamp-reply");
            exchange.sendResponseHeaders(200, reply.length);
            exchange.getResponseBody().write(reply);
          } catch (Refusal none) {
            throw new IOException(none);
          }
          exchange.close();
        });
    server.start();
    try {
      String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
      SortedMap<String, String> before = state(archive);
      fails(2, "UNTRUSTED_TSA", "stamp", archive.toString(), "--url", url);
      assertEquals(before, state(archive));
      String root = tsa.resolve("root.pem").toString();
      works("stamp", archive.toString(), "--url", url, "--authority", root);
      assertTrue(verify("--authority", root).err().contains("1 of them with a proved date"));
      assertTrue(verify().err().contains("1 certificates hold, 0 of them with a proved date"));
    } finally {
      server.stop(0);
    }
  }

  @Test
  void wrongUsage() {
    fails(66, "want an address", "stamp", archive.toString(), "--url", "example.org");
    fails(64, "Missing required", "stamp", archive.toString());
    fails(64, "mutually exclusive", "stamp", archive.toString(), "--tsa", "x", "--url", "http://x");
    fails(64, "", "verify");
    fails(66, "no such folder", "verify", "nowhere", "--policy", "nothing");
    String folder = archive.toString();
    String isFolder = folder + ": is a folder, want a file";
    String policy = PUBLISHED.resolve("policy.json").toString();
    fails(66, isFolder, "add", folder, folder);
    fails(66, isFolder, "verify", folder, "--policy", folder);
    for (String option : new String[] {"--authority", "--revoked"}) {
      fails(66, isFolder, "verify", folder, "--policy", policy, option, folder);
    }
    fails(64, "", "nonsense");
    fails(
        1,
        "want SHA-256 or SHA-512",
        "stamp",
        archive.toString(),
        "--own-clock",
        "x",
        "--hash",
        "MD5");
    fails(66, "", "stamp", archive.toString(), "--url", "http://127.0.0.1:1/");
  }
}

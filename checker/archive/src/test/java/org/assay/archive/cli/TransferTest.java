// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.assay.archive.bundle.KeptZip;
import org.assay.archive.refusal.Refusal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An archive leaves as one file, and comes back. */
class TransferTest {
  private static final Path PUBLISHED = Path.of("..", "..", "certificates");
  private static final String STEM = "max-of-3-vocab-32-seed-50";
  private static final String MODEL = "models/" + STEM + ".safetensors";
  private static final String CERTIFICATE = STEM + "/cubic-retest.cert.json";

  @TempDir Path temporary;
  private Path archive;
  private Path zip;

  @BeforeEach
  void fill() throws IOException {
    archive = temporary.resolve("archive");
    zip = temporary.resolve("archive.zip");
    works("init", archive);
    works("add", archive, PUBLISHED.resolve(MODEL), PUBLISHED.resolve(CERTIFICATE));
    works("stamp", archive, "--own-clock", "clock");
    Files.writeString(archive.resolve("policy.json"), "mine");
    works("export", archive, "--out", zip);
  }

  private static Run run(Object... words) {
    return Run.of(Stream.of(words).map(Object::toString).toArray(String[]::new));
  }

  private static void works(Object... words) {
    Run run = run(words);
    assertEquals(0, run.exit(), run.err());
  }

  private SortedMap<String, byte[]> files() throws IOException, Refusal {
    return new TreeMap<>(KeptZip.files(Files.readAllBytes(zip)));
  }

  /** Import of these files fails, and makes no archive. */
  private void refused(String code, SortedMap<String, byte[]> files) throws IOException, Refusal {
    refused(code, KeptZip.of(files));
  }

  private void refused(String code, byte[] bytes) throws IOException {
    Path file = Files.write(temporary.resolve("changed.zip"), bytes);
    Path target = temporary.resolve("target");
    Run run = run("import", file, target);
    assertEquals(1, run.exit(), run.err());
    assertTrue(run.err().contains(code), run.err());
    assertFalse(Files.exists(target.resolve("index.json")));
    assertFalse(Files.exists(target.resolve("models")));
  }

  @Test
  void whatIsImportedIsWhatWasExported() throws IOException {
    Path copy = temporary.resolve("copy");
    works("import", zip, copy);
    SortedMap<String, String> want = ArchiveTest.state(archive);
    want.remove("policy.json");
    assertEquals(want, ArchiveTest.state(copy));
    Path again = temporary.resolve("again.zip");
    works("export", copy, "--out", again);
    assertArrayEquals(Files.readAllBytes(zip), Files.readAllBytes(again));
    Run run =
        run(
            "verify",
            copy,
            "--policy",
            PUBLISHED.resolve("policy.json"),
            "--authority",
            copy.resolve("authorities/clock.pem"));
    assertTrue(run.err().contains("1 of 1 certificates hold, 1 of them"), run.err());
    assertEquals(66, run("export", archive, "--out", zip).exit(), "it is there");
    assertEquals(66, run("export", temporary.resolve("none"), "--out", again).exit());
  }

  @Test
  @Tag("long")
  void aZipThatSaysTwoThingsIsRefused() throws IOException, Refusal { // A-11 (a)
    byte[] good = Files.readAllBytes(zip);
    refused("MALFORMED_BUNDLE", java.util.Arrays.copyOf(good, good.length - 1));
    refused("MALFORMED_BUNDLE", java.util.Arrays.copyOf(good, good.length + 1));
    byte[] turned = good.clone();
    turned[good.length / 2] ^= 1;
    refused("MALFORMED_BUNDLE", turned);
    refused("MALFORMED_BUNDLE", "PK".getBytes(US_ASCII));
    assertFalse(Files.exists(temporary.resolve("target")));
    SortedMap<String, byte[]> many = new TreeMap<>();
    for (int i = 0; i < 65_535; i++) {
      many.put("a" + i, new byte[0]);
    }
    assertThrows(Refusal.class, () -> KeptZip.of(many));
    many.remove("a0");
    assertEquals(65_534, KeptZip.files(KeptZip.of(many)).size());
  }

  @Test
  void whatNoArchiveKeepsIsRefused() throws IOException, Refusal { // A-11 (b)
    for (String name : new String[] {"policy.json", "evidence/0002.ers", "a/b.sh", "index.json"}) {
      SortedMap<String, byte[]> files = files();
      files.put(name, new byte[1]);
      refused("MALFORMED_ARCHIVE", files);
    }
  }

  @Test
  void aCertificateHasItsModel() throws IOException, Refusal { // A-11 (c)
    SortedMap<String, byte[]> files = files();
    files.keySet().removeIf(name -> name.startsWith("manifests/") || name.startsWith("evidence/"));
    byte[] model = files.remove(MODEL);
    refused("which is not at " + MODEL, files);
    files.put(MODEL, new byte[1]);
    refused("which is not at " + MODEL, files);
    files.put(MODEL, model);
    files.put(STEM + "/none.cert.json", "{}\n".getBytes(US_ASCII));
    refused("is no certificate", files);
  }

  @Test
  void manifestsListWhatIsThere() throws IOException, Refusal { // A-11 (d)
    SortedMap<String, byte[]> files = files();
    byte[] root = files.remove("authorities/clock.pem");
    refused("NOT_COVERED", files);
    files.put("authorities/clock.pem", new byte[1]);
    refused("NOT_COVERED", files);
    files.put("authorities/clock.pem", root);
    files.put("manifests/0003.sha256", files.get("manifests/0001.sha256"));
    refused("want manifest 0002", files);
  }

  @Test
  @Tag("long")
  void nothingIsMixedIntoAnotherArchive() throws IOException { // A-11 (e)
    Path other = Files.createDirectory(temporary.resolve("other"));
    Files.writeString(other.resolve("a"), "a");
    Run run = run("import", zip, other);
    assertEquals(1, run.exit());
    assertTrue(run.err().contains("is not empty"), run.err());
    assertEquals(1, run("import", zip, archive).exit());
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assay.checker.Scenario;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several certificates: which are found, how they are checked, and what is said of them. */
class ManyTest {
  @TempDir Path folder;
  private Scenario scenario;

  @BeforeEach
  void makeScenario() throws IOException {
    scenario = new Scenario(folder);
  }

  private Path certificate(String name, String correct) throws IOException {
    return scenario.write(name, scenario.unsigned(correct));
  }

  private Ran check(Object... words) {
    Object[] all = new Object[words.length + 3];
    System.arraycopy(words, 0, all, 3, words.length);
    all[0] = "--unsigned";
    all[1] = "--models";
    all[2] = folder;
    return Ran.with(all);
  }

  @Test
  void quietSaysOnlyWhatIsNotAccepted() throws IOException {
    Path good = certificate("a.cert.json", "4");
    Path bad = certificate("b.cert.json", "5");
    assertEquals(new Ran(0, "", ""), check("--quiet", good, good));
    assertEquals(new Ran(0, "", ""), check("-q", good));
    Ran one = check("--quiet", good, bad, good);
    assertEquals(1, one.exit());
    assertEquals("rejected CLAIM_RANGE: " + bad + "\n", one.out());
    assertTrue(
        one.lastReason().startsWith("assay-check: 3 certificates: 2 accepted, 1"), one.err());
    assertEquals(1, check("--quiet", "--json", good, bad, good).lines().size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "3"})
  void failFastStopsAtTheFirstThatIsNotAccepted(String jobs) throws IOException {
    Path good = certificate("a.cert.json", "4");
    Path bad = certificate("b.cert.json", "5");
    Ran some = check("--fail-fast", "--jobs", jobs, good, bad, good, folder.resolve("missing"));
    assertEquals(1, some.exit());
    assertEquals(2, some.lines().size());
    assertTrue(some.lastReason().endsWith(" s; 2 not checked (--fail-fast)"), some.err());
    assertFalse(check("--fail-fast", good, good).err().contains("not checked"));
  }

  @Test
  void theLinesComeInTheSameOrderWithAnyNumberOfJobs() throws IOException {
    for (int i = 0; i < 40; i++) {
      certificate("many/%02d.cert.json".formatted(i), "" + i % 7);
    }
    Ran alone = check(folder.resolve("many"));
    assertEquals(1, alone.exit());
    assertEquals(40, alone.lines().size());
    Ran beside = check("--jobs=8", folder.resolve("many"));
    assertEquals(alone.out(), beside.out());
    assertEquals(alone.err().replaceAll("\\d+ s$", ""), beside.err().replaceAll("\\d+ s$", ""));
  }

  @Test
  void theNumberOfJobsIsANumber() throws IOException {
    Path good = certificate("a.cert.json", "4");
    for (String jobs : List.of("0", "65", "-1", "x", "1.5", "", "\u0663", "007", "4294967297")) {
      Ran ran = check("--jobs=" + jobs, good);
      assertEquals(64, ran.exit());
      assertTrue(ran.err().startsWith("assay-check: --jobs"), ran.err());
    }
    assertEquals(0, check("--jobs", "64", good).exit());
  }

  /** A link whose file was lost is a lost certificate, not one that was never there. */
  @Test
  void aFolderHidesNoLostCertificate() throws Exception {
    Path below = folder.resolve("z");
    certificate("z/a.cert.json", "4");
    certificate("z/c.cert.json", "4");
    Path gone = Files.createSymbolicLink(below.resolve("b.cert.json"), folder.resolve("nothing"));
    Files.createSymbolicLink(below.resolve("d.cert.json"), below.resolve("a.cert.json"));
    String pipe = below.resolve("e.cert.json").toString();
    assertEquals(0, new ProcessBuilder("mkfifo", pipe).start().waitFor());
    Files.createSymbolicLink(below.resolve("unrelated"), folder.resolve("nothing"));
    Files.createSymbolicLink(below.resolve("f.cert.json"), folder);
    Ran ran = check(below);
    assertEquals(66, ran.exit());
    assertEquals(3, ran.lines().size(), ran.out());
    assertTrue(
        ran.err().startsWith(gone + ": cannot read: a link to a file that does not exist\n"),
        ran.err());
    assertTrue(ran.err().contains("e.cert.json: cannot read: not a regular file\n"), ran.err());
    String counts = "assay-check: 5 certificates: 3 accepted, 0 rejected, 0 declined, 2 errors";
    assertTrue(ran.lastReason().startsWith(counts), ran.err());
  }

  /** Called by itself, because root may list every folder. */
  @Test
  void aFolderThatCannotBeListedIsReported() {
    CertificateTree tree = new CertificateTree();
    Path locked = Path.of("x/./locked");
    tree.visitFileFailed(locked, new AccessDeniedException("x/./locked"));
    tree.postVisitDirectory(Path.of("x/./a"), new IOException("went away"));
    tree.postVisitDirectory(Path.of("x/./fine"), null);
    assertEquals(
        List.of(
            Target.problem(Path.of("x/a"), "went away"),
            Target.problem(Path.of("x/locked"), "permission denied")),
        tree.targets());
  }

  @Test
  void aLockedFolderDoesNotStopTheCheck() throws IOException {
    certificate("z/a.cert.json", "4");
    Path locked = Files.createDirectories(folder.resolve("z/locked"));
    org.junit.jupiter.api.Assumptions.assumeTrue(
        locked.toFile().setReadable(false) && !Files.isReadable(locked), "root reads everything");
    try {
      Ran ran = check(folder.resolve("z"));
      assertEquals(66, ran.exit());
      assertEquals(1, ran.lines().size());
      assertTrue(ran.err().contains("locked: cannot read: permission denied\n"), ran.err());
    } finally {
      assertTrue(locked.toFile().setReadable(true));
    }
  }

  @Test
  void aDashIsTheInput() throws IOException {
    InputStream before = System.in;
    try {
      System.setIn(new ByteArrayInputStream(scenario.unsigned("4")));
      Ran ran = check("-");
      assertEquals(0, ran.exit(), ran.err());
      assertTrue(ran.out().startsWith("accepted (unsigned): -: max of 2"), ran.out());
      System.setIn(new ByteArrayInputStream(new byte[(4 << 20) + 1]));
      assertEquals("declined LIMIT_EXCEEDED: -\n", check("-").out());
    } finally {
      System.setIn(before);
    }
    assertEquals("assay-check: - is given twice (see assay-check --help)\n", check("-", "-").err());
  }

  /** A link to a model that is gone may have been the one. */
  @Test
  void modelsThatCannotBeReadAreNamedWhenNoneIsFound() throws IOException {
    Path good = certificate("one/a.cert.json", "4");
    Path models = Files.createDirectories(folder.resolve("one/models"));
    Path gone =
        Files.createSymbolicLink(models.resolve("gone.safetensors"), folder.resolve("nothing"));
    Files.createDirectories(models.resolve("folder.safetensors"));
    Ran ran = Ran.with("--unsigned", good);
    assertEquals(66, ran.exit());
    assertTrue(ran.err().endsWith("; cannot be read there: [" + gone + "]\n"), ran.err());
    Files.delete(gone);
    assertFalse(Ran.with("--unsigned", good).err().contains("cannot be read there"));
  }

  /** A model that is added while the program runs is not seen, so one listing is seen to be one. */
  @Test
  void eachFolderOfModelsIsListedOnce() throws IOException {
    scenario.write("m/a.safetensors", scenario.model);
    ModelFolder models = new ModelFolder();
    List<Path> places = List.of(folder.resolve("none"), folder.resolve("m"));
    assertEquals(scenario.model.length, models.read(scenario.sha256, places, List.of()).length);
    byte[] other = {1, 2, 3};
    scenario.write("m/b.safetensors", other);
    String digest = org.assay.checker.json.Sha256.of(other);
    List<Path> again = List.of(folder.resolve("m/../m"));
    org.junit.jupiter.api.Assertions.assertThrows(
        IOException.class, () -> models.read(digest, again, List.of()));
    assertEquals(3, new ModelFolder().read(digest, again, List.of()).length);
  }
}

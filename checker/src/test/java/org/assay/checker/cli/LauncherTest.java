// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The launcher, in a project where Maven and java are small scripts. */
class LauncherTest {
  @TempDir Path folder;
  private FakeProject project;

  @BeforeEach
  void copyTheLauncher() throws IOException {
    project = FakeProject.in(folder);
  }

  @Test
  void theFirstRunBuildsAndTheNextDoesNot() throws Exception {
    FakeProject.Run first = project.run(Map.of(), "a b", "*");
    assertEquals(0, first.exit(), first.err());
    assertTrue(first.out().endsWith("assay-checker.jar\na b\n*\n"), first.out());
    assertTrue(first.err().contains("noise of the build"), first.err());
    assertEquals(new FakeProject.Run(0, first.out(), ""), project.run(Map.of(), "a b", "*"));
    assertEquals(1, project.builds().size());
    String call = project.builds().get(0);
    assertTrue(call.contains("-f " + project.root() + "/pom.xml -pl checker "), call);
  }

  @ParameterizedTest
  @ValueSource(strings = {"pom.xml", "checker/pom.xml", "checker/src/main/A.java"})
  void aNewerSourceIsBuilt(String source) throws Exception {
    project.run(Map.of());
    FileTime later = FileTime.fromMillis(System.currentTimeMillis() + 60_000);
    Files.setLastModifiedTime(project.root().resolve(source), later);
    assertEquals(0, project.run(Map.of()).exit());
    assertEquals(2, project.builds().size());
  }

  @Test
  void aSourceEditedDuringTheBuildIsBuiltNextTime() throws Exception {
    Files.createFile(project.folder().resolve("edited"));
    project.run(Map.of());
    project.run(Map.of());
    assertEquals(2, project.builds().size());
  }

  @Test
  void itRunsFromAnyFolderAndThroughLinks() throws Exception {
    Path bin = Files.createDirectories(project.folder().resolve("other/bin"));
    Files.createSymbolicLink(bin.resolve("b"), Path.of("../../my project/checker/bin/assay-check"));
    Path link = Files.createSymbolicLink(project.folder().resolve("a"), bin.resolve("b"));
    FakeProject.Run run = FakeProject.end(project.start(link, bin, Map.of()));
    assertEquals(0, run.exit(), run.err());
    assertTrue(run.out().contains("-Dassay.home=" + project.root() + "\n"), run.out());
  }

  @ParameterizedTest
  @CsvSource({
    "100, 0", "101, 1", "102, 2", "164, 64", "166, 66", "170, 70", "0, 70", "1, 70", "2, 70",
    "130, 70", "134, 70", "137, 70", "143, 70"
  })
  void onlyTheProgramsOwnExitCodesAreVerdicts(String exit, int want) throws Exception {
    assertEquals(want, project.run(Map.of("FAKE_EXIT", exit)).exit());
  }

  @Test
  void aFailingBuildIsAnInternalError() throws Exception {
    Files.createFile(project.folder().resolve("broken"));
    assertFailsWith("building checker failed", Map.of());
    Files.delete(project.folder().resolve("broken"));
    assertEquals(0, project.run(Map.of()).exit());
  }

  @Test
  void missingOrOldToolsAreAnInternalError() throws Exception {
    Files.writeString(project.folder().resolve("jdk/release"), "JAVA_VERSION=\"11.0.2\"\n");
    assertFailsWith("is version 11.0.2, want 17", Map.of());
    assertFailsWith("JAVA_HOME has no java", Map.of("JAVA_HOME", project.path("nowhere")));
    assertFailsWith("no java found", Map.of("PATH", project.path("maven", "tools")));
    Files.delete(
        project.folder().resolve("jdk/release")); // so the java is asked itself: it says 21
    assertFailsWith("no mvn found", Map.of("PATH", project.path("jdk/bin", "tools")));
    assertEquals(0, project.builds().size());
    assertEquals(0, project.run(Map.of("JAVA_HOME", project.path("jdk"))).exit());
  }

  private void assertFailsWith(String reason, Map<String, String> environment) throws Exception {
    FakeProject.Run run = project.run(environment);
    assertEquals(70, run.exit(), run.err());
    assertTrue(run.err().contains("assay-check: ") && run.err().contains(reason), run.err());
    assertEquals("", run.out());
  }

  @Test
  void optionsForTheJvmComeAfterTheDefaults() throws Exception {
    String out = project.run(Map.of("ASSAY_JAVA_OPTS", "-Xmx3g  -Dx=*")).out();
    assertTrue(out.startsWith("-Xmx1g\n") && out.contains("\n-Xmx3g\n-Dx=*\n-Dassay."), out);
    assertTrue(out.contains("\n-Dassay.exit.offset=100\n-jar\n"), out);
  }

  @Test
  void warningsOfTheJvmAreNotInTheOutput() throws Exception {
    String out = project.run(Map.of("ASSAY_JAVA_OPTS", "-Xlog:gc")).out();
    assertTrue(out.contains("\n-Xlog:disable\n-Xlog:all=warning:stderr\n"), out);
    assertTrue(out.indexOf("-Xlog:gc\n") > out.indexOf("-Xlog:all"), out);
  }

  @Test
  void sharedClassesAreMadeAgainForAnotherJvm() throws Exception {
    project.run(Map.of());
    Path archive = project.root().resolve("checker/target/launcher/assay-checker.jar.jsa");
    Files.writeString(archive, "classes");
    assertTrue(project.run(Map.of()).out().contains("-XX:SharedArchiveFile=" + archive + "\n"));
    Files.writeString(project.folder().resolve("jdk/release"), "JAVA_VERSION=\"25.0.1\"\n");
    assertFalse(project.run(Map.of()).out().contains("-XX:SharedArchiveFile"));
    assertEquals("", Files.readString(archive)); // the fake makes none
  }

  @ParameterizedTest
  @CsvSource({
    "sub-cubic, true",
    "cubic, true",
    "cubic-retest, true",
    "potential-counting, true",
    "brute-force, false",
    "grouped-counting, false"
  })
  void aShortCheckIsCompiledFast(String strategy, boolean isShort) throws Exception {
    for (String before : List.of("", "1", "22")) { // each place in a group of three bytes
      byte[] payload = (before + "{\"name\":\"" + strategy + "\"}").getBytes(UTF_8);
      String text = "{\"payload\":\"" + Base64.getEncoder().encodeToString(payload) + "\"}";
      Path certificate = Files.writeString(folder.resolve("c d.cert.json"), text);
      String out = project.run(Map.of(), "--unsigned", certificate.toString()).out();
      assertEquals(isShort, out.contains("\n-XX:TieredStopAtLevel=1\n-Dassay."), out);
      String other = project.run(Map.of(), certificate.toString(), "--json").out();
      assertFalse(other.contains("-XX:TieredStopAtLevel"), other);
    }
  }

  @Test
  void aMavenByHandIsNotInTheWay() throws Exception {
    Path byHand = project.root().resolve("checker/target/assay-checker-0.1.0-standalone.jar");
    Files.createDirectories(byHand.getParent());
    Files.writeString(byHand, "half a ja");
    assertEquals(0, project.run(Map.of()).exit());
    Path used = project.root().resolve("checker/target/launcher/assay-checker.jar");
    assertEquals("jar\n", Files.readString(used));
    assertEquals("half a ja", Files.readString(byHand));
  }

  @ParameterizedTest
  @ValueSource(strings = {"flock", "no such tool"})
  void twoAtOnceBuildOnce(String tool) throws Exception {
    if (!tool.equals("flock")) {
      Files.deleteIfExists(project.folder().resolve("tools/flock"));
    }
    Path gate = project.folder().resolve("gate");
    assertEquals(0, new ProcessBuilder("mkfifo", gate.toString()).start().waitFor());
    Process first = project.start(project.launcher(), folder, Map.of());
    BufferedReader firstSays = first.errorReader();
    assertEquals("assay-check: building checker", firstSays.readLine());
    Process second = project.start(project.launcher(), folder, Map.of());
    String waiting = second.errorReader().readLine();
    assertTrue(waiting.contains("waiting for another build"), waiting);
    Files.writeString(gate, "go\n");
    assertEquals(0, first.waitFor());
    assertEquals(0, second.waitFor());
    assertEquals(1, project.builds().size());
    assertTrue(Files.notExists(project.root().resolve(".assay-build-lock")));
  }

  @Test
  void withoutFlockTheLockOfADeadProcessIsRemoved() throws Exception {
    Files.deleteIfExists(project.folder().resolve("tools/flock"));
    Process dead = new ProcessBuilder("true").start();
    dead.waitFor();
    Path lock = project.root().resolve(".assay-build-lock");
    Files.createSymbolicLink(lock, Path.of("pid-" + dead.pid()));
    FakeProject.Run run = project.run(Map.of());
    assertEquals(0, run.exit(), run.err());
    assertTrue(Files.notExists(lock, LinkOption.NOFOLLOW_LINKS));
  }
}

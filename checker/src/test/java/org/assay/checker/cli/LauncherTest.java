// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assay.checker.Signals;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The launcher, in a project where Maven and java are small scripts. */
@Tag("long")
class LauncherTest {
  @TempDir Path folder;
  private FakeProject project;

  @BeforeEach
  void copyTheLauncher() throws IOException {
    project = FakeProject.in(folder);
  }

  /** Receipts and bundles are for assay-archive. */
  @ParameterizedTest
  @CsvSource({
    "--receipt|a b|--key|k|c.cert.json, receipt|--out|a b|--key|k|c.cert.json",
    "--key|k|--receipt=a b|c.cert.json, receipt|--key|k|--out=a b|c.cert.json",
    "--unsigned|a b.zip, bundle|verify|--unsigned|a b.zip",
    "--receipt|x|b.zip, receipt|--out|x|b.zip"
  })
  void someWordsAreForAnotherProgram(String words, String handed) throws Exception {
    Path other = project.root().resolve("checker/bin/assay-archive");
    Files.writeString(other, "#!/bin/sh\nprintf '%s|' \"$@\"\nexit 2\n");
    assertTrue(other.toFile().setExecutable(true));
    FakeProject.Run run = project.run(Map.of(), words.split("\\|"));
    assertEquals(new FakeProject.Run(2, handed + "|", ""), run);
    assertTrue(project.builds().isEmpty());
  }

  @Test
  void otherWordsStay() throws Exception {
    Path folder = Files.createDirectory(project.root().resolve("folder.zip"));
    for (String last : List.of(folder.toString(), "a.zip.cert.json", "--receipts")) {
      FakeProject.Run run = project.run(Map.of(), "b.zip", last);
      assertTrue(run.out().endsWith("b.zip\n" + last + "\n"), run.out());
    }
  }

  @Test
  void theFirstRunBuildsAndTheNextDoesNot() throws Exception {
    FakeProject.Run first = project.run(Map.of(), "a b", "*");
    assertEquals(0, first.exit(), first.err());
    assertTrue(first.out().endsWith("assay-checker.jar\na b\n*\n"), first.out());
    assertEquals("assay-check: building checker\nnoise of the build\n", first.err());
    assertEquals(new FakeProject.Run(0, first.out(), ""), project.run(Map.of(), "a b", "*"));
    Map<String, String> elsewhere = Map.of("TZ", "Asia/Tokyo", "LC_ALL", "C");
    assertEquals(new FakeProject.Run(0, first.out(), ""), project.run(elsewhere, "a b", "*"));
    assertEquals(1, project.builds().size());
    String call = project.builds().get(0);
    assertTrue(call.contains("-f " + project.root() + "/pom.xml -pl checker "), call);
  }

  @ParameterizedTest
  @ValueSource(strings = {"pom.xml", "checker/pom.xml", "checker/src/main/A.java"})
  void aChangedSourceIsBuiltWhateverItsTime(String source) throws Exception {
    project.run(Map.of());
    Path file = project.root().resolve(source);
    FileTime before = Files.getLastModifiedTime(file);
    Files.writeString(file, "changed");
    Files.setLastModifiedTime(file, FileTime.fromMillis(before.toMillis() - 86_400_000));
    assertEquals(0, project.run(Map.of()).exit());
    assertEquals(2, project.builds().size());
    Files.setLastModifiedTime(file, FileTime.fromMillis(System.currentTimeMillis() + 60_000));
    assertEquals(0, project.run(Map.of()).exit());
    assertEquals(2, project.builds().size());
  }

  @Test
  void aSourceAddedRemovedOrRenamedIsBuilt() throws Exception {
    project.run(Map.of());
    Path source = project.root().resolve("checker/src/main/A.java");
    Path other = Files.copy(source, project.root().resolve("checker/src/main/B.java"));
    project.run(Map.of());
    assertEquals(2, project.builds().size());
    Files.move(other, other.resolveSibling("C.java"));
    project.run(Map.of());
    assertEquals(3, project.builds().size());
    Files.delete(other.resolveSibling("C.java"));
    project.run(Map.of());
    assertEquals(4, project.builds().size());
  }

  /** What a tree carries was built elsewhere, or by somebody else, from who knows which sources. */
  @Test
  void aJarThatTheLauncherDidNotBuildHereIsNotRun() throws Exception {
    project.run(Map.of());
    Path jar = project.root().resolve("checker/target/launcher/assay-checker.jar");
    FileTime time = Files.getLastModifiedTime(jar);
    Files.writeString(jar.resolveSibling("other"), "raj\n");
    Files.move(jar.resolveSibling("other"), jar, StandardCopyOption.REPLACE_EXISTING);
    Files.setLastModifiedTime(jar, time);
    assertEquals(0, project.run(Map.of()).exit());
    assertEquals(2, project.builds().size());
    assertEquals("jar\n", Files.readString(jar));
    Path copy = folder.resolve("copy");
    Path from = project.root();
    assertEquals(0, new ProcessBuilder("cp", "-a", "" + from, "" + copy).start().waitFor());
    Path launcher = copy.resolve("checker/bin/assay-check");
    FakeProject.Run carried = FakeProject.end(project.start(launcher, folder, Map.of()));
    assertTrue(carried.err().contains("building checker"), carried.err());
  }

  @Test
  void withoutToolsForDigestsAChecksumDoes() throws Exception {
    Files.delete(project.folder().resolve("tools/sha256sum"));
    project.tool("cksum");
    project.run(Map.of());
    project.run(Map.of());
    assertEquals(1, project.builds().size());
    Files.writeString(project.root().resolve("pom.xml"), "changed");
    project.run(Map.of());
    assertEquals(2, project.builds().size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "HUP", "INT"})
  void aSignalIsPassedOnAndNothingRunsOn(String signal) throws Exception {
    Signals.assumeHeeded(signal);
    project.run(Map.of());
    Process process = project.start(project.launcher(), folder, Map.of("FAKE_WAIT", "yes"), "a");
    BufferedReader says = process.inputReader();
    for (String line = ""; !line.equals("waiting"); line = says.readLine()) {
      assertNotNull(line);
    }
    String id = Long.toString(process.pid());
    assertEquals(0, new ProcessBuilder("kill", "-" + signal, id).start().waitFor());
    assertEquals("stopped", says.readLine());
    assertEquals(70, process.waitFor());
    assertEquals("", new String(process.getErrorStream().readAllBytes(), UTF_8));
  }

  @Test
  void theProgramReadsTheInputOfTheLauncher() throws Exception {
    project.run(Map.of());
    Process process = project.start(project.launcher(), folder, Map.of("FAKE_READ", "yes"), "-");
    try (OutputStream in = process.getOutputStream()) {
      in.write("certificate\n".getBytes(UTF_8));
    }
    FakeProject.Run run = FakeProject.end(process);
    assertTrue(run.out().endsWith("\n-\nread certificate\n"), run.out());
    assertEquals(0, run.exit(), run.err());
  }

  @Test
  void aSourceEditedDuringTheBuildIsBuiltNextTime() throws Exception {
    Files.createFile(project.folder().resolve("edited"));
    project.run(Map.of());
    project.run(Map.of());
    assertEquals(2, project.builds().size());
  }

  /** Maven compiles by time, so it may not find the classes of the tree before. */
  @Test
  void whatRunsIsWhatTheSourcesSay() throws Exception {
    Map<String, String> shown = Map.of("FAKE_PROGRAM", "yes");
    Path source = project.root().resolve("checker/src/main/A.java");
    FileTime longAgo = FileTime.fromMillis(978_307_200_000L);
    for (String text : List.of("first", "edited", "first")) {
      Files.writeString(source, text + "\n");
      Files.setLastModifiedTime(source, longAgo);
      String out = project.run(shown).out();
      assertTrue(out.endsWith("program: jar\nprogram: " + text + "\n"), out);
    }
    assertEquals(3, project.builds().size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/bin/sh ", "/bin/bash "})
  void itRunsWhereTheInputIsClosed(String shell) throws Exception {
    assumeTrue(Files.exists(Path.of("/" + shell.strip())));
    Map<String, String> real = project.real();
    String script = "exec " + shell + "\"$0\" --version <&-";
    FakeProject.Run run =
        FakeProject.end(
            project.start(Path.of("/bin/sh"), folder, real, "-c", script, "" + project.launcher()));
    assertEquals(0, run.exit(), run.err());
    assertEquals("assay-check null\n", run.out());
    assertFalse(run.err().contains("descriptor"), run.err());
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
    assertTrue(
        out.contains("\n-XX:+DisplayVMOutputToStderr\n-Xlog:disable\n-Xlog:all=warning:stderr\n"),
        out);
    assertTrue(out.indexOf("-Xlog:gc:stderr\n") > out.indexOf("-Xlog:all"), out);
  }

  /** The real one, which runs the real program. */
  @ParameterizedTest
  @CsvSource({
    "-Xlog:gc, info",
    "-Xlog:gc:stdout:uptime, s]",
    "-Xlog:gc::uptime, s]",
    "-Xlog:gc:, info",
    "-Xlog:gc:stdout, info",
    "-Xlog:gc:#0, ''",
    "-verbose:gc, ''"
  })
  void logsOfTheJvmAreNotInTheOutput(String options, String logged) throws Exception {
    Map<String, String> environment = new HashMap<>(project.real());
    environment.put("ASSAY_JAVA_OPTS", options);
    FakeProject.Run run = project.run(environment, "--version");
    assertEquals("assay-check null\n", run.out());
    assertTrue(run.err().contains(logged), run.err());
  }

  @Test
  void logsGoToTheFileThatIsNamed() throws Exception {
    project.run(Map.of());
    for (String option : List.of("-Xlog:gc:file=x", "-Xlog:gc:stderr", "-Xlog:disable")) {
      String out = project.run(Map.of("ASSAY_JAVA_OPTS", option)).out();
      assertTrue(out.contains("\n" + option + "\n"), out);
    }
  }

  /** As under cron: Java would open only names in ASCII. */
  @ParameterizedTest
  @ValueSource(strings = {"LANG=", "LC_ALL=C", "LC_CTYPE=POSIX"})
  void namesOutsideAsciiAreOpenedInEveryLocale(String locale) throws Exception {
    ProcessBuilder question = new ProcessBuilder("sh", "-c", "LC_ALL=C.UTF-8 locale charmap");
    FakeProject.Run answer = FakeProject.end(question.start());
    assumeTrue(answer.out().equals("UTF-8\n"), "this system has no C.UTF-8");
    Map<String, String> environment = new HashMap<>(project.real());
    environment.put(locale.split("=")[0], locale.replaceAll(".*=", ""));
    String script = "n=$(printf '\\303\\251') && echo x >$n && exec \"$0\" --unsigned $n";
    String[] words = {"-c", script, "" + project.launcher()};
    FakeProject.Run run =
        FakeProject.end(project.start(Path.of("/bin/sh"), folder, environment, words));
    assertEquals(1, run.exit(), run.err());
    assertEquals("rejected MALFORMED_JSON: \u00e9\n", run.out());
  }

  /** The real one: what it says where it cannot start would be no JSON on stdout. */
  @Test
  void theJvmSaysNothingOnStdout() throws Exception {
    project.run(Map.of());
    for (String options : List.of("-Xmx1", "-Xmx99999999g", "-XX:NoSuchOption", "-Xlog:gc=debug")) {
      FakeProject.Run run =
          project.run(
              Map.of("ASSAY_JAVA_OPTS", options, "JAVA_HOME", System.getProperty("java.home")),
              "--json");
      assertEquals("", run.out(), options);
      assertEquals(70, run.exit());
      assertTrue(
          run.err().contains("assay-check: the Java virtual machine ended with 1"), run.err());
    }
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
    String claim = "{\"claim\":{\"k\":4,\"correct\":\"7\"},";
    for (String before : List.of("", "1", "22")) { // each place in a group of three bytes
      String named = before + claim + "\"strategy\":{\"name\":\"" + strategy + "\"}}";
      Path certificate = certificate(named);
      String out = project.run(Map.of(), "--unsigned", certificate.toString()).out();
      assertEquals(isShort, out.contains("\n-XX:TieredStopAtLevel=1\n-Dassay."), out);
      String other = project.run(Map.of(), certificate.toString(), "--json").out();
      assertFalse(other.contains("-XX:TieredStopAtLevel"), other);
    }
    for (String other : List.of("cubic", "{\"subject\":\"cubic\",\"name\":\"cubic\"}", "", "\0")) {
      String out = project.run(Map.of(), certificate(other).toString()).out();
      assertFalse(out.contains("-XX:TieredStopAtLevel"), out);
    }
    String noCertificate = Files.writeString(folder.resolve("x"), "cubic").toString();
    FakeProject.Run run = project.run(Map.of(), noCertificate);
    assertFalse(run.out().contains("-XX:TieredStopAtLevel"), run.out());
    assertEquals("", run.err());
  }

  private Path certificate(String payload) throws IOException {
    String base64 = Base64.getEncoder().encodeToString(payload.getBytes(UTF_8));
    String text = "{\"payload\":\"" + base64 + "\"}";
    return Files.writeString(folder.resolve("c d.cert.json"), text);
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

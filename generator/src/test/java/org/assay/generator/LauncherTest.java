// SPDX-License-Identifier: Apache-2.0
package org.assay.generator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
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

  @Test
  void theFirstRunBuildsAndTheNextDoesNot() throws Exception {
    FakeProject.Run first = project.run(Map.of(), "demo", "a b", "*");
    assertEquals(0, first.exit(), first.err());
    assertTrue(first.out().endsWith("assay-generator.jar\ndemo\na b\n*\n"), first.out());
    assertTrue(first.err().contains("noise of the build"), first.err());
    assertEquals(
        new FakeProject.Run(0, first.out(), ""), project.run(Map.of(), "demo", "a b", "*"));
    assertEquals(1, project.builds().size());
    assertTrue(project.builds().get(0).contains(" -pl generator -am "));
  }

  @ParameterizedTest
  @ValueSource(strings = {"train", "study"})
  void onlyTrainingBuildsPyTorch(String command) throws Exception {
    project.run(Map.of(), command, "--k", "4");
    assertEquals(2, project.builds().size());
    assertTrue(project.builds().get(0).contains(" -pl generator/training -am "));
    FakeProject.Run run = project.run(Map.of(), command, "--k", "4");
    assertTrue(run.out().endsWith("assay-generator.jar\n" + command + "\n--k\n4\n"), run.out());
    assertEquals(2, project.builds().size());
  }

  /** These words are of assay-archive, with their help; nothing is built for them here. */
  @ParameterizedTest
  @CsvSource({
    "archive verify a b, verify a b",
    "policy --help, policy --help",
    "help policy, help policy",
    "help archive, help",
    "help archive verify, help verify"
  })
  void whatKeepsCertificatesIsAnotherProgram(String typed, String handed) throws Exception {
    Path other = project.root().resolve("checker/bin/assay-archive");
    Files.writeString(other, "#!/bin/sh\necho \"kept: $*\"\n");
    assertTrue(other.toFile().setExecutable(true));
    FakeProject.Run run = project.run(Map.of(), typed.split(" "));
    assertEquals(new FakeProject.Run(0, "kept: " + handed + "\n", ""), run);
    run = project.run(Map.of(), "help", "certify");
    assertTrue(run.out().endsWith("assay-generator.jar\nhelp\ncertify\n"), run.out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"pom.xml", "generator/pom.xml", "generator/src/main/A.java"})
  void aChangedSourceIsBuiltWhateverItsTime(String source) throws Exception {
    project.run(Map.of());
    Path file = project.root().resolve(source);
    FileTime before = Files.getLastModifiedTime(file);
    Files.writeString(file, "changed");
    Files.setLastModifiedTime(file, FileTime.fromMillis(before.toMillis() - 86_400_000));
    assertEquals(0, project.run(Map.of()).exit());
    assertEquals(2, project.builds().size());
  }

  /** Maven compiles by time, so it may not find the classes of the tree before. */
  @Test
  void whatRunsIsWhatTheSourcesSay() throws Exception {
    Map<String, String> shown = Map.of("FAKE_PROGRAM", "yes");
    Path source = project.root().resolve("generator/src/main/A.java");
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
    String script = "exec " + shell + "\"$0\" inspect <&-";
    FakeProject.Run run =
        FakeProject.end(
            project.start(
                Path.of("/bin/sh"), folder, Map.of(), "-c", script, "" + project.launcher()));
    assertEquals(0, run.exit(), run.err());
    assertTrue(run.out().endsWith("\ninspect\n"), run.out());
    assertFalse(run.err().contains("descriptor"), run.err());
  }

  @Test
  void itRunsFromAnyFolderAndThroughLinks() throws Exception {
    Path bin = Files.createDirectories(project.folder().resolve("other/bin"));
    Path link = Path.of("../../my project/generator/bin/assay");
    Files.createSymbolicLink(bin.resolve("b"), link);
    FakeProject.Run run = FakeProject.end(project.start(bin.resolve("b"), bin, Map.of()));
    assertEquals(0, run.exit(), run.err());
    assertTrue(run.out().contains("-Dassay.home=" + project.root() + "\n"), run.out());
  }

  @ParameterizedTest
  @CsvSource({"100, 0", "101, 1", "102, 2", "164, 64", "166, 66", "170, 70", "1, 70", "137, 70"})
  void onlyTheProgramsOwnExitCodesArePassedOn(String exit, int want) throws Exception {
    assertEquals(want, project.run(Map.of("FAKE_EXIT", exit)).exit());
  }

  @Test
  void aFailingBuildAnOldJavaAndAMissingOneAreInternalErrors() throws Exception {
    Files.createFile(project.folder().resolve("broken"));
    assertFailsWith("building generator failed", Map.of());
    assertFailsWith("no java found", Map.of("PATH", project.path("maven", "tools")));
    Files.writeString(project.folder().resolve("jdk/release"), "JAVA_VERSION=\"11.0.2\"\n");
    assertFailsWith("is version 11.0.2, want 17", Map.of());
  }

  private void assertFailsWith(String reason, Map<String, String> environment) throws Exception {
    FakeProject.Run run = project.run(environment);
    assertEquals(70, run.exit(), run.err());
    assertTrue(run.err().contains("assay: ") && run.err().contains(reason), run.err());
    assertEquals("", run.out());
  }

  @Test
  void optionsForTheJvmComeAfterTheDefaults() throws Exception {
    String out = project.run(Map.of("ASSAY_JAVA_OPTS", "-Xmx3g  -Dx=*")).out();
    assertTrue(out.startsWith("-XX:") && out.contains("\n-Xmx3g\n-Dx=*\n-Dassay."), out);
  }

  @Test
  void twoAtOnceBuildOnce() throws Exception {
    Path gate = project.folder().resolve("gate");
    assertEquals(0, new ProcessBuilder("mkfifo", gate.toString()).start().waitFor());
    Process first = project.start(project.launcher(), folder, Map.of());
    assertEquals("assay: building generator", first.errorReader().readLine());
    Process second = project.start(project.launcher(), folder, Map.of());
    assertEquals(
        "assay: waiting for another build", second.errorReader().readLine().split(" \\(")[0]);
    Files.writeString(gate, "go\n");
    assertEquals(0, first.waitFor());
    assertEquals(0, second.waitFor());
    assertEquals(1, project.builds().size());
  }
}

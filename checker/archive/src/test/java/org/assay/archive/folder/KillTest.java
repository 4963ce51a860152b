// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.folder;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.assay.archive.files.Disk;
import org.assay.archive.journal.Journal;
import org.assay.archive.refusal.Refusal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes that write are killed by SIGKILL while another one writes; whoever reads then finds
 * whole batches alone, and all of those that a command has said to be done.
 *
 * <p>{@code -Dassay.kills=N} and {@code -Dassay.seconds=N}: how many, and how long two writers
 * write.
 */
@Tag("long")
class KillTest {
  private static final String STEM = "max-of-3-vocab-32-seed-50";
  private static final Path PUBLISHED = Path.of("..", "..", "certificates");
  private static final Path CERTIFICATE = PUBLISHED.resolve(STEM).resolve("cubic-retest.cert.json");

  /** An archive gets this many kills, or reading all of it would take longer than the killing. */
  private static final int KILLS_EACH = 20;

  @TempDir Path folder;
  private Path archive;
  private final List<Process> processes = new ArrayList<>();
  private byte[] certificate;

  @BeforeEach
  void prepare() throws IOException {
    certificate = Files.readAllBytes(CERTIFICATE);
  }

  @AfterEach
  void end() throws InterruptedException {
    for (Process process : processes) {
      process.destroyForcibly().waitFor();
    }
  }

  /** An archive with the model alone. */
  private void fresh(String name) throws IOException, Refusal {
    archive = Files.createDirectory(folder.resolve(name));
    Path model = PUBLISHED.resolve("models").resolve(STEM + ".safetensors");
    Additions first = new Additions(new ArchiveFolder(archive), List.of(model));
    new Journal(archive, Disk.REAL).commit(first);
  }

  private Process start(String what, String name) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx128m", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.addAll(List.of(Victim.class.getName(), what, archive.toString()));
    command.addAll(List.of(CERTIFICATE.toString(), folder.resolve("in-" + name).toString(), name));
    Path errors = folder.resolve("errors-" + name);
    Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    processes.add(process);
    return process;
  }

  /** SIGKILL; what the process had said can still be read, other than after Process.destroy. */
  private static void kill(Process process) throws InterruptedException {
    process.toHandle().destroyForcibly();
    process.waitFor();
  }

  private static BufferedReader out(Process process) {
    return new BufferedReader(new InputStreamReader(process.getInputStream(), US_ASCII));
  }

  /** Waits until a writer has done its first batch. */
  private void atWork(BufferedReader out, String name) throws IOException {
    String line = out.readLine();
    assertEquals("0", line, () -> errors(name));
  }

  private String errors(String name) {
    try {
      return Files.readString(folder.resolve("errors-" + name));
    } catch (IOException unreadable) {
      return unreadable.toString();
    }
  }

  /** What a writer had said to be done when it was killed. */
  private static int done(BufferedReader out) throws IOException {
    int done = -1;
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      done = Integer.parseInt(line);
    }
    return done;
  }

  /** Every batch in the archive: each is whole, and there is nothing else. */
  private SortedSet<String> batches() throws IOException, Refusal {
    return new Journal(archive, Disk.REAL).read(this::wholeBatches);
  }

  private SortedSet<String> wholeBatches() throws IOException, Refusal {
    ArchiveFolder read = new ArchiveFolder(archive);
    SortedMap<String, byte[]> got = read.read(read.kept());
    SortedMap<String, byte[]> want = new TreeMap<>();
    String model = "models/" + STEM + ".safetensors";
    want.put(model, got.get(model));
    SortedSet<String> batches = new TreeSet<>();
    for (String name : got.keySet()) {
      if (!name.equals(model)) {
        String batch = name.replaceAll(".*/|(-[ab])?\\.[^/]*", "");
        batches.add(batch);
        want.putAll(Victim.batch(STEM, certificate, batch));
      }
    }
    assertEquals(want.keySet(), got.keySet());
    for (String name : want.keySet()) {
      assertArrayEquals(want.get(name), got.get(name), name);
    }
    assertArrayEquals(Index.of(read, new TreeMap<>()), read.read("index.json"), "index.json");
    return batches;
  }

  private void killed(int kills, Random random) throws Exception {
    int fresh = 0;
    int unfinished = 0;
    Process second = null;
    BufferedReader said = null;
    for (int kill = 0; kill < kills; kill++) {
      if (kill % KILLS_EACH == 0) {
        fresh("random-" + kill);
        second = start("add", "second" + kill);
        said = out(second);
        atWork(said, "second" + kill);
      }
      Process victim = start("add", "v" + kill);
      BufferedReader out = out(victim);
      atWork(out, "v" + kill);
      Thread.sleep(random.nextInt(40));
      kill(victim);
      unfinished += Files.exists(archive.resolve(".pending")) ? 1 : 0;
      int done = Math.max(0, done(out));
      SortedSet<String> batches = batches();
      for (int number = 0; number <= done; number++) {
        assertTrue(batches.contains("v" + kill + '-' + number), "lost: " + number);
      }
      fresh += batches.contains("v" + kill + '-' + (done + 1)) ? 1 : 0;
      if (kill % KILLS_EACH == KILLS_EACH - 1 || kill == kills - 1) {
        kill(second);
        int its = done(said);
        batches = batches();
        for (int number = 0; number <= its; number++) {
          assertTrue(batches.contains("second" + (kill - kill % KILLS_EACH) + '-' + number));
        }
      }
    }
    System.out.printf(
        "%d kills at random moments: 0 losses; %d were in the middle of a change, %d times the"
            + " change was made that nobody had heard of%n",
        kills, unfinished, fresh);
  }

  @Test
  void aKilledProcessLosesNothing() throws Exception { // A-06 (a), (k)
    killed(4, new Random(1));
  }

  @Test
  void manyKilledProcessesLoseNothing() throws Exception {
    killed(Integer.getInteger("assay.kills", 100), new Random(Integer.getInteger("assay.seed", 2)));
  }

  /** A process at its n-th operation, or empty if it has fewer. */
  private boolean killedAt(int operation, String what, String name) throws Exception {
    Process process = start(what, name);
    BufferedReader out = out(process);
    for (int i = 0; i < operation; i++) {
      if (!"step".equals(out.readLine())) {
        return false;
      }
      process.getOutputStream().write('\n');
      process.getOutputStream().flush();
    }
    boolean stands = "step".equals(out.readLine());
    kill(process);
    return stands;
  }

  /** At each operation of a change; then at one of the operations that put it in order. */
  @Test
  void aProcessKilledAtAnyOperationLeavesTheOldOrTheNewState() throws Exception { // A-06 (a)
    int made = 0;
    int operation = 0;
    for (boolean stands = true; stands; operation++) {
      fresh("step-" + operation);
      stands = killedAt(operation, "step", "v" + operation);
      killedAt(operation % 7, "settle", "settle" + operation);
      made += batches().equals(new TreeSet<>(List.of("v" + operation + "-0"))) ? 1 : 0;
      assertTrue(made > 0 || batches().isEmpty());
      Path key = Files.writeString(folder.resolve("later-0-a.pub.pem"), "what comes next works");
      Additions later = new Additions(new ArchiveFolder(archive), List.of(key));
      new Journal(archive, Disk.REAL).commit(later);
    }
    assertTrue(made > 5 && operation - made > 10, made + " of " + operation);
  }

  /** Two processes write, this one reads. */
  @Test
  void twoWritersTakeTurnsAndAReaderSeesWholeBatchesAlone() throws Exception { // A-06 (k)
    fresh("two");
    Process first = start("add", "first");
    Process second = start("add", "second");
    Instant end = Instant.now().plus(Duration.ofSeconds(Integer.getInteger("assay.seconds", 10)));
    int reads = 0;
    for (; Instant.now().isBefore(end); reads++) {
      batches();
      Thread.sleep(10); // readers who never leave would keep the writers out
    }
    kill(first);
    kill(second);
    SortedSet<String> batches = batches();
    int one = done(out(first));
    int other = done(out(second));
    for (int number = 0; number <= Math.max(one, other); number++) {
      assertTrue(number > one || batches.contains("first-" + number), "lost: first " + number);
      assertTrue(number > other || batches.contains("second-" + number), "lost: second " + number);
    }
    assertTrue(one >= 0 && other >= 0 && reads > 1, one + " " + other + " " + reads);
    System.out.printf(
        "two writers: %d and %d changes, 0 losses; read %d times meanwhile%n",
        one + 1, other + 1, reads);
  }
}

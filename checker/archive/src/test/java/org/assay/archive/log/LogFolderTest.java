// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.log;

import static org.assay.archive.log.TestLog.ORIGIN;
import static org.assay.archive.log.TestLog.assertRefused;
import static org.assay.archive.log.TestLog.certificate;
import static org.assay.archive.log.TestLog.entries;
import static org.assay.archive.log.TestLog.policy;
import static org.assay.archive.refusal.Code.LOG_SIGNATURE_MISMATCH;
import static org.assay.archive.refusal.Code.MALFORMED_CHECKPOINT;
import static org.assay.archive.refusal.Code.MALFORMED_LOG;
import static org.assay.archive.refusal.Code.NOT_CONSISTENT;
import static org.assay.archive.refusal.Code.NOT_INCLUDED;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.assay.archive.files.Disk;
import org.assay.archive.refusal.Refusal;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The folder of a log: what is written, what a damaged one says, what a crash leaves. */
class LogFolderTest {
  private static final NoteSigner KEY = TestLog.log(ORIGIN, 1);

  /** Saves the time that it takes to wait for a disk; no test pulls the plug. */
  private static final Disk UNFORCED =
      new Disk() {
        @Override
        public void force(Path file) {}

        @Override
        public void forceFolder(Path file) {}
      };

  @TempDir Path folder;

  private LogFolder log(int size) throws IOException, Refusal {
    LogFolder log = new LogFolder(folder, UNFORCED);
    log.init(ORIGIN);
    log.append(entries(0, size));
    log.sign(KEY);
    return log;
  }

  private LogPolicy policyOfLog() throws Refusal {
    return policy("log " + KEY.key(), "quorum none");
  }

  private Set<String> files() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      Set<String> names = new TreeSet<>();
      all.filter(Files::isRegularFile)
          .forEach(file -> names.add(folder.relativize(file).toString().replace('\\', '/')));
      return names;
    }
  }

  /** The examples of C2SP tlog-tiles.md and of Go's sumdb/tlog/tlog_test.go. */
  @Test
  void tilesStandWhereC2spSays() {
    assertEquals("tile/0/x001/x234/067", new TilePath(0, 1_234_067, 256).toString());
    assertEquals("tile/5/x123/x456/078.p/2", new TilePath(5, 123_456_078, 2).toString());
    assertEquals("tile/entries/x003/x057/500", new TilePath(-1, 3_057_500, 256).toString());
    assertEquals("tile/0/001.p/5", new TilePath(0, 1, 5).toString());
    assertEquals("tile/0/x001/000", new TilePath(0, 1000, 256).toString());
    Tiles tiles = new Tiles(Path.of(""), 70_000);
    assertEquals(new TilePath(0, 272, 256), tiles.tile(0, 272));
    assertEquals(new TilePath(0, 273, 112), tiles.tile(0, 273));
    assertEquals(new TilePath(1, 1, 17), tiles.tile(1, 1));
    assertEquals(new TilePath(2, 0, 1), tiles.tile(2, 0));
  }

  @Test
  void aLogIsTheFilesThatC2spNames() throws IOException, Refusal {
    LogFolder log = log(256);
    Set<String> full =
        Set.of("checkpoint", "lock", "tile/0/000", "tile/1/000.p/1", "tile/entries/000", "tree");
    assertEquals(new TreeSet<>(full), files());
    log.append(entries(256, 259));
    Set<String> more = new TreeSet<>(full);
    more.addAll(Set.of("tile/0/001.p/3", "tile/entries/001.p/3"));
    assertEquals(more, files());
    assertEquals(259, log.tree().size());
    assertEquals(256, Checkpoint.parse(log.checkpoint().text()).size(), "not signed yet");
    log.append(entries(259, 600));
    Set<String> replaced = files();
    replaced.removeAll(full);
    assertEquals(
        new TreeSet<>(
            Set.of(
                "tile/0/001",
                "tile/0/002.p/88",
                "tile/1/000.p/2",
                "tile/entries/001",
                "tile/entries/002.p/88")),
        replaced);
  }

  /** However the entries come, the log is the same, and the reference says so. */
  @Test
  void theTreeDoesNotDependOnTheSteps() throws IOException, Refusal {
    int[] steps = {1, 2, 3, 5, 200, 44, 1, 256, 1, 300, 211}; // ends of tiles met and passed
    LogFolder log = log(0);
    int size = 0;
    for (int step : steps) {
      assertEquals(step, log.append(entries(size, size + step)));
      size += step;
      List<NodeHash> leaves = entries(0, size).stream().map(LogEntry::hash).toList();
      assertEquals(root(leaves), log.tree().head().root(), "of " + size);
      log.sign(KEY);
      assertEquals(size, LogAudit.of(folder, policyOfLog()).size());
    }
    assertEquals(1024, size);
    for (int i : new int[] {0, 255, 256, 700, 1023}) {
      LogProof proof = log.prove(certificate(i));
      assertEquals(i, proof.verify(certificate(i), policyOfLog()).index());
    }
  }

  /** RFC 9162, 2.1.1, word for word. */
  private static NodeHash root(List<NodeHash> leaves) {
    if (leaves.size() == 1) {
      return leaves.get(0);
    }
    int split = 1;
    while (2 * split < leaves.size()) {
      split *= 2;
    }
    return NodeHash.node(
        root(leaves.subList(0, split)), root(leaves.subList(split, leaves.size())));
  }

  @Test
  void nothingIsAddedTwice() throws IOException, Refusal {
    LogFolder log = log(5);
    assertEquals(0, log.append(entries(0, 5)));
    assertEquals(1, log.append(List.of(entries(5, 6).get(0), entries(5, 6).get(0))));
    assertEquals(5, log.index(entries(5, 6).get(0)).orElseThrow());
    assertTrue(log.index(entries(9, 10).get(0)).isEmpty());
    assertRefused(MALFORMED_LOG, () -> log.init(ORIGIN));
  }

  @Test
  void whatIsNotSignedIsNotProved() throws IOException, Refusal {
    LogFolder log = log(5);
    log.append(entries(5, 6));
    assertRefused(NOT_INCLUDED, () -> log.prove(certificate(5)));
    log.sign(KEY);
    assertEquals(5, log.prove(certificate(5)).index());
  }

  @Test
  void aNameWithBlanksIsNoOrigin() {
    assertRefused(MALFORMED_CHECKPOINT, () -> new LogFolder(folder, UNFORCED).init("a log"));
  }

  /** The log is not what was added. */
  // T-12 (a)
  @Test
  void aDamagedLogIsNotSigned() throws IOException, Refusal {
    LogFolder log = log(300);
    log.append(entries(300, 301));
    for (String name : List.of("tile/0/000", "tile/0/001.p/45")) {
      byte[] good = Files.readAllBytes(folder.resolve(name));
      byte[] bad = good.clone();
      bad[40] ^= 1;
      Files.write(folder.resolve(name), bad);
      if (name.contains("001")) {
        assertRefused(NOT_CONSISTENT, () -> log.sign(KEY));
        assertRefused(NOT_CONSISTENT, () -> log.append(entries(301, 302)));
      }
      Files.write(folder.resolve(name), good);
    }
    byte[] above = Files.readAllBytes(folder.resolve("tile/1/000.p/1"));
    above[0] ^= 1;
    Files.write(folder.resolve("tile/1/000.p/1"), above);
    assertRefused(NOT_CONSISTENT, () -> log.sign(KEY));
  }

  /** Another name, another key, another past. */
  // T-12 (b), (c)
  @Test
  void aLogSignsOnePastOnly() throws IOException, Refusal {
    LogFolder log = log(5);
    byte[] checkpoint = Files.readAllBytes(folder.resolve("checkpoint"));
    assertRefused(LOG_SIGNATURE_MISMATCH, () -> log.sign(TestLog.log("log.example/two", 1)));
    assertThrows(Refusal.class, () -> log.sign(TestLog.log(ORIGIN, 2)));
    Path other = Files.createDirectory(folder.resolve("other"));
    LogFolder fork = new LogFolder(other, UNFORCED);
    fork.init(ORIGIN);
    fork.append(entries(1, 9));
    Files.write(other.resolve("checkpoint"), checkpoint);
    assertRefused(NOT_CONSISTENT, () -> fork.sign(KEY));
    Path third = Files.createDirectory(folder.resolve("third"));
    LogFolder rewound = new LogFolder(third, UNFORCED);
    rewound.init(ORIGIN);
    rewound.append(entries(0, 4));
    Files.write(third.resolve("checkpoint"), checkpoint);
    assertRefused(NOT_CONSISTENT, () -> rewound.sign(KEY));
    assertArrayEquals(checkpoint, Files.readAllBytes(third.resolve("checkpoint")));
  }

  // T-12 (d)
  @Test
  void cosignaturesStayUnderTheirOwnCheckpoint() throws IOException, Refusal {
    LogFolder log = log(5);
    String text = log.checkpoint().text();
    NoteSigner witness = TestLog.witness("w.example", 2);
    log.add(text, List.of(witness.sign(text, 5)));
    log.add(text, List.of(witness.sign(text, 6)));
    assertEquals(
        2, log.checkpoint().signatures().size(), "the log's and the newest of the witness");
    log.sign(KEY);
    assertEquals(2, log.checkpoint().signatures().size(), "nothing new to sign");
    log.append(entries(5, 6));
    log.sign(KEY);
    assertEquals(1, log.checkpoint().signatures().size());
    assertRefused(NOT_CONSISTENT, () -> log.add(text, List.of(witness.sign(text, 7))));
  }

  // T-11 (a), (b)
  // T-15 (a), (b)
  @Test
  void anAuditFindsEveryDamage() throws IOException, Refusal {
    log(300);
    LogPolicy policy = policyOfLog();
    assertEquals(entries(0, 300), LogAudit.of(folder, policy));
    for (String name : files()) {
      if (name.startsWith("tile/")) {
        Path file = folder.resolve(name);
        byte[] good = Files.readAllBytes(file);
        for (int at : new int[] {0, good.length / 2, good.length - 1}) {
          byte[] bad = good.clone();
          bad[at] ^= 1;
          Files.write(file, bad);
          assertRefused(MALFORMED_LOG, () -> LogAudit.of(folder, policy));
        }
        Files.write(file, Arrays.copyOf(good, good.length - 1));
        assertRefused(MALFORMED_LOG, () -> LogAudit.of(folder, policy));
        Files.write(file, Arrays.copyOf(good, good.length + 1));
        assertRefused(MALFORMED_LOG, () -> LogAudit.of(folder, policy));
        Files.delete(file);
        assertThrows(IOException.class, () -> LogAudit.of(folder, policy));
        Files.write(file, good);
      }
    }
    assertEquals(300, LogAudit.of(folder, policy).size());
  }

  /** Tiles and entries agree, but another tree was signed. */
  // T-15 (b)
  @Test
  void anAuditComparesWithWhatWasSigned() throws IOException, Refusal {
    LogFolder log = log(3);
    String text = ORIGIN + "\n3\n" + NodeHash.leaf(new byte[1]) + "\n";
    SignedNote lie = new SignedNote(text, List.of(KEY.sign(text, 0)));
    Files.write(folder.resolve("checkpoint"), lie.bytes());
    assertEquals(3, log.tree().size());
    assertRefused(MALFORMED_LOG, () -> LogAudit.of(folder, policyOfLog()));
  }

  /** Readers may come between any two steps of a writer, and a writer may stop at each. */
  @Test
  @Tag("long")
  void whoeverStopsLeavesTheOldLogOrTheNewOne() throws IOException, Refusal {
    int stops = 0;
    for (int from : new int[] {0, 3, 250, 255, 256, 511}) {
      for (int to : new int[] {from + 1, from + 260}) {
        stops += stopEverywhere(from, to);
      }
    }
    assertTrue(stops > 200, "stopped " + stops + " times");
  }

  private int stopEverywhere(int from, int to) throws IOException, Refusal {
    for (int stop = 1; ; stop++) {
      Path one = folder.resolve(from + "-" + to + "-" + stop);
      LogFolder log = new LogFolder(one, UNFORCED);
      log.init(ORIGIN);
      log.append(entries(0, from));
      log.sign(KEY);
      Stopping disk = new Stopping(stop);
      boolean ended = tryAppend(new LogFolder(one, disk), entries(from, to));
      LogAudit.of(one, policyOfLog()); // what was signed is there, whatever happened
      long size = log.tree().size();
      assertTrue(size == from || size == to, "size " + size);
      assertTrue(!ended || size == to);
      int other = 7; // the next writer adds something else
      log.append(entries(to + other, to + 2 * other));
      assertEquals(size + other, log.sign(KEY).size());
      Set<LogEntry> want = new HashSet<>(entries(0, (int) size));
      want.addAll(entries(to + other, to + 2 * other));
      assertEquals(want, new HashSet<>(LogAudit.of(one, policyOfLog())));
      if (ended) {
        return stop - 1;
      }
    }
  }

  private static boolean tryAppend(LogFolder log, List<LogEntry> entries)
      throws IOException, Refusal {
    try {
      log.append(entries);
      return true;
    } catch (Stop stopped) {
      return false;
    }
  }

  private static final class Stop extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /** A machine that stops before its n-th operation, or in the middle of it. */
  private static final class Stopping implements Disk {
    private int left;

    Stopping(int left) {
      this.left = left;
    }

    private void step() {
      if (--left == 0) {
        throw new Stop();
      }
      if (left < 0) { // a stopped machine does nothing more, not even what "finally" says
        throw new Stop();
      }
    }

    @Override
    public void write(Path file, byte[] bytes) throws IOException {
      if (left == 1) {
        Disk.REAL.write(file, Arrays.copyOf(bytes, bytes.length / 2));
      }
      step();
      Disk.REAL.write(file, bytes);
    }

    @Override
    public void force(Path file) throws IOException {
      step();
    }

    @Override
    public void rename(Path old, Path name) throws IOException {
      step();
      Disk.REAL.rename(old, name);
    }

    @Override
    public void delete(Path file) throws IOException {
      step();
      Disk.REAL.delete(file);
    }
  }

  /** Two at once: one after the other. */
  @Test
  void twoWritersLoseNothing() throws Exception {
    log(0);
    List<Thread> writers = new ArrayList<>();
    List<Throwable> failures = new ArrayList<>();
    for (int w = 0; w < 2; w++) {
      int first = 100 * w;
      Thread writer =
          new Thread(
              () -> {
                try {
                  for (int i = 0; i < 30; i++) {
                    new LogFolder(folder, UNFORCED).append(entries(first + i, first + i + 1));
                  }
                } catch (IOException | Refusal failed) {
                  failures.add(failed);
                }
              });
      writers.add(writer);
      writer.start();
    }
    for (Thread writer : writers) {
      writer.join();
    }
    assertEquals(List.of(), failures);
    new LogFolder(folder, UNFORCED).sign(KEY);
    assertEquals(60, new HashSet<>(LogAudit.of(folder, policyOfLog())).size());
  }
}

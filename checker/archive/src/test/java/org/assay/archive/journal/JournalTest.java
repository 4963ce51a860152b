// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.journal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.assay.archive.files.Disk;
import org.assay.archive.folder.ArchiveFolder;
import org.assay.archive.refusal.Refusal;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
  private static final Map<String, String> OLD =
      Map.of("index.json", "old index", "models/a", "model a");

  private static final Map<String, String> CHANGED =
      Map.of(
          "index.json", "a longer new index", "a/x.cert.json", "x", "b/c/y", "y", "models/b", "");

  /** As fast as memory: whether something is forced is what StoppingDisk looks at. */
  private static final Disk UNFORCED =
      new Disk() {
        @Override
        public void force(Path file) {}

        @Override
        public void forceFolder(Path folder) {}
      };

  @TempDir Path folder;

  /** A change that may replace the index alone. */
  private record Put(Map<String, String> texts) implements Journal.Change {
    @Override
    public SortedMap<String, byte[]> files() {
      SortedMap<String, byte[]> files = new TreeMap<>();
      texts.forEach((name, text) -> files.put(name, text.getBytes(US_ASCII)));
      return files;
    }

    @Override
    public boolean replaces(String name) {
      return name.equals("index.json");
    }
  }

  private static SortedMap<String, String> state(Path folder) throws IOException {
    SortedMap<String, String> state = new TreeMap<>();
    try (Stream<Path> below = Files.walk(folder)) {
      for (Path file : below.filter(Files::isRegularFile).toList()) {
        if (!file.endsWith(".lock")) {
          state.put(folder.relativize(file).toString(), Files.readString(file));
        }
      }
    }
    return state;
  }

  private static SortedMap<String, String> after() {
    SortedMap<String, String> after = new TreeMap<>(OLD);
    after.putAll(CHANGED);
    return after;
  }

  @Test
  void aChangeIsMade() throws IOException, Refusal {
    new Journal(folder, Disk.REAL).commit(new Put(OLD));
    assertEquals(new TreeMap<>(OLD), state(folder));
    new Journal(folder, Disk.REAL).commit(new Put(CHANGED));
    assertEquals(after(), state(folder));
    new Journal(folder, Disk.REAL).commit(new Put(Map.of()));
    assertEquals(after(), state(folder));
  }

  @Test
  void whatIsThereIsKept() throws IOException, Refusal { // A-06 (b)
    Journal journal = new Journal(folder, Disk.REAL);
    journal.commit(new Put(OLD));
    Put again = new Put(Map.of("models/a", "other", "models/c", "c"));
    assertThrows(FileAlreadyExistsException.class, () -> journal.commit(again));
    assertEquals(new TreeMap<>(OLD), state(folder));
  }

  /**
   * The machine stops at each operation of a change, in each of several ways; then at each
   * operation of the repair as well. What comes next finds the old state or the new one.
   */
  @Test
  @Tag("long")
  void wheneverTheMachineStopsTheStateIsTheOldOrTheNewOne()
      throws IOException, Refusal { // A-06 (a)
    int kills = 0;
    int news = 0;
    for (int way = 0; way < 24; way++) {
      for (int stop = 0; ; stop++) {
        Path place = Files.createDirectory(folder.resolve(way + "-" + stop));
        new Journal(place, UNFORCED).commit(new Put(OLD));
        if (!killed(place, new Put(CHANGED), stop, way)) {
          assertEquals(after(), state(place));
          break;
        }
        kills++;
        if (way % 2 == 1 && killed(place, new Put(Map.of()), stop / 2, way)) {
          kills++;
        }
        new Journal(place, UNFORCED).read(() -> true);
        SortedMap<String, String> state = state(place);
        news += state.equals(after()) ? 1 : 0;
        assertTrue(
            state.equals(new TreeMap<>(OLD)) || state.equals(after()), way + " " + stop + state);
        new Journal(place, UNFORCED).commit(new Put(Map.of("models/later", "works")));
      }
    }
    assertTrue(kills >= 1000, "kills: " + kills);
    assertTrue(news > 100 && news < kills - 100, "new states: " + news + " of " + kills);
  }

  private static boolean killed(Path place, Journal.Change change, int stop, int way)
      throws IOException, Refusal {
    StoppingDisk disk = new StoppingDisk(stop, way);
    try {
      new Journal(place, disk).commit(change);
      return false;
    } catch (StoppingDisk.Stopped now) {
      disk.forget();
      return true;
    }
  }

  /** Whoever made the archive can put a plan in it; to verify is to finish it. */
  @Test
  void aStrangersPlanWritesNowhereElse() throws IOException { // A-06 (i)
    Path outside = Files.createDirectory(folder.resolve("outside"));
    int number = 0;
    for (String plan :
        List.of(
            "0 ../outside/a\n",
            "0 " + outside.toAbsolutePath() + "/a\n",
            "0 link/a\n",
            "../../outside/kept a\n",
            "a\n",
            "0 .lock\n",
            "0 a\n1 a\n",
            "")) {
      Path place = Files.createDirectory(folder.resolve("archive" + number++));
      Files.createSymbolicLink(place.resolve("link"), outside);
      Files.writeString(outside.resolve("kept"), "kept");
      Path pending = Files.createDirectory(place.resolve(".pending"));
      Files.writeString(pending.resolve("0"), "theirs");
      Files.writeString(pending.resolve("plan"), plan);
      assertThrows(Refusal.class, () -> new Journal(place, Disk.REAL).read(() -> true), plan);
      Put put = new Put(Map.of("models/a", "a"));
      assertThrows(Refusal.class, () -> new Journal(place, Disk.REAL).commit(put), plan);
      assertEquals(Map.of("kept", "kept"), state(outside));
      assertFalse(Files.exists(place.resolve("a")));
    }
    Put out = new Put(Map.of("../outside/a", "a"));
    assertThrows(Refusal.class, () -> new Journal(outside, Disk.REAL).commit(out));
  }

  /** A reader where no writer has been writes nothing; what it read counts if none came. */
  @Test
  void aReaderReadsAgainIfAWriterCame() throws IOException, Refusal { // A-06 (k)
    Files.writeString(folder.resolve("kept"), "old");
    Journal journal = new Journal(folder, Disk.REAL);
    assertEquals(Map.of("kept", "old"), journal.read(() -> state(folder)));
    assertFalse(Files.exists(folder.resolve(".lock")));
    List<String> reads = new ArrayList<>();
    Journal.Reading<String> reading =
        () -> {
          reads.add(Files.readString(folder.resolve("kept")));
          if (reads.size() == 1) { // as a writer does meanwhile
            Files.createFile(folder.resolve(".lock"));
            Files.writeString(folder.resolve("kept"), "new");
            throw new IOException("half a change");
          }
          return reads.get(reads.size() - 1);
        };
    assertEquals("new", journal.read(reading));
    assertEquals(List.of("old", "new"), reads);
    Files.delete(folder.resolve(".lock"));
    reads.clear();
    Journal.Reading<String> fails =
        () -> {
          throw new IOException("as it is");
        };
    assertEquals(
        "as it is", assertThrows(IOException.class, () -> journal.read(fails)).getMessage());
    Journal.Reading<String> silent =
        () -> {
          reads.add("");
          if (reads.size() == 1) {
            Files.createFile(folder.resolve(".lock"));
          }
          return "read " + reads.size();
        };
    assertEquals("read 2", journal.read(silent));
  }

  @Test
  void aWriterWaitsForAReader() throws IOException, Refusal { // A-06 (k)
    Journal journal = new Journal(folder, Disk.REAL);
    journal.commit(new Put(OLD));
    journal.read(
        () -> {
          try (FileChannel other = FileChannel.open(folder.resolve(".lock"), WRITE)) {
            assertThrows(OverlappingFileLockException.class, other::tryLock);
          }
          return true;
        });
    try (FileChannel other = FileChannel.open(folder.resolve(".lock"), WRITE)) {
      assertTrue(other.tryLock().isValid());
    }
  }

  @Test
  void aReaderFinishesAnInterruptedChange() throws IOException, Refusal { // A-06 (a)
    Path pending = Files.createDirectory(folder.resolve(".pending"));
    Files.writeString(pending.resolve("0"), "x");
    Files.writeString(pending.resolve("plan"), "0 a/b\n");
    Journal journal = new Journal(folder, Disk.REAL);
    assertEquals(Map.of("a/b", "x"), journal.read(() -> state(folder)));
    Files.createDirectory(pending);
    Files.writeString(pending.resolve("0"), "thrown away");
    assertEquals(Map.of("a/b", "x"), journal.read(() -> state(folder)));
    Files.writeString(pending, "no folder");
    assertEquals("x", journal.read(() -> state(folder)).get("a/b"));
  }

  /** To open a pipe is to wait for ever; a link is as good as one, and leads elsewhere. */
  @Test
  void whatIsNoFileIsNotOpened() throws IOException, Refusal { // A-06 (c), (i)
    Path elsewhere = Files.writeString(folder.resolve("elsewhere"), "0 a\n");
    Path place = Files.createDirectory(folder.resolve("archive"));
    Journal journal = new Journal(place, Disk.REAL);
    Files.createSymbolicLink(place.resolve(".lock"), elsewhere);
    assertThrows(Refusal.class, () -> journal.commit(new Put(OLD)));
    assertThrows(Refusal.class, () -> journal.read(() -> true));
    Files.delete(place.resolve(".lock"));
    Path pending = Files.createDirectory(place.resolve(".pending"));
    Files.createSymbolicLink(pending.resolve("plan"), elsewhere);
    assertThrows(Refusal.class, () -> journal.read(() -> true));
    Files.createSymbolicLink(place.resolve("evidence"), elsewhere);
    assertThrows(Refusal.class, () -> new ArchiveFolder(place).read("evidence"));
    assertThrows(NotDirectoryException.class, () -> new Journal(elsewhere, UNFORCED).commit(null));
    assertEquals("0 a\n", Files.readString(elsewhere));
  }

  @Test
  void writersTakeTurns() throws Exception {
    int each = 20;
    ExecutorService writers = Executors.newFixedThreadPool(4);
    List<Future<?>> all = new ArrayList<>();
    for (int writer = 0; writer < 4; writer++) {
      String name = "w" + writer;
      all.add(
          writers.submit(
              () -> {
                for (int i = 0; i < each; i++) {
                  new Journal(folder, Disk.REAL)
                      .commit(new Put(Map.of(name + "/" + i, name, "index.json", name + i)));
                }
                return null;
              }));
    }
    for (Future<?> one : all) {
      one.get();
    }
    writers.shutdown();
    assertEquals(4 * each + 1, state(folder).size());
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.assay.generator.files.Transaction.Existing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In which order a transaction changes the disk, and what is there if it is stopped. */
class TransactionTest {
  private static final List<String> NAMES = List.of("policy", "public", "secret");

  @TempDir private Path temporary;

  /** As {@code keygen --force} writes: the names were there, each with "old" and itself in it. */
  private Path oldSet(String name) throws IOException {
    Path folder = Files.createDirectory(temporary.resolve(name));
    for (String one : NAMES) Files.writeString(folder.resolve(one), "old " + one);
    return folder;
  }

  private static Transaction replacing(Path folder, Disk disk) {
    Transaction transaction = new Transaction(disk);
    for (String one : NAMES) {
      byte[] content = ("new " + one).getBytes(UTF_8);
      transaction.addSecret(folder.resolve(one), content, Existing.REMOVED_FIRST);
    }
    return transaction;
  }

  private static Map<String, String> contents(Path folder) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        contents.put(file.getFileName().toString(), Files.readString(file));
      }
    }
    return contents;
  }

  @Test
  void aNewFileIsForcedBeforeItHasItsName() throws IOException {
    StoppingDisk disk = new StoppingDisk(-1, true);
    Path file = temporary.resolve("x/y/new");
    new Transaction(disk).add(file, "a".getBytes(UTF_8), Existing.KEPT).commit();
    String above = temporary.getFileName().toString();
    assertEquals(
        List.of(
            "make x",
            "make y",
            "write tmp1",
            "force tmp1",
            "link tmp1 new",
            "delete tmp1",
            "force folder " + above,
            "force folder x",
            "force folder y"),
        disk.steps());
    assertEquals(Map.of("new", "a"), contents(file.getParent()));
  }

  @Test
  void withoutLinksANewFileIsMoved() throws IOException {
    StoppingDisk disk = new StoppingDisk(-1, false);
    Path folder = Files.createDirectory(temporary.resolve("a"));
    new Transaction(disk).add(folder.resolve("f"), new byte[1], Existing.KEPT).commit();
    assertEquals(
        List.of("write tmp1", "force tmp1", "move tmp1 f", "force folder a"), disk.steps());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatIsReplacedIsThereAtEveryMoment(boolean hasLinks) throws IOException {
    StoppingDisk disk = new StoppingDisk(-1, hasLinks);
    Path folder = oldSet("a");
    byte[] content = "new".getBytes(UTF_8);
    new Transaction(disk).add(folder.resolve("public"), content, Existing.REPLACED).commit();
    assertEquals(
        List.of(
            "write tmp1",
            "force tmp1",
            (hasLinks ? "link" : "copy") + " public old2",
            "force folder a",
            "move tmp1 public",
            "force folder a",
            "delete old2"),
        disk.steps());
    assertEquals("new", Files.readString(folder.resolve("public")));
    assertEquals(3, contents(folder).size());
  }

  @Test
  void ofASetAllOldFilesAreGoneBeforeTheFirstNewOneComes() throws IOException {
    StoppingDisk disk = new StoppingDisk(-1, true);
    Path folder = oldSet("a");
    replacing(folder, disk).commit();
    assertEquals(
        List.of(
            "write tmp1",
            "force tmp1",
            "write tmp2",
            "force tmp2",
            "write tmp3",
            "force tmp3",
            "move policy old4",
            "move public old5",
            "move secret old6",
            "force folder a",
            "link tmp1 policy",
            "delete tmp1",
            "link tmp2 public",
            "delete tmp2",
            "link tmp3 secret",
            "delete tmp3",
            "force folder a",
            "delete old4",
            "delete old5",
            "delete old6"),
        disk.steps());
    assertEquals(
        Map.of("policy", "new policy", "public", "new public", "secret", "new secret"),
        contents(folder));
  }

  /** Killed before any of its operations: no mixture, nothing in halves, nothing lost. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aKilledProcessLeavesNoMixtureAndLosesNothing(boolean hasLinks) throws IOException {
    int stops = 0;
    for (boolean isStopped = true; isStopped; stops += isStopped ? 1 : 0) {
      Path folder = oldSet("killed-" + stops);
      StoppingDisk disk = new StoppingDisk(stops, hasLinks);
      try {
        replacing(folder, disk).commit();
        isStopped = false;
      } catch (StoppingDisk.Stopped e) {
        assertNothingLost(contents(folder), disk.steps().toString());
      }
    }
    assertEquals(hasLinks ? 20 : 17, stops);
  }

  private static void assertNothingLost(Map<String, String> contents, String steps) {
    long old = NAMES.stream().filter(one -> ("old " + one).equals(contents.get(one))).count();
    long young = NAMES.stream().filter(one -> ("new " + one).equals(contents.get(one))).count();
    long named = NAMES.stream().filter(contents::containsKey).count();
    assertEquals(named, old + young, "a file is not whole after " + steps);
    assertTrue(old == 0 || young == 0, "a mixture after " + steps);
    if (young == NAMES.size()) return;
    for (String one : NAMES) {
      assertTrue(contents.containsValue("old " + one), one + " is lost after " + steps);
    }
  }
}

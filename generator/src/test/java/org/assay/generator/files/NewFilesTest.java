// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assay.generator.files.Transaction.Existing;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewFilesTest {
  private static final byte[] NEW = "new".getBytes(UTF_8);

  @TempDir private Path temporary;
  private Path folder;
  private Path input;

  @BeforeEach
  void makeAnInput() throws IOException {
    folder = Files.createDirectory(temporary.resolve("a folder"));
    input = Files.writeString(folder.resolve("input"), "mine");
  }

  private List<String> left() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.map(file -> folder.relativize(file).toString()).sorted().toList();
    }
  }

  /** Every way to spell the path of a file that is there. */
  private Map<String, Path> spellings() throws IOException {
    Map<String, Path> spellings = new LinkedHashMap<>();
    spellings.put("itself", input);
    spellings.put("dots", folder.resolve("../a folder/./input"));
    spellings.put("relative", Path.of("").toAbsolutePath().relativize(input.toRealPath()));
    spellings.put("hard link", Files.createLink(temporary.resolve("hard"), input));
    spellings.put("link", Files.createSymbolicLink(temporary.resolve("soft"), input));
    Path chain = temporary.resolve("chain");
    spellings.put("chain", Files.createSymbolicLink(chain, temporary.resolve("soft")));
    Path linked = Files.createSymbolicLink(temporary.resolve("linked"), folder);
    spellings.put("through a linked folder", linked.resolve("input"));
    Path other = folder.resolveSibling("a folder").resolve("INPUT");
    if (Files.exists(other)) spellings.put("other letters", other); // where these are the same
    return spellings;
  }

  @Test
  void nothingIsWrittenOverAnInputHoweverItIsSpelled() throws IOException {
    Map<String, Path> spellings = spellings();
    for (Path in : spellings.values()) {
      for (Map.Entry<String, Path> out : spellings.entrySet()) {
        for (Path read : List.of(in, folder)) {
          NewFiles files = new NewFiles(true).reading(null, read);
          IOException e =
              assertThrows(IOException.class, () -> files.write(out.getValue(), NEW), out::getKey);
          assertTrue(e.getMessage().contains("which this command reads"), e.getMessage());
          Map<String, byte[]> set = Map.of(out.getValue().getFileName().toString(), NEW);
          Path parent = out.getValue().getParent();
          assertThrows(IOException.class, () -> files.writeAll(parent, set, name -> false));
          assertEquals("mine", Files.readString(input), out.getKey());
        }
      }
    }
    assertEquals(List.of("", "input"), left());
  }

  @Test
  void onlyARegularFileIsReplaced() throws Exception {
    Path fifo = folder.resolve("fifo");
    assertEquals(0, new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor());
    Path link = Files.createSymbolicLink(folder.resolve("link"), input);
    Path dangling = Files.createSymbolicLink(folder.resolve("dangling"), Path.of("nowhere"));
    for (Path none : List.of(fifo, link, dangling, folder, Path.of("/dev/null"))) {
      for (boolean force : new boolean[] {true, false}) {
        IOException e = assertThrows(IOException.class, () -> new NewFiles(force).write(none, NEW));
        assertTrue(e.getMessage().startsWith(none + ": is "), e.getMessage());
      }
    }
    assertEquals("mine", Files.readString(input));
    assertFalse(Files.isRegularFile(Path.of("/dev/null")));
    assertTrue(Files.isSymbolicLink(link) && Files.isSymbolicLink(dangling));
  }

  @Test
  void whatExistsIsKeptWithoutForceAndReplacedWithIt() throws IOException {
    assertThrows(FileAlreadyExistsException.class, () -> new NewFiles(false).write(input, NEW));
    assertEquals("mine", Files.readString(input));
    new NewFiles(true).write(input, NEW);
    assertEquals("new", Files.readString(input));
    new NewFiles(false).write(folder.resolve("other"), NEW);
    assertEquals(List.of("", "input", "other"), left());
  }

  /** Root may write to any folder but those of the kernel. */
  @Test
  void aFolderThatTakesNoFilesIsFoundBeforeTheWorkAndTheFileIsNamed() {
    for (Path out : List.of(Path.of("/proc/x.cert.json"), Path.of("/proc/self/no/x"))) {
      IOException e =
          assertThrows(
              IOException.class,
              () -> new NewFiles(false).requireWritable(out.getParent(), List.of("x.cert.json")));
      Path named = out.resolveSibling("x.cert.json");
      assertTrue(e.getMessage().startsWith(named + ": cannot be written"), e.getMessage());
      assertFalse(e.getMessage().contains(".tmp"), e.getMessage());
    }
    Path missing = folder.resolve("missing/x");
    IOException e =
        assertThrows(IOException.class, () -> new NewFiles(false).requireWritable(missing));
    assertEquals(missing.getParent() + ": no such folder", e.getMessage());
  }

  /** Old keys, of which one cannot be replaced: none is. */
  @Test
  void aSetIsReplacedWholeOrNotAtAll() throws IOException {
    Files.writeString(folder.resolve("b"), "old b");
    Path made = folder.resolve("x/y/c");
    Path isThere = Files.writeString(folder.resolve("z"), "old z");
    List<Path> impossible = List.of(isThere, input.resolve("below a file"), folder.resolve("b"));
    for (Path last : impossible) {
      Transaction transaction =
          new Transaction()
              .addSecret(input, NEW, Existing.REMOVED_FIRST)
              .add(folder.resolve("b"), NEW, Existing.REPLACED)
              .add(made, NEW, Existing.KEPT)
              .add(last, NEW, Existing.KEPT);
      IOException e = assertThrows(IOException.class, transaction::commit);
      assertTrue(e.getMessage().startsWith(last.toString()), e.getMessage());
      assertEquals(0, e.getSuppressed().length);
      assertEquals(List.of("", "b", "input", "z"), left());
      assertEquals("mine", Files.readString(input));
      assertEquals("old b", Files.readString(folder.resolve("b")));
    }
  }

  /** The third is written twice, which shows only when it is published: the first two are back. */
  @Test
  void aFailureBetweenTheRenamesPutsAllBack() throws IOException {
    Files.writeString(folder.resolve("b"), "old b");
    Path twice = folder.resolve("new/twice");
    Transaction transaction =
        new Transaction()
            .add(input, NEW, Existing.REMOVED_FIRST)
            .add(folder.resolve("b"), NEW, Existing.REPLACED)
            .add(twice, NEW, Existing.KEPT)
            .add(twice, NEW, Existing.KEPT);
    IOException e = assertThrows(FileAlreadyExistsException.class, transaction::commit);
    assertEquals(0, e.getSuppressed().length);
    assertEquals(List.of("", "b", "input"), left());
    assertEquals("mine", Files.readString(input));
    assertEquals("old b", Files.readString(folder.resolve("b")));
  }

  @Test
  void aSetIsWrittenWithItsFoldersAndModes() throws IOException {
    Path keys = folder.resolve("x/keys");
    Map<String, byte[]> set = Map.of("secret", NEW, "public", NEW);
    new NewFiles(false).writeAll(keys, set, "secret"::equals);
    new NewFiles(true).writeAll(keys, set, "secret"::equals);
    assertEquals(List.of("", "input", "x", "x/keys", "x/keys/public", "x/keys/secret"), left());
    assertEquals(
        "rw-------",
        java.nio.file.attribute.PosixFilePermissions.toString(
            Files.getPosixFilePermissions(keys.resolve("secret"))));
  }
}

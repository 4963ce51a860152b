// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assay.checker.Checker;
import org.assay.checker.foreign.ForeignFile;
import org.assay.checker.foreign.TensorNames;
import org.assay.checker.json.Sha256;

/**
 * Finds model files by digest among the {@code *.safetensors} of some folders; lists each folder
 * once and digests each file once. For several threads.
 */
final class ModelFolder {
  private static final String ENDING = ".safetensors";
  private static final String HINT = "; --model FILE or --models DIR says where it is";

  private final Map<Path, Folder> folders = new HashMap<>();

  /**
   * The model with this digest in the first of the folders that has it; folders need not exist.
   *
   * @param likely names of files without their ending, looked at first in a folder that has them
   * @throws IOException if none has it
   */
  byte[] read(String sha256, List<Path> places, List<String> likely) throws IOException {
    Optional<Path> found = Optional.empty();
    synchronized (this) {
      for (int i = 0; i < places.size() && found.isEmpty(); i++) {
        found = folder(places.get(i)).find(sha256, likely);
      }
    }
    if (found.isEmpty()) {
      throw new IOException(notFound(sha256, places));
    }
    return readAtMost(found.get(), Checker.MAX_MODEL);
  }

  private synchronized String notFound(String sha256, List<Path> places) throws IOException {
    String searched = places.stream().map(Path::toString).collect(Collectors.joining(", "));
    String message = "no *.safetensors with sha256 " + sha256 + " in any of: " + searched + HINT;
    List<String> unreadable = new ArrayList<>();
    for (Path place : places) {
      Path pointer = folder(place).pointers.get(sha256);
      if (pointer != null) {
        return message + "; " + pointer + " is a git-LFS pointer to it: run git lfs pull";
      }
      unreadable.addAll(folder(place).unreadable);
    }
    return unreadable.isEmpty() ? message : message + "; cannot be read there: " + unreadable;
  }

  /**
   * The file, or one byte more than the limit if it is longer.
   *
   * @throws FileSystemException that names it, if it cannot be read
   */
  static byte[] readAtMost(Path file, int limit) throws FileSystemException {
    boolean fromShell = file.toString().matches("/dev/stdin|/dev/fd/[0-9]+|/proc/self/fd/[0-9]+");
    try {
      if (!fromShell && Files.readAttributes(file, BasicFileAttributes.class).isOther()) {
        throw new FileSystemException(
            file.toString(), null, "a pipe or device, not a regular file");
      }
      try (InputStream in = Files.newInputStream(file)) {
        return in.readNBytes(limit + 1);
      }
    } catch (FileSystemException named) {
      throw named;
    } catch (IOException unnamed) { // a folder, or a disk that fails
      throw new FileSystemException(file.toString(), null, unnamed.getMessage());
    }
  }

  private Folder folder(Path place) throws IOException {
    Path key = place.toAbsolutePath().normalize();
    Folder known = folders.get(key);
    if (known == null) {
      known = new Folder(place);
      folders.put(key, known);
    }
    return known;
  }

  /** A folder's models; digested one after another, until the one that is looked for is found. */
  private static final class Folder {
    private final Path folder;
    private final Queue<Path> unread = new ArrayDeque<>();
    private final List<String> unreadable = new ArrayList<>();
    private final Map<String, Path> byDigest = new HashMap<>();
    private final Map<String, Path> pointers = new HashMap<>();

    Folder(Path folder) throws IOException {
      this.folder = folder;
      for (Path file : models(folder)) {
        if (Files.isRegularFile(file) && Files.isReadable(file)) {
          unread.add(file);
        } else if (!Files.isDirectory(file)) { // also a link to nothing
          unreadable.add(file.toString());
        }
      }
    }

    Optional<Path> find(String sha256, List<String> likely) throws IOException {
      for (String name : likely) {
        Path first = folder.resolve(name + ENDING);
        if (!byDigest.containsKey(sha256) && unread.remove(first)) {
          digest(first);
        }
      }
      while (!byDigest.containsKey(sha256) && !unread.isEmpty()) {
        digest(unread.remove());
      }
      return Optional.ofNullable(byDigest.get(sha256));
    }

    private void digest(Path file) throws IOException {
      byte[] bytes = readAtMost(file, Checker.MAX_MODEL);
      byDigest.putIfAbsent(Sha256.of(bytes), file);
      TensorNames.of(bytes).early(bytes.length).ifPresent(why -> unreadable.add(file + " " + why));
      ForeignFile.pointsTo(bytes).ifPresent(digest -> pointers.putIfAbsent(digest, file));
    }

    private static List<Path> models(Path folder) throws IOException {
      if (!Files.isDirectory(folder)) {
        return List.of();
      }
      try (Stream<Path> files = Files.list(folder)) {
        return files.filter(file -> file.toString().endsWith(ENDING)).sorted().toList();
      }
    }
  }
}

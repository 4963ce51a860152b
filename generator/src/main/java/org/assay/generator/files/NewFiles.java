// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.files;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.assay.generator.files.Transaction.Existing;

/**
 * The one way in which commands write: whole files or none, never over anything that the command
 * reads, never over anything but a regular file. What exists is kept unless {@code force} is set.
 */
public final class NewFiles {
  private final boolean force;
  private final String existing; // what is said of a file that is there
  private final List<Path> inputs;

  /** A command that reads no files and has no option {@code --force}. */
  public NewFiles() {
    this(false, "exists", List.of());
  }

  /** A command that reads no files and has the option {@code --force}. */
  public NewFiles(boolean force) {
    this(force, "exists; --force overwrites it", List.of());
  }

  private NewFiles(boolean force, String existing, Collection<Path> inputs) {
    this.force = force;
    this.existing = existing;
    this.inputs = List.copyOf(inputs);
  }

  /**
   * The same for a command that reads these, too: files, or folders and all files directly in them.
   * A null is an option that was not given.
   */
  public NewFiles reading(Path... more) {
    List<Path> all = new ArrayList<>(inputs);
    Arrays.stream(more).filter(path -> path != null).forEach(all::add);
    return new NewFiles(force, existing, all);
  }

  /**
   * To be called before long work: whether {@link #write} would write this file. Makes and removes
   * an empty file in its folder, since nothing else tells for sure.
   *
   * @throws FileAlreadyExistsException if the file exists and force is not set
   * @throws IOException naming the file, if it is an input, no regular file, or cannot be written
   */
  public void requireWritable(Path file) throws IOException {
    requireAllowed(file);
    Path folder = Place.folder(file);
    if (folder == null || !Files.isDirectory(folder)) {
      throw new IOException(folder + ": no such folder");
    }
    Place.probe(file);
  }

  /** The same for {@link #writeAll}, which makes the folder if it does not exist. */
  public void requireWritable(Path folder, Collection<String> names) throws IOException {
    if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(folder)) {
      throw new IOException(folder + ": is no folder");
    }
    for (String name : names) requireAllowed(folder.resolve(name));
    for (String name : names) Place.probe(folder.resolve(name));
  }

  private void requireAllowed(Path file) throws IOException {
    if (Files.isDirectory(file)) throw new IOException(file + ": is a folder, want a file");
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) return;
    requireNoInput(file);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException(
          file
              + (Files.isSymbolicLink(file)
                  ? ": is a symbolic link, want a regular file or none"
                  : ": is no regular file; nothing is written over it"));
    }
    if (!force) {
      throw new FileAlreadyExistsException(file.toString(), null, existing);
    }
  }

  /** However the path is spelled: by links of both kinds, in other letters, with {@code ..}. */
  private void requireNoInput(Path file) throws IOException {
    if (!Files.exists(file)) return; // a link to nothing
    for (Path input : inputs) {
      if (!Files.exists(input)) continue; // whoever reads it says so
      if (Files.isSameFile(file, input)) throw refusal(file, input);
      if (!Files.isDirectory(input)) continue;
      try (DirectoryStream<Path> inside = Files.newDirectoryStream(input)) {
        for (Path one : inside) {
          if (Files.exists(one) && Files.isSameFile(file, one)) throw refusal(file, one);
        }
      }
    }
  }

  private static IOException refusal(Path file, Path input) {
    return new IOException(
        file + ": is " + input + ", which this command reads; it is not written over");
  }

  /**
   * Whether two paths are of one file, or will be: however they are spelled, by links of both
   * kinds, and in other letters where these are the same. Paths of folders, or into none, are not.
   *
   * @throws IOException naming the first, if nothing can be made in its folder to find out
   */
  public static boolean isSame(Path a, Path b) throws IOException {
    if (Files.isDirectory(a) || Files.isDirectory(b)) return false;
    if (Files.exists(a) && Files.exists(b)) return Files.isSameFile(a, b);
    Path here = Place.folder(a);
    Path there = Place.folder(b);
    if (!Files.isDirectory(here) || !Files.isDirectory(there)) return false;
    return Files.isSameFile(here, there) && Place.isOneName(a, b);
  }

  /** Writes the file; on a failure nothing is left of it, and what was there is there. */
  public void write(Path file, byte[] content) throws IOException {
    requireWritable(file);
    Existing existing = force ? Existing.REPLACED : Existing.KEPT;
    new Transaction().add(file, content, existing).commit();
  }

  /**
   * Writes all or none; with force, files that were there are replaced together, never a part of
   * them. Secret files have mode 0600 from their creation on.
   */
  public void writeAll(Path folder, Map<String, byte[]> files, Predicate<String> secret)
      throws IOException {
    requireWritable(folder, files.keySet());
    Existing existing = force ? Existing.REMOVED_FIRST : Existing.KEPT;
    Transaction transaction = new Transaction();
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Path to = folder.resolve(file.getKey());
      if (secret.test(file.getKey())) {
        transaction.addSecret(to, file.getValue(), existing);
      } else {
        transaction.add(to, file.getValue(), existing);
      }
    }
    transaction.commit();
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Files that are to be read, looked at before they are opened: to open a named pipe would wait for
 * somebody who writes into it.
 */
public final class Input {
  /** What a shell hands over in place of a file, as in {@code <(command)}. */
  private static final Pattern HANDED_OVER =
      Pattern.compile("/dev/stdin|/dev/fd/[0-9]+|/proc/self/fd/[0-9]+");

  private Input() {}

  /** Why it is no regular file, in words; a file that is not there is left to whoever reads it. */
  public static Optional<String> noFile(Path file) {
    if (Files.isDirectory(file)) return Optional.of("is a folder, want a file");
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      return Optional.of("is no regular file");
    }
    return Optional.empty();
  }

  /**
   * For what is read more than once, or was not named by the user.
   *
   * @param what the file is, for the message
   * @throws IOException naming the file, if it is a folder, a pipe or a device
   */
  public static void requireRegular(String what, Path file) throws IOException {
    Optional<String> why = noFile(file);
    if (why.isPresent()) throw new IOException(what + " " + file + ": " + why.get());
  }

  /** The same, but a pipe or terminal that the shell hands over will do; read it once. */
  public static void requireReadable(String what, Path file) throws IOException {
    boolean isHandedOver = HANDED_OVER.matcher(file.toString()).matches();
    if (!isHandedOver || Files.isDirectory(file)) requireRegular(what, file);
  }
}

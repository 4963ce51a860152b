// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Why a file or a folder cannot be read, for people: Java's message is often the path alone. */
final class Unreadable {
  private Unreadable() {}

  /** Names the file if it is known. */
  static String sentence(IOException why) {
    String file = why instanceof FileSystemException named ? named.getFile() + ": " : "";
    return "cannot read: " + file + reason(why);
  }

  static String reason(IOException why) {
    if (why instanceof NoSuchFileException) {
      return "no such file";
    }
    if (why instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (why instanceof NotDirectoryException) {
      return "not a folder";
    }
    String reason = why instanceof FileSystemException named ? named.getReason() : why.getMessage();
    return reason == null ? why.getClass().getSimpleName() : reason;
  }
}

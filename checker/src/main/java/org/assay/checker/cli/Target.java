// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** A certificate to check, or a place where one may be that cannot be looked at. */
record Target(Path path, Optional<String> problem) {
  private static final Path STDIN = Path.of("-");

  static Target of(Path path) {
    return new Target(path, Optional.empty());
  }

  static Target problem(Path path, String problem) {
    return new Target(path, Optional.of(problem));
  }

  /**
   * The certificate's bytes, or one more than the limit.
   *
   * @throws IOException if they cannot be read
   */
  byte[] read(int limit) throws IOException {
    if (problem.isPresent()) {
      throw new IOException(problem.get());
    }
    return path.equals(STDIN)
        ? System.in.readNBytes(limit + 1)
        : ModelFolder.readAtMost(path, limit);
  }
}

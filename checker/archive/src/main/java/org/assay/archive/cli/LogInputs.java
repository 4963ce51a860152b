// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.assay.archive.files.NamedFile;
import org.assay.archive.log.LogPolicy;
import org.assay.archive.log.LogProof;
import org.assay.archive.refusal.Refusal;
import org.assay.checker.Checker;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** The files that commands about logs read. */
final class LogInputs {
  private static final String CERTIFICATE = ".cert.json";

  private LogInputs() {}

  static LogPolicy policy(Path file) throws IOException, Refusal {
    return LogPolicy.parse(read(file, LogPolicy.MAX_BYTES));
  }

  static ParameterException usage(CommandSpec spec, String why) {
    return new ParameterException(spec.commandLine(), why);
  }

  /** A certificate or a manifest. */
  static byte[] certificate(Path file) throws IOException {
    return read(file, Checker.MAX_CERTIFICATE);
  }

  /** Where the proof of a file stands unless somebody says otherwise. */
  static Path proofOf(Path file) {
    return file.resolveSibling(file.getFileName() + LogProof.SUFFIX);
  }

  /**
   * @throws IOException if it cannot be read, or is longer
   */
  static byte[] read(Path file, int most) throws IOException {
    byte[] bytes = NamedFile.read(file, most + 1);
    if (bytes.length > most) {
      throw new IOException(file + ": got more than " + most + " bytes, want at most that");
    }
    return bytes;
  }

  /**
   * The files, and the certificates below the folders.
   *
   * @throws IOException if there is none: nothing would be verified, and nothing be said
   */
  static List<Path> expanded(List<Path> files) throws IOException {
    List<Path> all = new ArrayList<>();
    for (Path file : files) {
      if (Files.isDirectory(file)) {
        try (Stream<Path> below = Files.walk(file)) {
          below
              .filter(one -> one.toString().endsWith(CERTIFICATE) && Files.isRegularFile(one))
              .sorted()
              .forEach(all::add);
        }
      } else {
        all.add(file);
      }
    }
    if (all.isEmpty()) {
      throw new IOException(files.get(0) + ": has no *.cert.json, so there is nothing to do");
    }
    return all;
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.commands;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assay.generator.fleet.Fleet;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** What {@code --cluster} needs. */
final class ClusterOption {
  private static final String CHECKER = "checker/target/launcher/assay-checker.jar";
  private static final String ARCHIVE = "checker/archive/target/launcher/assay-archive.jar";

  private ClusterOption() {}

  /**
   * Who opens the cluster.
   *
   * @throws ParameterException if it is spelled otherwise than clusters are
   * @throws IOException if this program knows no clusters
   */
  static Fleet.Provider provider(CommandSpec spec, String master) throws IOException {
    Fleet.Provider provider = Fleet.provider();
    if (!provider.knows(master)) {
      throw new ParameterException(
          spec.commandLine(), "--cluster: got " + master + ", want " + provider.spelling());
    }
    return provider;
  }

  /** The checker's jar, which goes to the cluster; the launcher builds it. */
  static Path checker(Path home) throws IOException {
    return jar("checker", home.resolve(CHECKER));
  }

  /** The jar of the program that makes receipts; the launcher builds it where they are wanted. */
  static Path archive(Path home) throws IOException {
    return jar("archive", home.resolve(ARCHIVE));
  }

  private static Path jar(String program, Path jar) throws IOException {
    if (!Files.exists(jar)) {
      throw new IOException(
          program + " " + jar + ": no such file; start assay by generator/bin/assay");
    }
    return jar;
  }
}

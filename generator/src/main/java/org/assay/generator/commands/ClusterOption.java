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
    Path jar = home.resolve(CHECKER);
    if (!Files.exists(jar)) {
      throw new IOException(
          "checker " + jar + ": no such file; start assay by generator/bin/assay");
    }
    return jar;
  }
}

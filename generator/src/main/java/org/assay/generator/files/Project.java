// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.files;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;

/** The source tree that this program runs from: it holds the checker and the published models. */
public final class Project {
  private static final String CHECKER = "checker/bin/assay-check";

  private Project() {}

  /**
   * The launcher passes the root as {@code assay.home}; without it the root is looked for above the
   * jar.
   */
  public static Path home() throws IOException {
    String home = System.getProperty("assay.home");
    if (home != null) return Path.of(home);
    for (Path folder = program(); folder != null; folder = folder.getParent()) {
      if (Files.exists(folder.resolve(CHECKER))) return folder;
    }
    throw new IOException(
        "source tree not found above " + program() + ": start assay by generator/bin/assay");
  }

  /** The checker's launcher. */
  public static Path checker() throws IOException {
    Path checker = home().resolve(CHECKER);
    if (!Files.isExecutable(checker)) {
      throw new IOException("checker " + checker + ": no such program; see --checker");
    }
    return checker;
  }

  private static Path program() {
    try {
      CodeSource source = Project.class.getProtectionDomain().getCodeSource();
      return Path.of(source.getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("location of the program is not a path", e);
    }
  }
}

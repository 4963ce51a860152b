// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.options;

import java.io.IOException;
import java.nio.file.Path;
import org.assay.generator.files.Project;
import org.assay.generator.issue.CheckerProcess;
import picocli.CommandLine.Option;

/** Which checker decides. */
public final class CheckerOption {
  @Option(
      names = "--checker",
      paramLabel = "PATH",
      description = "the checker's program (default: checker/bin/assay-check of this source tree)")
  private Path checker;

  /** The program that was named; null if none was. */
  public Path given() {
    return checker;
  }

  /**
   * @throws IOException if none was named and there is no source tree with one
   */
  public CheckerProcess program() throws IOException {
    return new CheckerProcess(checker == null ? Project.checker() : checker);
  }
}

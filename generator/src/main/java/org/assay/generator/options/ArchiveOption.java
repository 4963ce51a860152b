// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.options;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which archive a command is about. */
public final class ArchiveOption {
  @Option(
      names = "--dir",
      required = true,
      paramLabel = "DIR",
      description = "archive: a folder with models/*.safetensors (required)")
  private Path dir;

  /** Its folder, which may be none. */
  public Path folder() {
    return dir;
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.options;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The model that a command is about. */
public final class ModelOption {
  @Option(
      names = "--model",
      required = true,
      paramLabel = "FILE",
      description = "model, a safetensors file with TransformerLens names (required)")
  private Path model;

  public Path file() {
    return model;
  }
}

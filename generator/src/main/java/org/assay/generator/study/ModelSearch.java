// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.assay.generator.certificate.CertificateReader;

/** Finds the model of a certificate by its SHA-256, where the checker looks for it as well. */
public final class ModelSearch {
  private ModelSearch() {}

  /**
   * The model file, named as the certificate is: from the same folder on.
   *
   * @throws IOException if there is none, or the certificate is none
   */
  public static Path of(Path certificate) throws IOException {
    String want =
        CertificateReader.either(certificate, CertificateReader.bytes(certificate)).sha256();
    Path folder = Optional.ofNullable(certificate.getParent()).orElse(Path.of("."));
    List<Path> places =
        List.of(
            folder.normalize(),
            folder.resolve("models").normalize(),
            folder.resolve("..").resolve("models").normalize());
    for (Path place : places) {
      for (Path model : models(place)) {
        if (CertificateReport.sha256(Files.readAllBytes(model)).equals(want)) return model;
      }
    }
    throw new IOException(
        "certificate "
            + certificate
            + ": no *.safetensors with its SHA-256 "
            + want
            + " in any of "
            + places
            + ": name it by --model");
  }

  private static List<Path> models(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) return List.of();
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".safetensors") && Files.isRegularFile(file))
          .sorted()
          .toList();
    }
  }
}

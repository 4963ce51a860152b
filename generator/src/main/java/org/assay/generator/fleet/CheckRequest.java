// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.fleet;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Which certificates are to be decided, and how.
 *
 * @param master the cluster
 * @param places certificates and folders, paths or URIs of any file system that the cluster knows
 * @param models one more folder of models
 * @param policy whose signatures are demanded, or nobody's
 * @param parts ranges that a certificate is divided into; 0: it is decided whole
 * @param records a new file with a line for each task
 * @param receipts what each task signs
 * @param isJson whether lines are those of {@code assay-check --json}
 */
public record CheckRequest(
    String master,
    List<String> places,
    Optional<String> models,
    Optional<Path> policy,
    int parts,
    Optional<Path> records,
    Optional<Receipts> receipts,
    boolean isJson) {
  /**
   * That whoever decides signs what was decided.
   *
   * @param folder where receipts are written, here
   * @param key folder of private keys, of the machine that decides
   * @param program the jar of the program that decides and signs
   */
  public record Receipts(Path folder, String key, Path program) {}
}

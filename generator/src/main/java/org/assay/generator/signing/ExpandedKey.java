// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.signing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assay.generator.files.Input;

/** An ML-DSA-65 private key in the form that a JDK reads, which is not the one that is kept. */
public final class ExpandedKey {
  private ExpandedKey() {}

  /**
   * PEM, in the clear.
   *
   * @throws IOException naming the file, if it is no private key of ML-DSA-65
   */
  public static byte[] of(Path file, PasswordSource passwords) throws IOException {
    Input.requireReadable("keys", file);
    try {
      byte[] kept = PemFile.readPrivateKey(Files.readAllBytes(file), passwords);
      return PemFile.privateKey(SigningKey.ofAny(kept).pkcs8Expanded());
    } catch (IOException e) {
      throw new IOException("keys " + file + ": " + e.getMessage(), e);
    }
  }
}

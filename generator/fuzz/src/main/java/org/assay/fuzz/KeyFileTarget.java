// SPDX-License-Identifier: Apache-2.0
package org.assay.fuzz;

import java.io.IOException;
import java.nio.file.Path;
import org.assay.generator.signing.KeyListing;

/** Any bytes as a file of keys: PEM, public or private, or a policy. */
public final class KeyFileTarget {
  private static final Scratch FILE = new Scratch("keys.pem");

  private KeyFileTarget() {}

  public static void fuzzerTestOneInput(byte[] bytes) {
    Path file = FILE.with(bytes);
    try {
      KeyListing.read(file, () -> "x".toCharArray());
    } catch (IOException why) {
      if (!String.valueOf(why.getMessage()).contains(file.toString())) {
        throw new AssertionError("a refusal that does not name the file: " + why, why);
      }
    }
  }
}

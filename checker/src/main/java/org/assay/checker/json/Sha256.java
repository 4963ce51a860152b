// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.json;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Digests as certificates spell them: 64 lower-case hexadecimal digits (spec F-03 d). */
public final class Sha256 {
  private Sha256() {}

  public static String of(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException absent) { // every Java platform has it
      throw new IllegalStateException(absent);
    }
  }
}

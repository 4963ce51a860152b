// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.log;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Ed25519 by the equation without the cofactor (spec T-05 f), which OpenSSL and Go use. RFC 8032
 * allows the other one, too, and Bouncy Castle takes that: there are signatures, which only the
 * owner of a key can make, that hold there and not here.
 */
final class Ed25519Equation {
  /** What stands before the key in its SubjectPublicKeyInfo, RFC 8410. */
  private static final byte[] PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

  private Ed25519Equation() {}

  /** Whether it is a signature by this key. Requires: the key is a point of prime order. */
  static boolean holds(byte[] key, byte[] message, byte[] signature) {
    byte[] spki = Arrays.copyOf(PREFIX, PREFIX.length + key.length);
    System.arraycopy(key, 0, spki, PREFIX.length, key.length);
    try {
      Signature verifier = Signature.getInstance("Ed25519");
      KeyFactory keys = KeyFactory.getInstance("Ed25519");
      verifier.initVerify(keys.generatePublic(new X509EncodedKeySpec(spki)));
      verifier.update(message);
      return verifier.verify(signature);
    } catch (NoSuchAlgorithmException absent) { // every Java from 15 on has it
      throw new IllegalStateException(absent);
    } catch (GeneralSecurityException malformed) { // S of L or more
      return false;
    }
  }
}

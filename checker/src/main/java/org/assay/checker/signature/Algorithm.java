// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.signature;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.bouncycastle.crypto.Signer;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.signers.MLDSASigner;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** The signature algorithms that a policy can name (spec F-06, F-07). */
enum Algorithm {
  /**
   * RFC 8032: Bouncy Castle refuses S >= L. It takes the equation with the cofactor (seen in 1.87),
   * the JDK, OpenSSL and Go that without, so the JDK is asked, too. Key form: RFC 8410.
   */
  ED25519("Ed25519", 44, 64, "302a300506032b6570032100") {
    @Override
    boolean isKey(byte[] raw) {
      return Ed25519.validatePublicKeyFull(raw, 0); // F-07 (b)
    }

    @Override
    Signer verifier(byte[] raw) {
      Signer verifier = new Ed25519Signer();
      verifier.init(false, new Ed25519PublicKeyParameters(raw));
      return verifier;
    }

    @Override
    boolean equationHolds(byte[] raw, byte[] message, byte[] signature) { // F-06 (c)
      byte[] spki = Arrays.copyOf(spkiPrefix(), spkiBytes);
      System.arraycopy(raw, 0, spki, spkiBytes - raw.length, raw.length);
      try {
        Signature verifier = Signature.getInstance(label);
        PublicKey key = KeyFactory.getInstance(label).generatePublic(new X509EncodedKeySpec(spki));
        verifier.initVerify(key);
        verifier.update(message);
        return verifier.verify(signature);
      } catch (NoSuchAlgorithmException missing) {
        throw new IllegalStateException(
            "this Java has no " + label + ": got no module jdk.crypto.ec, want it", missing);
      } catch (GeneralSecurityException refused) {
        return false;
      }
    }
  },

  /** FIPS 204, pure, empty context. Key form: RFC 9881. */
  ML_DSA_65("ML-DSA-65", 1974, 3309, "308207b2300b0609608648016503040312038207a100") {
    @Override
    boolean isKey(byte[] raw) {
      return true; // every string of this length is one
    }

    @Override
    Signer verifier(byte[] raw) {
      Signer verifier = new MLDSASigner();
      verifier.init(false, new MLDSAPublicKeyParameters(MLDSAParameters.ml_dsa_65, raw));
      return verifier;
    }
  };

  final String label;
  final int spkiBytes;
  final int signatureBytes;
  private final String spkiPrefix;

  Algorithm(String label, int spkiBytes, int signatureBytes, String spkiPrefix) {
    this.label = label;
    this.spkiBytes = spkiBytes;
    this.signatureBytes = signatureBytes;
    this.spkiPrefix = spkiPrefix;
  }

  /** The algorithm that a policy calls so. */
  static Optional<Algorithm> named(String label) {
    return Arrays.stream(values()).filter(known -> known.label.equals(label)).findFirst();
  }

  @Override
  public String toString() {
    return label;
  }

  /** The DER bytes before the raw key in its SubjectPublicKeyInfo. */
  byte[] spkiPrefix() {
    return HexFormat.of().parseHex(spkiPrefix);
  }

  /** Whether these raw bytes, of the right number, are a key. */
  abstract boolean isKey(byte[] raw);

  abstract Signer verifier(byte[] raw);

  /** What the verifier leaves open, for a signature that it takes. */
  boolean equationHolds(byte[] raw, byte[] message, byte[] signature) {
    return true;
  }
}

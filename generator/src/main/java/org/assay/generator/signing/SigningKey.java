// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.signing;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.crypto.CipherParameters;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.Signer;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.signers.MLDSASigner;

/** One private key, given by its 32-byte seed, from which everything else follows. */
final class SigningKey {
  private static final int SEED_BYTES = 32;

  private final Algorithm algorithm;
  private final byte[] seed;

  private SigningKey(Algorithm algorithm, byte[] seed) {
    this.algorithm = algorithm;
    this.seed = seed;
  }

  static SigningKey generate(Algorithm algorithm, SecureRandom random) {
    byte[] seed = new byte[SEED_BYTES];
    random.nextBytes(seed);
    return new SigningKey(algorithm, seed);
  }

  Algorithm algorithm() {
    return algorithm;
  }

  /**
   * PKCS#8, version 1, no attributes: RFC 8410 for Ed25519, the seed form of RFC 9881 for
   * ML-DSA-65.
   */
  byte[] pkcs8() throws IOException {
    DEROctetString octets = new DEROctetString(seed);
    AlgorithmIdentifier identifier = new AlgorithmIdentifier(algorithm.oid());
    return switch (algorithm) {
      case ED25519 -> new PrivateKeyInfo(identifier, octets).getEncoded();
      case ML_DSA_65 ->
          new PrivateKeyInfo(identifier, new DERTaggedObject(false, 0, octets)).getEncoded();
    };
  }

  /** The same with the expanded key beside the seed, RFC 9881: what OpenSSL writes by default. */
  private byte[] pkcs8WithBoth() throws IOException {
    return new PrivateKeyInfo(
            new AlgorithmIdentifier(algorithm.oid()),
            new DERSequence(
                new ASN1Encodable[] {
                  new DEROctetString(seed), new DEROctetString(mlDsa().getEncoded())
                }))
        .getEncoded();
  }

  /** The expanded form of RFC 9881, without the seed: what a JDK reads, from 24 on. */
  byte[] pkcs8Expanded() throws IOException {
    if (algorithm != Algorithm.ML_DSA_65) {
      throw new IOException(
          "got " + algorithm.title() + ", which has no expanded form; want an ML-DSA-65 key");
    }
    return new PrivateKeyInfo(
            new AlgorithmIdentifier(algorithm.oid()), new DEROctetString(mlDsa().getEncoded()))
        .getEncoded();
  }

  /** Reads a key of either algorithm. */
  static SigningKey ofAny(byte[] encoded) throws IOException {
    return fromPkcs8(KeyForm.algorithm(encoded), encoded);
  }

  /** Reads exactly what {@link #pkcs8} writes, and of ML-DSA-65 the form with both. */
  static SigningKey fromPkcs8(Algorithm algorithm, byte[] encoded) throws IOException {
    byte[] seed = KeyForm.seed(algorithm, encoded);
    if (seed.length != SEED_BYTES) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "got %s private key of %d bytes, want %d",
              algorithm.title(),
              seed.length,
              SEED_BYTES));
    }
    SigningKey key = new SigningKey(algorithm, seed);
    boolean isWhole =
        Arrays.equals(encoded, key.pkcs8())
            || algorithm == Algorithm.ML_DSA_65 && Arrays.equals(encoded, key.pkcs8WithBoth());
    if (!isWhole) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "got %s private key with more than the key itself (attributes, a public key), or one"
                  + " whose expanded part is not its seed's; want version 1 of PKCS#8",
              algorithm.title()));
    }
    return key;
  }

  byte[] spki() throws IOException {
    byte[] key =
        switch (algorithm) {
          case ED25519 -> ed25519().generatePublicKey().getEncoded();
          case ML_DSA_65 -> mlDsa().getPublicKey();
        };
    return new SubjectPublicKeyInfo(new AlgorithmIdentifier(algorithm.oid()), key).getEncoded();
  }

  /** Fingerprint of the public key. */
  String keyId() throws IOException {
    return fingerprint(spki());
  }

  /** SHA-256 of a whole SubjectPublicKeyInfo, in hexadecimal. */
  static String fingerprint(byte[] spki) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(spki));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /**
   * Signs and verifies what it signed: a fault while signing must not leave the machine.
   *
   * @throws IllegalStateException if the signature does not verify
   */
  byte[] sign(byte[] message) {
    try {
      Signer signer = signer();
      signer.init(true, signingParameters());
      signer.update(message, 0, message.length);
      byte[] signature = signer.generateSignature();
      signer.init(false, publicKey());
      signer.update(message, 0, message.length);
      if (!signer.verifySignature(signature)) {
        throw new IllegalStateException(algorithm.title() + " signature does not verify");
      }
      return signature;
    } catch (CryptoException e) {
      throw new IllegalStateException(algorithm.title() + " signature failed", e);
    }
  }

  private Signer signer() {
    return switch (algorithm) {
      case ED25519 -> new Ed25519Signer();
      case ML_DSA_65 -> new MLDSASigner();
    };
  }

  private CipherParameters signingParameters() {
    return switch (algorithm) {
      case ED25519 -> ed25519();
      case ML_DSA_65 ->
          new ParametersWithRandom(mlDsa(), new SecureRandom()); // hedged, FIPS 204 3.4
    };
  }

  private AsymmetricKeyParameter publicKey() {
    return switch (algorithm) {
      case ED25519 -> ed25519().generatePublicKey();
      case ML_DSA_65 -> mlDsa().getPublicKeyParameters();
    };
  }

  private Ed25519PrivateKeyParameters ed25519() {
    return new Ed25519PrivateKeyParameters(seed, 0);
  }

  private MLDSAPrivateKeyParameters mlDsa() {
    return new MLDSAPrivateKeyParameters(MLDSAParameters.ml_dsa_65, seed);
  }
}

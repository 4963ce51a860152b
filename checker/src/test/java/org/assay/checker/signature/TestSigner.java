// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.signature;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.Signer;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.signers.MLDSASigner;

/**
 * Signs test certificates with keys whose seeds are published here: their signatures prove nothing.
 * Everything is deterministic, so vectors can be made again byte for byte.
 */
public final class TestSigner {
  public static final TestSigner ALICE = new TestSigner("Alice (published test key)", 1);
  public static final TestSigner BOB = new TestSigner("Bob (published test key)", 2);
  public static final TestSigner MALLORY = new TestSigner("Mallory (published test key)", 3);

  final String name;
  final Key ed25519;
  final Key mlDsa65;

  /** The seed of both keys is this byte, 32 times. */
  private TestSigner(String name, int seed) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) seed);
    Ed25519PrivateKeyParameters classic = new Ed25519PrivateKeyParameters(bytes);
    MLDSAPrivateKeyParameters lattice =
        new MLDSAPrivateKeyParameters(MLDSAParameters.ml_dsa_65, bytes);
    this.name = name;
    this.ed25519 =
        new Key(
            "Ed25519", classic, spki(Algorithm.ED25519, classic.generatePublicKey().getEncoded()));
    this.mlDsa65 =
        new Key(
            "ML-DSA-65",
            lattice,
            spki(Algorithm.ML_DSA_65, lattice.getPublicKeyParameters().getEncoded()));
  }

  /** An envelope with both signatures of each signer, by default Alice. */
  public static byte[] envelope(byte[] payload, TestSigner... signers) {
    List<TestSigner> all = signers.length == 0 ? List.of(ALICE) : List.of(signers);
    return envelope(
        payload,
        all.stream()
            .flatMap(one -> Stream.of(one.ed25519, one.mlDsa65))
            .map(key -> key.signature(payload))
            .toList());
  }

  /** An envelope without signatures. */
  public static byte[] unsigned(byte[] payload) {
    return envelope(payload, List.of());
  }

  /** A policy that demands both algorithms of {@code want} of these signers. */
  public static byte[] policy(int want, TestSigner... signers) {
    String all = Stream.of(signers).map(TestSigner::entry).collect(Collectors.joining(","));
    return policy(all, "\"Ed25519\",\"ML-DSA-65\"", want);
  }

  static byte[] policy(String signers, String algorithms, int want) {
    return ascii(
        "{\"version\":1,\"signers\":[%s],\"require\":{\"algorithms\":[%s],\"signers\":%d}}\n"
            .formatted(signers, algorithms, want));
  }

  static byte[] envelope(byte[] payload, List<Envelope.Signature> signatures) {
    return ascii(
        "{\"payload\":\"%s\",\"payloadType\":\"application/vnd.in-toto+json\",\"signatures\":[%s]}\n"
            .formatted(
                base64(payload),
                signatures.stream()
                    .map(one -> signature(one.keyId(), base64(one.bytes())))
                    .collect(Collectors.joining(","))));
  }

  static String signature(String keyId, String sig) {
    return "{\"keyid\":\"%s\",\"sig\":\"%s\"}".formatted(keyId, sig);
  }

  /** This signer as a policy names it. */
  String entry() {
    return entry(name, ed25519, mlDsa65);
  }

  static String entry(String name, Key... keys) {
    return "{\"name\":\"%s\",\"keys\":[%s]}"
        .formatted(name, Stream.of(keys).map(Key::entry).collect(Collectors.joining(",")));
  }

  private static byte[] spki(Algorithm algorithm, byte[] raw) {
    return HexFormat.of()
        .parseHex(HexFormat.of().formatHex(algorithm.spkiPrefix()) + HexFormat.of().formatHex(raw));
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException absent) {
      throw new AssertionError(absent);
    }
  }

  /** A key pair; {@code label} is the algorithm. */
  record Key(String label, AsymmetricKeyParameter secret, byte[] spki) {
    String id() {
      return sha256(spki);
    }

    String entry() {
      return entry(label, spki);
    }

    static String entry(String label, byte[] spki) {
      return "{\"algorithm\":\"%s\",\"spki\":\"%s\",\"sha256\":\"%s\"}"
          .formatted(label, base64(spki), sha256(spki));
    }

    Envelope.Signature signature(byte[] payload) {
      return new Envelope.Signature(
          id(), sign(PreAuthentication.encode("application/vnd.in-toto+json", payload)));
    }

    byte[] sign(byte[] message) {
      Signer signer = label.equals("Ed25519") ? new Ed25519Signer() : new MLDSASigner();
      signer.init(true, secret);
      signer.update(message, 0, message.length);
      try {
        return signer.generateSignature();
      } catch (CryptoException impossible) {
        throw new AssertionError(impossible);
      }
    }
  }
}

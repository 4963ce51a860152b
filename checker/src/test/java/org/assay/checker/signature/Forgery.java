// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.signature;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.Signer;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithContext;
import org.bouncycastle.crypto.signers.HashMLDSASigner;
import org.bouncycastle.crypto.signers.MLDSASigner;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** Signatures that resemble good ones and must not verify. */
final class Forgery {
  /** The order of the Ed25519 base point. */
  private static final BigInteger ORDER =
      BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

  private Forgery() {}

  /** ML-DSA-65 with the context "assay". */
  static byte[] withContext(byte[] message) {
    MLDSASigner signer = new MLDSASigner();
    signer.init(
        true,
        new ParametersWithContext(TestSigner.ALICE.mlDsa65.secret(), TestSigner.ascii("assay")));
    return finished(signer, message);
  }

  /** HashML-DSA-65 with SHA-512. */
  static byte[] prehashed(byte[] message) {
    HashMLDSASigner signer = new HashMLDSASigner();
    signer.init(true, TestSigner.ALICE.mlDsa65.secret());
    return finished(signer, message);
  }

  private static byte[] finished(Signer signer, byte[] message) {
    signer.update(message, 0, message.length);
    try {
      return signer.generateSignature();
    } catch (CryptoException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Ed25519ph. */
  static byte[] prehashedEd25519(byte[] message) {
    Ed25519PrivateKeyParameters secret =
        (Ed25519PrivateKeyParameters) TestSigner.ALICE.ed25519.secret();
    byte[] signature = new byte[64];
    Ed25519.signPrehash(secret.getEncoded(), 0, new byte[0], sha512(message), 0, signature, 0);
    return signature;
  }

  private static byte[] sha512(byte[] message) {
    try {
      return MessageDigest.getInstance("SHA-512").digest(message);
    } catch (NoSuchAlgorithmException absent) {
      throw new IllegalStateException(absent);
    }
  }

  /** The same Ed25519 signature with S + L for S. */
  static byte[] malleable(byte[] signature) {
    byte[] s = Arrays.copyOfRange(signature, 32, 64);
    return joined(Arrays.copyOf(signature, 32), plusOrder(s));
  }

  private static byte[] plusOrder(byte[] littleEndian) {
    BigInteger s = ORDER.add(new BigInteger(1, reversed(littleEndian)));
    byte[] bigEndian = s.toByteArray();
    byte[] result = new byte[32];
    System.arraycopy(bigEndian, 0, result, 32 - bigEndian.length, bigEndian.length);
    return reversed(result);
  }

  private static byte[] reversed(byte[] bytes) {
    byte[] result = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      result[i] = bytes[bytes.length - 1 - i];
    }
    return result;
  }

  static byte[] resized(byte[] bytes, int more) {
    return Arrays.copyOf(bytes, bytes.length + more);
  }

  static byte[] flipped(byte[] bytes, int index) {
    byte[] result = bytes.clone();
    result[index] ^= 1;
    return result;
  }

  static byte[] joined(byte[] first, byte[] second) {
    byte[] result = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, result, first.length, second.length);
    return result;
  }

  static byte[] with(byte[] bytes, int index, int value) {
    byte[] result = bytes.clone();
    result[index] = (byte) value;
    return result;
  }

  /** The SubjectPublicKeyInfo of an Ed25519 key that signs nothing; another for each number. */
  static byte[] publicKey(int number) {
    byte[] seed = new byte[32];
    seed[0] = (byte) number;
    seed[1] = (byte) (number >> 8);
    seed[31] = 99;
    byte[] raw = new Ed25519PrivateKeyParameters(seed).generatePublicKey().getEncoded();
    return joined(HexFormat.of().parseHex("302a300506032b6570032100"), raw);
  }

  /**
   * The sum of an Ed25519 point and the point (0, -1) of order 2, which is (-x, -y): y becomes p -
   * y, and the sign bit changes.
   */
  static String plusOrderTwo(String point) {
    byte[] y = HexFormat.of().parseHex(point);
    boolean negative = y[31] < 0;
    y[31] &= 0x7f;
    BigInteger p = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
    byte[] bigEndian = p.subtract(new BigInteger(1, reversed(y))).toByteArray();
    byte[] result = new byte[32];
    System.arraycopy(bigEndian, 0, result, 32 - bigEndian.length, bigEndian.length);
    result[0] |= (byte) (negative ? 0 : 0x80);
    return HexFormat.of().formatHex(reversed(result));
  }
}

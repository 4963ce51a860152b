// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.signature;

import static org.assay.checker.Mangle.rejects;
import static org.assay.checker.Mangle.with;
import static org.assay.checker.signature.TestSigner.ALICE;
import static org.assay.checker.signature.TestSigner.BOB;
import static org.assay.checker.signature.TestSigner.ascii;
import static org.assay.checker.verdict.RejectCode.MALFORMED_KEY;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.assay.checker.verdict.Rejection;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.junit.jupiter.api.Test;

/** Conditions F-06 b, c and F-07 of one key. */
class PublicKeyTest {
  private static final BigInteger P =
      BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19)); // the field of Ed25519
  private static final BigInteger L = // the order of its base point
      BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));
  private static final String ED25519 = "302a300506032b6570032100";
  private static final byte[] MESSAGE = ascii("message");

  private static PublicKey key(TestSigner.Key key) throws Rejection {
    return key(key.label(), key.spki());
  }

  private static PublicKey key(String label, byte[] spki) throws Rejection {
    return PublicKey.of(Algorithm.named(label).orElseThrow(), spki, TestSigner.sha256(spki));
  }

  private static byte[] ed25519(String raw) {
    return HexFormat.of().parseHex(ED25519 + raw);
  }

  /** y as 32 little-endian bytes, the sign of x in the highest bit. */
  private static String point(BigInteger y, int sign) {
    byte[] bytes = y.add(BigInteger.valueOf(sign).shiftLeft(255)).toByteArray();
    byte[] little = new byte[32];
    for (int i = 0; i < Math.min(32, bytes.length); i++) {
      little[i] = bytes[bytes.length - 1 - i];
    }
    return HexFormat.of().formatHex(little);
  }

  @Test
  void aKeyIsReadAndVerifiesItsOwnSignatureOnly() throws Rejection {
    for (List<TestSigner.Key> keys :
        List.of(List.of(ALICE.ed25519, BOB.ed25519), List.of(ALICE.mlDsa65, BOB.mlDsa65))) {
      PublicKey key = key(keys.get(0));
      byte[] signature = keys.get(0).sign(MESSAGE);
      assertEquals(keys.get(0).label(), key.algorithm().label);
      assertEquals(TestSigner.sha256(keys.get(0).spki()), key.id());
      assertTrue(key.verifies(MESSAGE, signature));
      assertFalse(key.verifies(ascii("Message"), signature));
      assertFalse(key.verifies(new byte[0], signature));
      assertFalse(key(keys.get(1)).verifies(MESSAGE, signature));
    }
  }

  /** Example of RFC 8032, section 7.1, test 1. */
  @Test
  void thePublishedEd25519ExampleVerifies() throws Rejection {
    PublicKey key =
        key("Ed25519", ed25519("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"));
    byte[] signature =
        HexFormat.of()
            .parseHex(
                "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
                    + "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b");
    assertTrue(key.verifies(new byte[0], signature));
  }

  /**
   * Numbers 305 and 267 of ed25519/ed25519vectors.json of C2SP's CCTV: RFC 8032 allows either
   * equation, the spec that without the cofactor.
   */
  @Test
  void theEquationIsThatWithoutTheCofactor() throws Rejection { // F-06 (c)
    PublicKey key =
        key("Ed25519", ed25519("ef75b20e7540e3dff77404193652ba2bd13df99c1508eee1515e27ae25f28076"));
    String holds =
        "b62cf890de42c413b11b1411c9f01f1c4d77aa87ef182258d1251f69af2a3506"
            + "40657f1cb030f12543549bbabd848dc6403d354e7c99c4d0dcee9f63c9033b00";
    String holdsTimesEight =
        "36684ea91032ba5b1dbab2d02f4debc74c3327f2b3802e2e4d371aa42b12b56b"
            + "2d471882773a677af1e3824e757a33f8ddf7bbeaf3d28a09595eb8daa0d74a03";
    assertTrue(key.verifies(ascii("ed25519vectors 5"), HexFormat.of().parseHex(holds)));
    assertFalse(key.verifies(ascii("ed25519vectors 3"), HexFormat.of().parseHex(holdsTimesEight)));
  }

  @Test
  void theLengthsAreThoseOfTheSpec() {
    assertEquals(44, ALICE.ed25519.spki().length);
    assertEquals(64, ALICE.ed25519.sign(MESSAGE).length);
    assertEquals(1974, ALICE.mlDsa65.spki().length);
    assertEquals(3309, ALICE.mlDsa65.sign(MESSAGE).length);
  }

  /** Bouncy Castle writes the same SubjectPublicKeyInfo from the private key, by the RFCs. */
  @Test
  void theKeyFormIsThatOfBouncyCastle() throws IOException {
    assertArrayEquals(
        SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(
                ((Ed25519PrivateKeyParameters) ALICE.ed25519.secret()).generatePublicKey())
            .getEncoded(),
        ALICE.ed25519.spki());
    assertArrayEquals(
        SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(
                ((MLDSAPrivateKeyParameters) ALICE.mlDsa65.secret()).getPublicKeyParameters())
            .getEncoded(),
        ALICE.mlDsa65.spki());
  }

  @Test
  void anotherLengthIsNoKey() { // F-07 (a)
    for (TestSigner.Key key : List.of(ALICE.ed25519, ALICE.mlDsa65)) {
      int size = key.spki().length;
      for (int other : new int[] {0, 1, size - 1, size + 1, 2 * size}) {
        rejects(MALFORMED_KEY, () -> key(key.label(), Arrays.copyOf(key.spki(), other)));
      }
    }
    rejects(MALFORMED_KEY, () -> key("Ed25519", ALICE.mlDsa65.spki()));
    rejects(MALFORMED_KEY, () -> key("ML-DSA-65", ALICE.ed25519.spki()));
  }

  @Test
  void everyByteOfThePrefixCounts() { // F-07 (a)
    for (int i = 0; i < 12; i++) {
      byte[] spki = with(ALICE.ed25519.spki(), i, ALICE.ed25519.spki()[i] ^ 1);
      rejects(MALFORMED_KEY, () -> key("Ed25519", spki));
    }
    for (int i = 0; i < 22; i++) {
      byte[] spki = with(ALICE.mlDsa65.spki(), i, ALICE.mlDsa65.spki()[i] ^ 1);
      rejects(MALFORMED_KEY, () -> key("ML-DSA-65", spki));
    }
  }

  /** All points of order 1, 2, 4, 8, with both signs of x, and in the non-canonical spellings. */
  @Test
  void pointsOfSmallOrderAreNoKeys() { // F-07 (b)
    BigInteger eight =
        new BigInteger("7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7", 16);
    for (BigInteger y :
        List.of(
            BigInteger.ZERO,
            BigInteger.ONE,
            P.subtract(BigInteger.ONE),
            eight,
            P.subtract(eight),
            P,
            P.add(BigInteger.ONE))) {
      rejects(MALFORMED_KEY, () -> key("Ed25519", ed25519(point(y, 0))));
      rejects(MALFORMED_KEY, () -> key("Ed25519", ed25519(point(y, 1))));
    }
  }

  @Test
  void nonCanonicalPointsAndNonPointsAreNoKeys() { // F-07 (b)
    for (int i = 0; i < 19; i++) {
      BigInteger y = P.add(BigInteger.valueOf(i));
      rejects(MALFORMED_KEY, () -> key("Ed25519", ed25519(point(y, 0))));
    }
    rejects(MALFORMED_KEY, () -> key("Ed25519", ed25519(point(BigInteger.TWO, 0))));
    rejects(MALFORMED_KEY, () -> key("Ed25519", ed25519("ff".repeat(32))));
  }

  /** The base point plus the point (0, -1) of order two is (-x, -y). */
  @Test
  void aPointOfMixedOrderIsNoKey() throws Rejection { // F-07 (b)
    BigInteger y = BigInteger.valueOf(4).multiply(BigInteger.valueOf(5).modInverse(P)).mod(P);
    key("Ed25519", ed25519(point(y, 0)));
    rejects(MALFORMED_KEY, () -> key("Ed25519", ed25519(point(P.subtract(y), 1))));
    rejects(MALFORMED_KEY, () -> key("Ed25519", ed25519(point(P.subtract(y), 0))));
  }

  @Test
  void theDigestBesideAKeyIsItsOwn() { // F-07 (c)
    byte[] spki = ALICE.ed25519.spki();
    for (String other : List.of("", "0".repeat(64), BOB.ed25519.id(), ALICE.mlDsa65.id())) {
      rejects(MALFORMED_KEY, () -> PublicKey.of(Algorithm.ED25519, spki, other));
    }
  }

  @Test
  void aSignatureOfAnotherLengthDoesNotVerify() throws Rejection { // F-06 (b)
    for (TestSigner.Key key : List.of(ALICE.ed25519, ALICE.mlDsa65)) {
      byte[] signature = key.sign(MESSAGE);
      int size = signature.length;
      for (int other : new int[] {0, 1, 32, size - 1, size + 1, size + 32, 2 * size}) {
        assertFalse(key(key).verifies(MESSAGE, Arrays.copyOf(signature, other)));
      }
    }
  }

  @Test
  void aSignatureOfTheOtherAlgorithmDoesNotVerify() throws Rejection { // F-06 (b)
    assertFalse(key(ALICE.ed25519).verifies(MESSAGE, ALICE.mlDsa65.sign(MESSAGE)));
    assertFalse(key(ALICE.mlDsa65).verifies(MESSAGE, ALICE.ed25519.sign(MESSAGE)));
  }

  @Test
  void everyByteOfASignatureCounts() throws Rejection { // F-06 (c)
    for (TestSigner.Key key : List.of(ALICE.ed25519, ALICE.mlDsa65)) {
      byte[] signature = key.sign(MESSAGE);
      int step = 1 + signature.length / 50; // two of the ML-DSA-65 hint's last bytes are among them
      for (int i = 0; i < signature.length; i += step) {
        assertFalse(key(key).verifies(MESSAGE, with(signature, i, signature[i] ^ 1)), "byte " + i);
      }
    }
  }

  @Test
  void sPlusAMultipleOfTheOrderDoesNotVerify() throws Rejection { // F-06 (c)
    byte[] signature = ALICE.ed25519.sign(MESSAGE);
    String hex = HexFormat.of().formatHex(signature);
    byte[] big = new byte[32];
    for (int i = 0; i < 32; i++) {
      big[i] = signature[63 - i];
    }
    for (int times = 1; times < 16; times++) {
      BigInteger s = new BigInteger(1, big).add(L.multiply(BigInteger.valueOf(times)));
      if (s.bitLength() <= 256) {
        byte[] other = HexFormat.of().parseHex(hex.substring(0, 64) + point(s, 0));
        assertFalse(key(ALICE.ed25519).verifies(MESSAGE, other), times + " L");
      }
    }
  }

  /** The known trap of a zero signature under the identity key, with a good key. */
  @Test
  void theZeroSignatureDoesNotVerify() throws Rejection {
    byte[] identity = Arrays.copyOf(new byte[] {1}, 64); // R = identity, S = 0
    assertFalse(key(ALICE.ed25519).verifies(MESSAGE, identity));
    assertFalse(key(ALICE.ed25519).verifies(MESSAGE, new byte[64]));
    assertFalse(key(ALICE.mlDsa65).verifies(MESSAGE, new byte[3309]));
  }
}

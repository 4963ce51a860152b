// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.signature;

import static org.assay.checker.Mangle.rejects;
import static org.assay.checker.Mangle.with;
import static org.assay.checker.signature.TestSigner.ALICE;
import static org.assay.checker.signature.TestSigner.BOB;
import static org.assay.checker.signature.TestSigner.MALLORY;
import static org.assay.checker.signature.TestSigner.ascii;
import static org.assay.checker.verdict.RejectCode.SIGNATURE_MISMATCH;
import static org.assay.checker.verdict.RejectCode.SIGNATURE_MISSING;
import static org.assay.checker.verdict.RejectCode.UNKNOWN_SIGNER;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import org.assay.checker.signature.Envelope.Signature;
import org.assay.checker.signature.SignedBytes.SignedBy;
import org.assay.checker.verdict.RejectCode;
import org.assay.checker.verdict.Rejection;
import org.junit.jupiter.api.Test;

/**
 * Conditions F-06 of an envelope under a policy. The payload is never parsed, so it may be
 * anything.
 */
class SignedBytesTest {
  private static final byte[] PAYLOAD = {'h', 'i', 0, -1};
  private static final List<String> BOTH = List.of("Ed25519", "ML-DSA-65");
  private static final byte[] ONE = TestSigner.policy(1, ALICE, BOB);
  private static final byte[] TWO = TestSigner.policy(2, ALICE, BOB);

  private static SignedBytes open(byte[] policy, byte[] envelope) throws Rejection {
    return SignedBytes.open(Envelope.parse(envelope), Policy.parse(policy));
  }

  private static byte[] signed(Signature... signatures) {
    return TestSigner.envelope(PAYLOAD, List.of(signatures));
  }

  private static Signature by(TestSigner.Key key) {
    return key.signature(PAYLOAD);
  }

  private static void refused(RejectCode code, byte[] policy, Signature... signatures) {
    rejects(code, () -> open(policy, signed(signatures)));
  }

  @Test
  void aPayloadWithBothSignaturesOpens() throws Rejection {
    SignedBytes signed = open(ONE, TestSigner.envelope(PAYLOAD));
    assertArrayEquals(PAYLOAD, signed.payload());
    assertEquals(List.of(new SignedBy(ALICE.name, BOTH)), signed.signers());
    assertThrows(UnsupportedOperationException.class, () -> signed.signers().clear());
  }

  @Test
  void allSignersThatCountAreNamedInTheOrderOfThePolicy() throws Rejection {
    SignedBytes signed = open(TWO, TestSigner.envelope(PAYLOAD, BOB, ALICE));
    assertEquals(
        List.of(new SignedBy(ALICE.name, BOTH), new SignedBy(BOB.name, BOTH)), signed.signers());
    assertEquals(2, open(ONE, TestSigner.envelope(PAYLOAD, ALICE, BOB)).signers().size());
  }

  @Test
  void aKeyOutsideThePolicyIsUnknownAlsoBesideGoodSignatures() { // F-06 (a)
    refused(UNKNOWN_SIGNER, ONE, by(MALLORY.ed25519), by(MALLORY.mlDsa65));
    refused(UNKNOWN_SIGNER, ONE, by(ALICE.ed25519), by(ALICE.mlDsa65), by(MALLORY.ed25519));
  }

  @Test
  void aKeyIdProvesNothing() { // F-06 (a)
    Signature borrowed = new Signature(ALICE.ed25519.id(), by(MALLORY.ed25519).bytes());
    refused(SIGNATURE_MISMATCH, ONE, borrowed, by(ALICE.mlDsa65));
  }

  @Test
  void swappedSignaturesDoNotVerify() { // F-06 (b)
    Signature classic = new Signature(ALICE.ed25519.id(), by(ALICE.mlDsa65).bytes());
    Signature lattice = new Signature(ALICE.mlDsa65.id(), by(ALICE.ed25519).bytes());
    refused(SIGNATURE_MISMATCH, ONE, classic, lattice);
    Signature bobs = new Signature(ALICE.ed25519.id(), by(BOB.ed25519).bytes());
    refused(SIGNATURE_MISMATCH, ONE, bobs, by(ALICE.mlDsa65));
  }

  @Test
  void aTrailingByteOrAMissingOneIsAMismatch() { // F-06 (b)
    for (TestSigner.Key key : List.of(ALICE.ed25519, ALICE.mlDsa65)) {
      byte[] bytes = by(key).bytes();
      for (int length : new int[] {0, bytes.length - 1, bytes.length + 1}) {
        refused(SIGNATURE_MISMATCH, ONE, new Signature(key.id(), Arrays.copyOf(bytes, length)));
      }
    }
  }

  @Test
  void everySignaturePresentMustVerifyAlsoBeyondNeed() { // F-06 (c)
    byte[] bytes = by(BOB.ed25519).bytes();
    Signature wrong = new Signature(BOB.ed25519.id(), with(bytes, 40, bytes[40] ^ 1));
    refused(SIGNATURE_MISMATCH, ONE, by(ALICE.ed25519), by(ALICE.mlDsa65), wrong);
    refused(SIGNATURE_MISMATCH, ONE, wrong, by(ALICE.ed25519), by(ALICE.mlDsa65));
  }

  @Test
  void everyByteOfThePayloadIsSigned() { // F-06 (c)
    for (int i = 0; i < PAYLOAD.length; i++) {
      byte[] other = with(PAYLOAD, i, PAYLOAD[i] ^ 1);
      byte[] envelope = TestSigner.envelope(other, List.of(by(ALICE.ed25519), by(ALICE.mlDsa65)));
      rejects(SIGNATURE_MISMATCH, () -> open(ONE, envelope));
    }
  }

  @Test
  void thePayloadTypeIsSigned() { // F-06 (c): a signature for another protocol
    for (byte[] message : List.of(PAYLOAD, PreAuthentication.encode("text/plain", PAYLOAD))) {
      Signature classic = new Signature(ALICE.ed25519.id(), ALICE.ed25519.sign(message));
      refused(SIGNATURE_MISMATCH, ONE, classic, by(ALICE.mlDsa65));
    }
  }

  @Test
  void zeroSignaturesAreMissing() { // F-06 (d)
    rejects(SIGNATURE_MISSING, () -> open(ONE, TestSigner.unsigned(PAYLOAD)));
  }

  @Test
  void algorithmsAreNamedAsPoliciesNameThem() {
    byte[] unsigned = TestSigner.unsigned(PAYLOAD);
    String message = assertThrows(Rejection.class, () -> open(ONE, unsigned)).getMessage();
    assertEquals(
        "SIGNATURE_MISSING: signers: got 0, want 1, each by [Ed25519, ML-DSA-65]", message);
  }

  @Test
  void aStrippedAlgorithmIsMissing() { // F-06 (d)
    refused(SIGNATURE_MISSING, ONE, by(ALICE.ed25519));
    refused(SIGNATURE_MISSING, ONE, by(ALICE.mlDsa65));
  }

  @Test
  void theAlgorithmsOfTwoSignersDoNotAddUp() { // F-06 (d)
    refused(SIGNATURE_MISSING, ONE, by(ALICE.ed25519), by(BOB.mlDsa65));
  }

  @Test
  void twoRequiredSignersAreTwo() { // F-06 (d)
    refused(SIGNATURE_MISSING, TWO, by(ALICE.ed25519), by(ALICE.mlDsa65));
    refused(SIGNATURE_MISSING, TWO, by(ALICE.ed25519), by(ALICE.mlDsa65), by(BOB.mlDsa65));
  }

  @Test
  void aPolicyMayRequireOneAlgorithmOnly() throws Rejection {
    String all = ALICE.entry();
    byte[] classic = TestSigner.policy(all, "\"Ed25519\"", 1);
    assertEquals(
        List.of(new SignedBy(ALICE.name, List.of("Ed25519"))),
        open(classic, signed(by(ALICE.ed25519))).signers());
    assertEquals(
        List.of(new SignedBy(ALICE.name, BOTH)),
        open(classic, signed(by(ALICE.mlDsa65), by(ALICE.ed25519))).signers());
    refused(SIGNATURE_MISSING, classic, by(ALICE.mlDsa65));
  }

  @Test
  void twoKeysOfOneAlgorithmCountOnce() throws Rejection {
    String both = TestSigner.entry("s", ALICE.mlDsa65, BOB.ed25519, ALICE.ed25519);
    byte[] policy = TestSigner.policy(both, "\"Ed25519\",\"ML-DSA-65\"", 1);
    byte[] envelope = signed(by(ALICE.ed25519), by(BOB.ed25519), by(ALICE.mlDsa65));
    assertEquals(List.of(new SignedBy("s", BOTH)), open(policy, envelope).signers());
    refused(SIGNATURE_MISSING, policy, by(ALICE.ed25519), by(BOB.ed25519));
  }

  @Test
  void unsignedLooksAtNoSignature() throws Rejection {
    byte[] wrong = signed(new Signature(MALLORY.ed25519.id(), ascii("wrong")));
    for (byte[] envelope : List.of(wrong, TestSigner.unsigned(PAYLOAD))) {
      SignedBytes unsigned = SignedBytes.unsigned(Envelope.parse(envelope));
      assertArrayEquals(PAYLOAD, unsigned.payload());
      assertEquals(List.of(), unsigned.signers());
    }
  }
}

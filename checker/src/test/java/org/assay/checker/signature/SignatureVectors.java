// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.signature;

import static org.assay.checker.signature.Forgery.flipped;
import static org.assay.checker.signature.Forgery.joined;
import static org.assay.checker.signature.Forgery.resized;
import static org.assay.checker.signature.TestSigner.ALICE;
import static org.assay.checker.signature.TestSigner.MALLORY;
import static org.assay.checker.signature.TestSigner.ascii;
import static org.assay.checker.signature.TestSigner.policy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.assay.checker.signature.VectorFolder.Expect;

/** Reject vectors of F-06: signatures that are missing, foreign, changed, or of another kind. */
record SignatureVectors(VectorFolder folder, byte[] payload) {
  private static final String TYPE = "application/vnd.in-toto+json";

  void make() {
    selection();
    wrongAlgorithm();
    lengths();
    changed();
    changedPayload();
    otherMessages();
    otherVariants();
  }

  private byte[] envelope(Envelope.Signature... signatures) {
    return TestSigner.envelope(payload, List.of(signatures));
  }

  private void selection() {
    rejected(
        "a-unknown-signer",
        "signed by somebody else",
        "UNKNOWN_SIGNER",
        TestSigner.envelope(payload, MALLORY));
    rejected(
        "a-one-more-unknown",
        "a good signer, and somebody whom the policy does not name",
        "UNKNOWN_SIGNER",
        TestSigner.envelope(payload, ALICE, MALLORY));
    rejected(
        "a-keyid-unknown",
        "a good signature under an unknown keyid",
        "UNKNOWN_SIGNER",
        envelope(
            new Envelope.Signature("0".repeat(64), ALICE.ed25519.signature(payload).bytes()),
            ALICE.mlDsa65.signature(payload)));
    rejected(
        "a-keyid-of-raw-key",
        "the keyid is the digest of the raw key, not of its SubjectPublicKeyInfo",
        "UNKNOWN_SIGNER",
        envelope(
            new Envelope.Signature(
                TestSigner.sha256(Arrays.copyOfRange(ALICE.ed25519.spki(), 12, 44)),
                ALICE.ed25519.signature(payload).bytes()),
            ALICE.mlDsa65.signature(payload)));
    mismatch(
        "c-keyid-of-another-signer",
        "Mallory signs under Alice's keyid",
        envelope(
            new Envelope.Signature(ALICE.ed25519.id(), MALLORY.ed25519.signature(payload).bytes()),
            ALICE.mlDsa65.signature(payload)));
    mismatch(
        "c-mallory-under-both-keyids",
        "Mallory signs under both of Alice's keyids",
        envelope(
            new Envelope.Signature(ALICE.ed25519.id(), MALLORY.ed25519.signature(payload).bytes()),
            new Envelope.Signature(
                ALICE.mlDsa65.id(), MALLORY.mlDsa65.signature(payload).bytes())));
  }

  private void wrongAlgorithm() {
    byte[] classic = ALICE.ed25519.signature(payload).bytes();
    byte[] lattice = ALICE.mlDsa65.signature(payload).bytes();
    mismatch("b-swapped", "the two signatures exchanged", both(lattice, classic));
    mismatch("b-ed25519-twice", "the Ed25519 signature under both keyids", both(classic, classic));
    mismatch(
        "b-ml-dsa-65-twice", "the ML-DSA-65 signature under both keyids", both(lattice, lattice));
  }

  private void lengths() {
    byte[] classic = ALICE.ed25519.signature(payload).bytes();
    byte[] lattice = ALICE.mlDsa65.signature(payload).bytes();
    mismatch(
        "b-ed25519-trailing-zero",
        "65 bytes, the last is zero",
        both(resized(classic, 1), lattice));
    mismatch("b-ed25519-short", "63 bytes", both(resized(classic, -1), lattice));
    mismatch("b-ed25519-empty", "an empty signature", both(new byte[0], lattice));
    mismatch("b-ed25519-doubled", "the signature twice", both(joined(classic, classic), lattice));
    mismatch("b-ml-dsa-65-trailing-zero", "3310 bytes", both(classic, resized(lattice, 1)));
    mismatch("b-ml-dsa-65-short", "3308 bytes", both(classic, resized(lattice, -1)));
    mismatch("b-ml-dsa-65-empty", "an empty signature", both(classic, new byte[0]));
    mismatch("b-both-empty", "two empty signatures", both(new byte[0], new byte[0]));
    mismatch("c-zeros", "signatures of zeros", both(new byte[64], new byte[3309]));
  }

  private void changed() {
    byte[] classic = ALICE.ed25519.signature(payload).bytes();
    byte[] lattice = ALICE.mlDsa65.signature(payload).bytes();
    mismatch(
        "c-ed25519-s-plus-order",
        "S + L for S: the same equation modulo L",
        both(Forgery.malleable(classic), lattice));
    mismatch("c-ed25519-first-bit", "the first bit of R", both(flipped(classic, 0), lattice));
    mismatch("c-ed25519-last-bit", "the last bit of S", both(flipped(classic, 63), lattice));
    mismatch(
        "c-ml-dsa-65-first-bit",
        "the first bit of the ML-DSA-65 signature",
        both(classic, flipped(lattice, 0)));
    mismatch(
        "c-ml-dsa-65-last-bit",
        "a bit of the last hint count",
        both(classic, flipped(lattice, 3308)));
  }

  private void changedPayload() {
    String text = new String(payload, StandardCharsets.US_ASCII);
    byte[] easier = ascii(text.replace("\"margin\":\"0\"", "\"margin\":\"1\""));
    mismatch(
        "c-payload-changed",
        "another claim under the signatures of the first",
        TestSigner.envelope(
            easier, List.of(ALICE.ed25519.signature(payload), ALICE.mlDsa65.signature(payload))));
    mismatch(
        "c-payload-one-bit",
        "one bit of the payload",
        TestSigner.envelope(
            flipped(payload, payload.length - 1),
            List.of(ALICE.ed25519.signature(payload), ALICE.mlDsa65.signature(payload))));
    mismatch(
        "c-payload-unread",
        "a payload that is no JSON: signatures are checked first",
        TestSigner.envelope(
            ascii("nonsense"),
            List.of(ALICE.ed25519.signature(payload), ALICE.mlDsa65.signature(payload))));
  }

  /** Signatures over other bytes than the pre-authentication encoding. */
  private void otherMessages() {
    signs("payload", "the payload without pre-authentication encoding", payload);
    signs(
        "encoded-payload",
        "the base64 text instead of the bytes",
        PreAuthentication.encode(TYPE, ascii(TestSigner.base64(payload))));
    signs(
        "other-type",
        "signed as another payload type",
        PreAuthentication.encode("text/plain", payload));
    signs("empty", "nothing is signed", new byte[0]);
    signs(
        "double-space",
        "a space more in the encoding",
        ascii(
            new String(PreAuthentication.encode(TYPE, payload), StandardCharsets.US_ASCII)
                .replaceFirst(" ", "  ")));
  }

  private void otherVariants() {
    byte[] message = PreAuthentication.encode(TYPE, payload);
    byte[] classic = ALICE.ed25519.signature(payload).bytes();
    mismatch(
        "c-ml-dsa-65-context",
        "ML-DSA-65 with the context 'assay'",
        both(classic, Forgery.withContext(message)));
    mismatch(
        "c-ml-dsa-65-prehash",
        "HashML-DSA-65 with SHA-512",
        both(classic, Forgery.prehashed(message)));
    mismatch(
        "c-type-changed",
        "signed as another payload type, which the envelope then hides",
        both(
            ALICE.ed25519.sign(PreAuthentication.encode("application/json", payload)),
            ALICE.mlDsa65.signature(payload).bytes()));
    mismatch(
        "c-ed25519-prehash",
        "Ed25519ph",
        both(Forgery.prehashedEd25519(message), ALICE.mlDsa65.signature(payload).bytes()));
  }

  private void rejected(String name, String comment, String code, byte[] certificate) {
    folder.put("F-06/" + name, comment, Expect.rejected(code), certificate, policy(1, ALICE));
  }

  private void mismatch(String name, String comment, byte[] certificate) {
    rejected(name, comment, "SIGNATURE_MISMATCH", certificate);
  }

  private void signs(String name, String comment, byte[] message) {
    mismatch(
        "c-signs-" + name, comment, both(ALICE.ed25519.sign(message), ALICE.mlDsa65.sign(message)));
  }

  private byte[] both(byte[] classic, byte[] lattice) {
    return envelope(
        new Envelope.Signature(ALICE.ed25519.id(), classic),
        new Envelope.Signature(ALICE.mlDsa65.id(), lattice));
  }
}

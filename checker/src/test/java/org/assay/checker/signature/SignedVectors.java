// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.signature;

import static org.assay.checker.signature.TestSigner.ALICE;
import static org.assay.checker.signature.TestSigner.BOB;
import static org.assay.checker.signature.TestSigner.policy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.assay.checker.signature.VectorFolder.Expect;

/**
 * Makes the vectors that have a policy (F-06), with published test keys and without randomness: run
 * it again and nothing changes. Run {@code spec/vectors/make.py} first: the payload is that of its
 * vector {@code accept/F-10/exact}.
 */
final class SignedVectors {
  private final VectorFolder folder;
  private final byte[] payload;
  private final Expect accepted;
  private final byte[] alicePolicy = policy(1, ALICE);

  private SignedVectors(VectorFolder folder) throws IOException {
    this.folder = folder;
    String plain = Files.readString(folder.root().resolve("accept/F-10/exact/certificate.json"));
    this.payload = Base64.getDecoder().decode(plain.split("\"")[3]);
    String claim = new String(payload, StandardCharsets.US_ASCII);
    this.accepted =
        Expect.ACCEPTED
            .with("correct", claim.replaceAll("(?s).*\"correct\":(\"[0-9]+\").*", "$1"))
            .with("total", claim.replaceAll("(?s).*\"total\":(\"[0-9]+\").*", "$1"));
  }

  /** Writes them below this folder, which has {@code accept/F-10/exact}. */
  static void write(Path root) throws IOException {
    VectorFolder folder = new VectorFolder(root);
    folder.clear();
    SignedVectors vectors = new SignedVectors(folder);
    vectors.good();
    new SignatureVectors(folder, vectors.payload).make();
    vectors.missing();
    vectors.missingOfTwo();
    WrongPolicies wrong = new WrongPolicies(folder, vectors.envelope());
    new KeyVectors(wrong).make();
    new PolicyVectors(wrong, vectors.accepted).make();
    new PolicySpellings(wrong).make();
  }

  private byte[] envelope() {
    return TestSigner.envelope(payload);
  }

  private byte[] envelope(Envelope.Signature... signatures) {
    return TestSigner.envelope(payload, List.of(signatures));
  }

  private void good() {
    put("F-06/one-signer", "both signatures of the one signer", envelope(), alicePolicy);
    put(
        "F-06/order-of-signatures",
        "the order of the signatures means nothing",
        envelope(ALICE.mlDsa65.signature(payload), ALICE.ed25519.signature(payload)),
        alicePolicy);
    byte[] both = TestSigner.envelope(payload, ALICE, BOB);
    put("F-06/two-signers", "two of two signers", both, policy(2, ALICE, BOB));
    put("F-06/one-of-two", "one of two signers suffices", envelope(), policy(1, ALICE, BOB));
    put("F-06/more-than-needed", "two signers where one suffices", both, policy(1, BOB, ALICE));
    for (String algorithm : List.of("Ed25519", "ML-DSA-65")) {
      TestSigner.Key key = algorithm.equals("Ed25519") ? ALICE.ed25519 : ALICE.mlDsa65;
      byte[] only = policy(ALICE.entry(), '"' + algorithm + '"', 1);
      String name = algorithm.toLowerCase(Locale.ROOT);
      put(
          "F-06/only-" + name,
          "the policy demands only " + algorithm,
          envelope(key.signature(payload)),
          only);
    }
  }

  private void missing() {
    missing("none", "no signature at all", envelope(new Envelope.Signature[0]), policy(1, ALICE));
    missing(
        "only-ed25519",
        "ML-DSA-65 stripped",
        envelope(ALICE.ed25519.signature(payload)),
        policy(1, ALICE));
    missing(
        "only-ml-dsa-65",
        "Ed25519 stripped",
        envelope(ALICE.mlDsa65.signature(payload)),
        policy(1, ALICE));
    missing(
        "one-of-two",
        "one signer where two are demanded",
        TestSigner.envelope(payload),
        policy(2, ALICE, BOB));
  }

  private void missingOfTwo() {
    missing(
        "half-and-half",
        "Ed25519 of Alice and ML-DSA-65 of Bob are no signer",
        envelope(ALICE.ed25519.signature(payload), BOB.mlDsa65.signature(payload)),
        policy(1, ALICE, BOB));
    missing(
        "half-and-half-of-two",
        "two signers, each with one algorithm",
        envelope(ALICE.ed25519.signature(payload), BOB.mlDsa65.signature(payload)),
        policy(2, ALICE, BOB));
    missing(
        "second-half-signed",
        "one signer in full, the second with one algorithm",
        envelope(
            ALICE.ed25519.signature(payload),
            ALICE.mlDsa65.signature(payload),
            BOB.ed25519.signature(payload)),
        policy(2, ALICE, BOB));
    missing(
        "two-keys-of-one-algorithm",
        "a signer with two Ed25519 keys, who signed with both",
        envelope(ALICE.ed25519.signature(payload), BOB.ed25519.signature(payload)),
        policy(
            TestSigner.entry("Alice", ALICE.ed25519, BOB.ed25519, ALICE.mlDsa65),
            "\"Ed25519\",\"ML-DSA-65\"",
            1));
  }

  private void missing(String name, String comment, byte[] certificate, byte[] policy) {
    folder.put(
        "F-06/d-" + name, comment, Expect.rejected("SIGNATURE_MISSING"), certificate, policy);
  }

  private void put(String name, String comment, byte[] certificate, byte[] policy) {
    folder.put(name, comment, accepted, certificate, policy);
  }
}

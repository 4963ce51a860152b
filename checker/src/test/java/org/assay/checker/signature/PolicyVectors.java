// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.signature;

import static org.assay.checker.signature.TestSigner.ALICE;
import static org.assay.checker.signature.TestSigner.BOB;
import static org.assay.checker.signature.TestSigner.ascii;
import static org.assay.checker.signature.TestSigner.policy;
import static org.assay.checker.signature.WrongPolicies.GOOD;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assay.checker.signature.VectorFolder.Expect;

/** Vectors of F-08, and accept vectors of F-07. */
record PolicyVectors(WrongPolicies wrong, Expect accepted) {
  private static final String BOTH = "\"Ed25519\",\"ML-DSA-65\"";

  void make() {
    policies();
    keys();
    algorithms();
    requirements();
    accepts();
  }

  private void policies() {
    String malformed = "MALFORMED_POLICY";
    wrong.put(
        "F-08/a-version-0",
        "version 0",
        "UNKNOWN_VERSION",
        GOOD.replace("\"version\":1", "\"version\":0"));
    wrong.put(
        "F-08/a-version-2",
        "version 2",
        "UNKNOWN_VERSION",
        GOOD.replace("\"version\":1", "\"version\":2"));
    String name = ALICE.name;
    wrong.put("F-08/b-no-signers", "no signer", malformed, text(policy("", BOTH, 1)));
    wrong.put("F-08/b-empty-name", "an empty name", malformed, GOOD.replace(name, ""));
    wrong.put("F-08/b-long-name", "129 characters", malformed, GOOD.replace(name, "n".repeat(129)));
    wrong.put(
        "F-08/b-name-twice",
        "two signers of one name",
        malformed,
        text(
            policy(
                TestSigner.entry("A", ALICE.ed25519, ALICE.mlDsa65)
                    + ","
                    + TestSigner.entry("A", BOB.ed25519, BOB.mlDsa65),
                BOTH,
                1)));
    wrong.put(
        "F-08/b-257-signers",
        "one signer too many",
        malformed,
        text(policy(signers(257), "\"Ed25519\"", 1)));
  }

  private void keys() {
    String malformed = "MALFORMED_POLICY";
    wrong.put(
        "F-08/c-no-keys",
        "a signer without keys",
        malformed,
        text(policy("{\"name\":\"A\",\"keys\":[]}", BOTH, 1)));
    wrong.put("F-08/c-nine-keys", "nine keys", malformed, text(policy(keys(9), "\"Ed25519\"", 1)));
    wrong.put(
        "F-08/c-same-key-twice",
        "the same key twice of one signer",
        malformed,
        text(policy(TestSigner.entry("A", ALICE.ed25519, ALICE.ed25519, ALICE.mlDsa65), BOTH, 1)));
    wrong.put(
        "F-08/c-key-of-two",
        "the same key of two signers",
        malformed,
        text(
            policy(
                ALICE.entry() + "," + TestSigner.entry("B", ALICE.ed25519, BOB.mlDsa65), BOTH, 1)));
  }

  private void algorithms() {
    wrong.put(
        "F-08/c-algorithm-lower-case",
        "a key for the algorithm 'ed25519'",
        "MALFORMED_POLICY",
        GOOD.replace("{\"algorithm\":\"Ed25519\"", "{\"algorithm\":\"ed25519\""));
    for (String algorithm : List.of("none", "ML-DSA-44", "RSA", "HashML-DSA-65", "Ed25519ph")) {
      wrong.put(
          "F-08/c-algorithm-" + algorithm.toLowerCase(Locale.ROOT),
          "a key for the algorithm '" + algorithm + "'",
          "MALFORMED_POLICY",
          GOOD.replace("{\"algorithm\":\"Ed25519\"", "{\"algorithm\":\"" + algorithm + "\""));
    }
  }

  private void requirements() {
    String malformed = "MALFORMED_POLICY";
    for (String[] one :
        new String[][] {
          {"none", "no algorithm is demanded", ""},
          {"twice", "an algorithm twice", "\"Ed25519\",\"Ed25519\""},
          {"three", "three algorithms", BOTH + ",\"Ed25519\""},
          {"unknown", "an unknown algorithm", "\"Ed25519\",\"RSA\""},
          {"lower-case", "an algorithm in lower case", "\"ed25519\""}
        }) {
      wrong.put(
          "F-08/d-" + one[0],
          one[1],
          malformed,
          GOOD.replace("[" + BOTH + "]", "[" + one[2] + "]"));
    }
    wrong.put(
        "F-08/e-zero", "no signer is demanded", malformed, text(policy(ALICE.entry(), BOTH, 0)));
    wrong.put(
        "F-08/e-two-of-one",
        "more signers than there are",
        malformed,
        text(policy(ALICE.entry(), BOTH, 2)));
    wrong.put(
        "F-08/e-three-of-two",
        "more signers than there are",
        malformed,
        text(policy(ALICE.entry() + "," + BOB.entry(), BOTH, 3)));
    String half = TestSigner.entry("B", BOB.ed25519);
    wrong.put(
        "F-08/f-no-such-key",
        "the only signer has no key for an algorithm that is demanded",
        malformed,
        text(policy(half, BOTH, 1)));
    wrong.put(
        "F-08/f-one-of-two",
        "two signers are demanded, one of them has no key for an algorithm",
        malformed,
        text(policy(half + "," + ALICE.entry(), BOTH, 2)));
  }

  private void accepts() {
    String eight = TestSigner.entry("A", ALICE.ed25519, ALICE.mlDsa65);
    accept("F-07/two-kinds", "an Ed25519 and an ML-DSA-65 key", ascii(GOOD));
    accept("F-08/longest-name", "128 characters", ascii(GOOD.replace(ALICE.name, "n".repeat(128))));
    accept(
        "F-08/eight-keys",
        "eight keys of one signer",
        policy(eight.replace("]}", "," + unused(6) + "]}"), BOTH, 1));
    accept("F-08/256-signers", "255 others", policy(ALICE.entry() + "," + signers(255), BOTH, 1));
    accept(
        "F-08/algorithms-in-other-order",
        "the order of the algorithms means nothing",
        policy(ALICE.entry(), "\"ML-DSA-65\",\"Ed25519\"", 1));
    accept(
        "F-08/enough-of-two",
        "a second signer has no key for an algorithm, one signer is demanded",
        policy(TestSigner.entry("B", BOB.ed25519) + "," + ALICE.entry(), BOTH, 1));
  }

  private void accept(String name, String comment, byte[] policy) {
    wrong.folder().put(name, comment, accepted, wrong.certificate(), policy);
  }

  /** So many signers with one Ed25519 key each. */
  private static String signers(int number) {
    return IntStream.range(0, number)
        .mapToObj(
            i ->
                "{\"name\":\"S"
                    + i
                    + "\",\"keys\":["
                    + TestSigner.Key.entry("Ed25519", Forgery.publicKey(i))
                    + "]}")
        .collect(Collectors.joining(","));
  }

  private static String keys(int number) {
    return "{\"name\":\"A\",\"keys\":[" + unused(number) + "]}";
  }

  private static String unused(int number) {
    return IntStream.range(0, number)
        .mapToObj(i -> TestSigner.Key.entry("Ed25519", Forgery.publicKey(i)))
        .collect(Collectors.joining(","));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.US_ASCII);
  }
}

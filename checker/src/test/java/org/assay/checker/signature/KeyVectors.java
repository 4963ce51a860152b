// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.signature;

import static org.assay.checker.signature.TestSigner.ALICE;

import java.util.Arrays;
import java.util.HexFormat;

/** Vectors of F-07: policies with a key that is none. */
record KeyVectors(WrongPolicies wrong) {
  void make() {
    keys();
    latticeKeys();
    digests();
    smallOrder();
    notCanonical();
  }

  private void keys() {
    byte[] classic = ALICE.ed25519.spki();
    byte[] lattice = ALICE.mlDsa65.spki();
    key("a-ed25519-trailing-byte", "a byte behind the key", Arrays.copyOf(classic, 45), "Ed25519");
    key("a-ed25519-short", "the last byte is missing", Arrays.copyOf(classic, 43), "Ed25519");
    key("a-ed25519-empty", "no byte", new byte[0], "Ed25519");
    key("a-ed25519-raw", "the raw key", Arrays.copyOfRange(classic, 12, 44), "Ed25519");
    key("a-x25519", "an X25519 key", Forgery.with(classic, 8, 0x6e), "Ed25519");
    key("a-ed448-oid", "the identifier of Ed448", Forgery.with(classic, 8, 0x71), "Ed25519");
    key(
        "a-unused-bits",
        "a bit string with an unused bit",
        Forgery.with(classic, 11, 1),
        "Ed25519");
    key(
        "a-ed25519-null-parameters",
        "parameters NULL in the algorithm identifier",
        HexFormat.of().parseHex("302c300706032b65700500032100" + raw(classic)),
        "Ed25519");
    key(
        "a-long-form-length",
        "a length in BER's long form",
        HexFormat.of().parseHex("30812a300506032b6570032100" + raw(classic)),
        "Ed25519");
  }

  private void latticeKeys() {
    byte[] classic = ALICE.ed25519.spki();
    byte[] lattice = ALICE.mlDsa65.spki();
    key(
        "a-ml-dsa-65-trailing-byte",
        "a byte behind the key",
        Arrays.copyOf(lattice, 1975),
        "ML-DSA-65");
    key("a-ml-dsa-65-short", "the last byte is missing", Arrays.copyOf(lattice, 1973), "ML-DSA-65");
    key(
        "a-ml-dsa-87-oid",
        "the identifier of ML-DSA-87",
        Forgery.with(lattice, 16, 0x13),
        "ML-DSA-65");
    key(
        "a-hash-ml-dsa-65-oid",
        "the identifier of HashML-DSA-65",
        Forgery.with(lattice, 16, 0x21),
        "ML-DSA-65");
    key("a-ed25519-as-ml-dsa-65", "an Ed25519 key under the other name", classic, "ML-DSA-65");
    key("a-ml-dsa-65-as-ed25519", "an ML-DSA-65 key under the other name", lattice, "Ed25519");
  }

  private void digests() {
    byte[] classic = ALICE.ed25519.spki();
    String id = ALICE.ed25519.id();
    wrong.put(
        "F-07/c-zero",
        "the digest is zero",
        "MALFORMED_KEY",
        WrongPolicies.GOOD.replace(id, "0".repeat(64)));
    wrong.put(
        "F-07/c-of-raw-key",
        "the digest of the raw key",
        "MALFORMED_KEY",
        WrongPolicies.GOOD.replace(id, TestSigner.sha256(Arrays.copyOfRange(classic, 12, 44))));
    wrong.put(
        "F-07/c-exchanged",
        "each key has the digest of the other",
        "MALFORMED_KEY",
        WrongPolicies.GOOD
            .replace(id, "#")
            .replace(ALICE.mlDsa65.id(), id)
            .replace("#", ALICE.mlDsa65.id()));
  }

  /** The points of small order. */
  private void smallOrder() {
    String p = "ed" + "ff".repeat(30);
    String eight = "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05";
    String other = "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a";
    point("identity", "the identity", "01" + "00".repeat(31));
    point("identity-negative", "the identity with a sign bit", "01" + "00".repeat(30) + "80");
    point("zero", "y = 0, a point of order 4", "00".repeat(32));
    point("zero-negative", "y = 0 with a sign bit, a point of order 4", "00".repeat(31) + "80");
    point("order-two", "y = -1, the point of order 2", "ec" + p.substring(2) + "7f");
    point("order-eight", "a point of order 8", eight);
    point("order-eight-negative", "a point of order 8", eight.substring(0, 62) + "85");
    point("order-eight-other", "another point of order 8", other);
    point("order-eight-other-negative", "another point of order 8", other.substring(0, 62) + "fa");
  }

  private void notCanonical() {
    String p = "ed" + "ff".repeat(30);
    point(
        "identity-not-canonical",
        "y = p + 1, another spelling of the identity",
        "ee" + p.substring(2) + "7f");
    point("zero-not-canonical", "y = p, another spelling of 0", p + "7f");
    point("not-canonical", "y = p + 3", "f0" + p.substring(2) + "7f");
    point("ones", "2^256 - 1", "ff".repeat(32));
    point("no-point", "y = 2, which is on no curve point", "02" + "00".repeat(31));
    point(
        "mixed-order",
        "the sum of Alice's key and the point of order 2",
        Forgery.plusOrderTwo(raw(ALICE.ed25519.spki())));
  }

  private void point(String name, String comment, String raw) {
    key("b-" + name, comment, HexFormat.of().parseHex("302a300506032b6570032100" + raw), "Ed25519");
  }

  /** Replaces Alice's key of this algorithm, with the right digest. */
  private void key(String name, String comment, byte[] spki, String algorithm) {
    TestSigner.Key old = algorithm.equals("Ed25519") ? ALICE.ed25519 : ALICE.mlDsa65;
    wrong.put(
        "F-07/" + name,
        algorithm + ": " + comment,
        "MALFORMED_KEY",
        WrongPolicies.GOOD.replace(old.entry(), TestSigner.Key.entry(algorithm, spki)));
  }

  private static String raw(byte[] spki) {
    return HexFormat.of().formatHex(spki, 12, 44);
  }
}

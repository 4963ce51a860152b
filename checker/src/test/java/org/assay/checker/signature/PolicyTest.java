// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.signature;

import static org.assay.checker.Mangle.rejects;
import static org.assay.checker.signature.TestSigner.ALICE;
import static org.assay.checker.signature.TestSigner.BOB;
import static org.assay.checker.signature.TestSigner.MALLORY;
import static org.assay.checker.signature.TestSigner.ascii;
import static org.assay.checker.verdict.RejectCode.MALFORMED_JSON;
import static org.assay.checker.verdict.RejectCode.MALFORMED_KEY;
import static org.assay.checker.verdict.RejectCode.MALFORMED_NUMBER;
import static org.assay.checker.verdict.RejectCode.MALFORMED_POLICY;
import static org.assay.checker.verdict.RejectCode.MISSING_FIELD;
import static org.assay.checker.verdict.RejectCode.UNKNOWN_FIELD;
import static org.assay.checker.verdict.RejectCode.UNKNOWN_SIGNER;
import static org.assay.checker.verdict.RejectCode.UNKNOWN_VERSION;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assay.checker.Mangle;
import org.assay.checker.verdict.RejectCode;
import org.assay.checker.verdict.Rejection;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.junit.jupiter.api.Test;

/** Conditions F-07 and F-08 of a policy file. */
class PolicyTest {
  private static final String BOTH = "\"Ed25519\",\"ML-DSA-65\"";
  private static final String GOOD = text(TestSigner.policy(1, ALICE, BOB));

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.US_ASCII);
  }

  private static Policy parse(String text) throws Rejection {
    return Policy.parse(ascii(text));
  }

  private static void changed(RejectCode code, String from, String to) {
    assertTrue(GOOD.contains(from), from);
    rejects(code, () -> parse(GOOD.replace(from, to)));
  }

  private static String signers(String... entries) {
    return text(TestSigner.policy(String.join(",", entries), BOTH, 1));
  }

  /** Many keys: their seeds are 1, 2, 3 ... */
  private static TestSigner.Key key(int number) {
    byte[] seed = new byte[32];
    System.arraycopy(BigInteger.valueOf(0x10000 + number).toByteArray(), 0, seed, 0, 3);
    Ed25519PrivateKeyParameters secret = new Ed25519PrivateKeyParameters(seed);
    byte[] spki = ALICE.ed25519.spki().clone();
    System.arraycopy(secret.generatePublicKey().getEncoded(), 0, spki, 12, 32);
    return new TestSigner.Key("Ed25519", secret, spki);
  }

  /** Keys are known by their digest, so the ones that a test may meet are looked up by it. */
  private static byte[] print(Policy policy, TestSigner.Key... known) {
    String signers =
        policy.signers().stream()
            .map(
                signer ->
                    TestSigner.entry(
                        signer.name(),
                        signer.keys().stream()
                            .map(PublicKey::id)
                            .map(id -> Stream.of(known).filter(k -> k.id().equals(id)).findFirst())
                            .map(key -> key.orElseThrow())
                            .toArray(TestSigner.Key[]::new)))
            .collect(Collectors.joining(","));
    String algorithms =
        policy.requirement().algorithms().stream()
            .map(one -> '"' + one.label + '"')
            .collect(Collectors.joining(","));
    return TestSigner.policy(signers, algorithms, policy.requirement().signers());
  }

  @Test
  void signersKeysAndRequirementAreRead() throws Rejection {
    Policy policy = parse(GOOD);
    assertEquals(
        List.of(ALICE.name, BOB.name), policy.signers().stream().map(Policy.Signer::name).toList());
    assertEquals(
        List.of(ALICE.ed25519.id(), ALICE.mlDsa65.id()),
        policy.signers().get(0).keys().stream().map(PublicKey::id).toList());
    assertEquals(
        List.of(Algorithm.ED25519, Algorithm.ML_DSA_65), policy.requirement().algorithms());
    assertEquals(1, policy.requirement().signers());
    assertThrows(UnsupportedOperationException.class, () -> policy.signers().clear());
    byte[] printed = print(policy, ALICE.ed25519, ALICE.mlDsa65, BOB.ed25519, BOB.mlDsa65);
    assertArrayEquals(ascii(GOOD), printed);
  }

  @Test
  void aKeyIsFoundByItsDigestOnly() throws Rejection {
    Policy policy = parse(GOOD);
    assertEquals(BOB.mlDsa65.id(), policy.key(BOB.mlDsa65.id()).id());
    assertEquals(Algorithm.ED25519, policy.key(ALICE.ed25519.id()).algorithm());
    rejects(UNKNOWN_SIGNER, () -> policy.key(MALLORY.ed25519.id()));
    rejects(UNKNOWN_SIGNER, () -> policy.key(""));
  }

  @Test
  void everyPartAndEveryChangedByteIsRejectedOrRoundTrips() {
    String entry = TestSigner.entry("A", ALICE.ed25519);
    byte[] good = TestSigner.policy(entry, "\"Ed25519\"", 1);
    Mangle.everyProperPartIsRejected(good, bytes -> print(Policy.parse(bytes), ALICE.ed25519));
    Mangle.everyChangedByteIsRejectedOrRoundTrips(
        good, bytes -> print(Policy.parse(bytes), ALICE.ed25519));
  }

  @Test
  void anotherVersionIsUnknown() { // F-08 (a)
    changed(UNKNOWN_VERSION, "\"version\":1", "\"version\":2");
    changed(UNKNOWN_VERSION, "\"version\":1", "\"version\":0");
    changed(MALFORMED_NUMBER, "\"version\":1", "\"version\":1.0");
    changed(MALFORMED_JSON, "\"version\":1", "\"version\":\"1\"");
  }

  @Test
  void thereAreOneTo256Signers() throws Rejection { // F-08 (b)
    List<String> most =
        IntStream.range(0, 255).mapToObj(i -> TestSigner.entry("s" + i, key(i))).toList();
    String all = String.join(",", most) + ',' + ALICE.entry();
    assertEquals(256, parse(signers(all)).signers().size());
    String more = all + ',' + BOB.entry();
    rejects(MALFORMED_POLICY, () -> parse(signers(more)));
    rejects(MALFORMED_POLICY, () -> parse(signers("")));
  }

  @Test
  void aNameHasOneTo128CharactersAndIsNotTaken() throws Rejection { // F-08 (b)
    String longest = "n".repeat(128);
    assertEquals(longest, parse(GOOD.replace(ALICE.name, longest)).signers().get(0).name());
    assertEquals("n", parse(GOOD.replace(ALICE.name, "n")).signers().get(0).name());
    changed(MALFORMED_POLICY, ALICE.name, longest + "n");
    changed(MALFORMED_POLICY, ALICE.name, "");
    changed(MALFORMED_POLICY, ALICE.name, BOB.name);
  }

  @Test
  void aSignerHasOneToEightKeys() throws Rejection { // F-08 (c)
    TestSigner.Key[] nine =
        IntStream.range(0, 9).mapToObj(PolicyTest::key).toArray(TestSigner.Key[]::new);
    TestSigner.Key[] eight = Arrays.copyOf(nine, 8);
    String good = ALICE.entry();
    assertEquals(
        8, parse(signers(TestSigner.entry("s", eight), good)).signers().get(0).keys().size());
    rejects(MALFORMED_POLICY, () -> parse(signers(TestSigner.entry("s", nine))));
    rejects(MALFORMED_POLICY, () -> parse(signers(TestSigner.entry("s"))));
    rejects(MALFORMED_POLICY, () -> parse(signers(ALICE.entry(), TestSigner.entry("s"))));
  }

  /** Such a policy would refuse every certificate. */
  @Test
  void whatIsRequiredCanBeMet() throws Rejection { // F-08 (f)
    String both = "\"Ed25519\",\"ML-DSA-65\"";
    String half = TestSigner.entry("half", BOB.ed25519);
    rejects(MALFORMED_POLICY, () -> Policy.parse(TestSigner.policy(half, both, 1)));
    String one = half + ',' + ALICE.entry();
    Policy.parse(TestSigner.policy(one, both, 1));
    rejects(MALFORMED_POLICY, () -> Policy.parse(TestSigner.policy(one, both, 2)));
    Policy.parse(TestSigner.policy(one, "\"Ed25519\"", 2));
    rejects(MALFORMED_POLICY, () -> Policy.parse(TestSigner.policy(one, "\"ML-DSA-65\"", 2)));
  }

  @Test
  void whatAPolicyRequiresAndTrustsIsSaidInLines() throws Rejection {
    String one = TestSigner.entry("half", BOB.ed25519) + ',' + ALICE.entry();
    List<String> lines =
        Policy.parse(TestSigner.policy(one, "\"ML-DSA-65\",\"Ed25519\"", 1)).lines();
    assertEquals("requires 1 of 2 signers, each with ML-DSA-65 and Ed25519", lines.get(0));
    assertEquals(List.of("half", "  Ed25519 SHA-256 " + BOB.ed25519.id()), lines.subList(1, 3));
    assertEquals(ALICE.name, lines.get(3));
    assertEquals("  ML-DSA-65 SHA-256 " + ALICE.mlDsa65.id(), lines.get(5));
    assertEquals(6, lines.size());
  }

  @Test
  void noKeyIsThereTwice() { // F-08 (c)
    String twice = TestSigner.entry("s", ALICE.ed25519, ALICE.ed25519);
    rejects(MALFORMED_POLICY, () -> parse(signers(twice)));
    String shared = TestSigner.entry("s", BOB.ed25519, ALICE.ed25519);
    rejects(MALFORMED_POLICY, () -> parse(signers(ALICE.entry(), shared)));
  }

  @Test
  void theAlgorithmIsOneOfTheTwo() { // F-08 (c), (d)
    changed(MALFORMED_POLICY, "\"algorithm\":\"Ed25519\"", "\"algorithm\":\"ed25519\"");
    changed(MALFORMED_POLICY, "\"algorithm\":\"ML-DSA-65\"", "\"algorithm\":\"ML-DSA-87\"");
    changed(MALFORMED_POLICY, '[' + BOTH + ']', "[\"ED25519\"]");
    changed(MALFORMED_POLICY, '[' + BOTH + ']', "[\"\"]");
  }

  @Test
  void aKeyIsWellFormed() { // F-07, F-04
    String spki = TestSigner.base64(ALICE.ed25519.spki());
    changed(MALFORMED_KEY, spki, spki + "=");
    changed(MALFORMED_KEY, spki, spki.substring(4));
    changed(MALFORMED_KEY, spki, TestSigner.base64(BOB.ed25519.spki()));
    changed(MALFORMED_KEY, ALICE.ed25519.id(), BOB.ed25519.id());
    changed(MALFORMED_NUMBER, ALICE.ed25519.id(), ALICE.ed25519.id().substring(1));
    rejects(MALFORMED_KEY, () -> parse(GOOD.replaceFirst("\"Ed25519\"", "\"ML-DSA-65\"")));
  }

  @Test
  void theRequiredAlgorithmsAreASetOfOneOrTwo() throws Rejection { // F-08 (d)
    assertEquals(
        List.of(Algorithm.ML_DSA_65),
        parse(GOOD.replace('[' + BOTH + ']', "[\"ML-DSA-65\"]")).requirement().algorithms());
    changed(MALFORMED_POLICY, '[' + BOTH + ']', "[]");
    changed(MALFORMED_POLICY, '[' + BOTH + ']', "[\"Ed25519\",\"Ed25519\"]");
    changed(MALFORMED_POLICY, '[' + BOTH + ']', '[' + BOTH + ",\"Ed25519\"]");
  }

  @Test
  void theRequiredSignersAreOneToAllOfThem() throws Rejection { // F-08 (e)
    assertEquals(2, Policy.parse(TestSigner.policy(2, ALICE, BOB)).requirement().signers());
    rejects(MALFORMED_POLICY, () -> Policy.parse(TestSigner.policy(0, ALICE, BOB)));
    rejects(MALFORMED_POLICY, () -> Policy.parse(TestSigner.policy(3, ALICE, BOB)));
  }

  @Test
  void theFieldsAreExactlyTheNamedOnes() { // F-02 in a policy
    changed(UNKNOWN_FIELD, "\"signers\":[", "\"signer\":[");
    changed(UNKNOWN_FIELD, "}}\n", "},\"relax\":1}\n");
    changed(MISSING_FIELD, ",\"signers\":1}", "}");
    changed(MALFORMED_JSON, "\"version\":1", "\"version\": 1");
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.checker;

import static org.assay.checker.signature.TestSigner.ALICE;
import static org.assay.checker.signature.TestSigner.BOB;
import static org.assay.checker.signature.TestSigner.envelope;
import static org.assay.checker.signature.TestSigner.policy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.assay.checker.cli.Report;
import org.assay.checker.json.Sha256;
import org.assay.checker.signature.TestSigner;
import org.assay.checker.verdict.RejectCode;
import org.assay.checker.verdict.Rejection;
import org.assay.checker.verdict.Verdict;
import org.assay.checker.verdict.Verdict.Outcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckerTest {
  private static final String SIZES =
      "\"k\":2,\"vocab\":2,\"dModel\":1,\"dHead\":1,\"margin\":\"0\"";

  @TempDir Path folder;
  private Scenario scenario;

  @BeforeEach
  void makeScenario() throws IOException {
    scenario = new Scenario(folder);
  }

  private Verdict check(byte[] certificate) throws IOException {
    return Checker.unsigned().check(certificate, sha256 -> scenario.model);
  }

  private Verdict assertStops(RejectCode code, byte[] certificate) throws IOException {
    Verdict verdict = check(certificate);
    assertEquals(Optional.of(code.name()), verdict.code());
    assertEquals(code.declines() ? Outcome.DECLINED : Outcome.REJECTED, verdict.outcome());
    assertTrue(verdict.message().orElseThrow().startsWith(code.name() + ": "));
    return verdict;
  }

  private byte[] withSizes(String sizes) {
    return TestSigner.unsigned(scenario.payload(sizes, "1"));
  }

  /** Whoever reads models by their digests reads data files so, too. */
  @Test
  void dataFilesAreAskedForAsModelsAre() throws IOException {
    Path vector = Path.of("../spec/vectors/accept/F-17/file-u8");
    byte[] model = Files.readAllBytes(vector.resolve("model.safetensors"));
    byte[] data = Files.readAllBytes(vector.resolve("data.safetensors"));
    byte[] certificate = Files.readAllBytes(vector.resolve("certificate.json"));
    String digest = Sha256.of(model);
    Verdict verdict =
        Checker.unsigned().check(certificate, sha256 -> sha256.equals(digest) ? model : data);
    assertEquals(Outcome.ACCEPTED, verdict.outcome(), verdict.toString());
  }

  @Test
  void anHonestClaimIsAccepted() throws IOException {
    Verdict verdict = check(scenario.unsigned("4"));
    assertEquals(Outcome.ACCEPTED, verdict.outcome());
    assertEquals(Optional.empty(), verdict.code());
    assertEquals(Optional.empty(), verdict.message());
    assertEquals(
        BigInteger.valueOf(4), verdict.findings().proof().map(p -> p.proved()).orElseThrow());
    assertEquals(scenario.sha256, verdict.findings().model().map(m -> m.sha256()).orElseThrow());
    assertTrue(verdict.findings().unsigned());
  }

  @Test
  void aSmallerClaimThanProvedIsAcceptedAndBothNumbersAreKept() throws IOException {
    Verdict verdict = check(scenario.unsigned("3"));
    assertEquals(Outcome.ACCEPTED, verdict.outcome());
    assertEquals(BigInteger.valueOf(3), verdict.findings().claimed().orElseThrow().correct());
    assertEquals(BigInteger.valueOf(4), verdict.findings().proof().orElseThrow().proved());
  }

  @Test
  void theMarginLowersTheCountAndIsStrict() throws IOException {
    String quarter = SIZES.replace("margin\":\"0", "margin\":\"1/4");
    assertEquals(
        Outcome.ACCEPTED, check(TestSigner.unsigned(scenario.payload(quarter, "2"))).outcome());
    Verdict verdict =
        assertStops(
            RejectCode.CLAIM_NOT_PROVED, TestSigner.unsigned(scenario.payload(quarter, "3")));
    assertTrue(
        verdict.message().orElseThrow().contains("got 3, want <= 2 (brute-force, margin 1/4)"));
    assertEquals(BigInteger.TWO, verdict.findings().proof().orElseThrow().proved());
  }

  @Test
  void eachSizeMustBeTheModels() throws IOException {
    for (String size : List.of("dModel", "dHead")) {
      byte[] other = withSizes(SIZES.replace(size + "\":1", size + "\":2"));
      Verdict verdict = assertStops(RejectCode.SHAPE_MISMATCH, other);
      assertEquals(1, verdict.findings().model().orElseThrow().dHead());
    }
    // another k or vocab that keeps v^k = total
    byte[] four = withSizes(SIZES.replace("k\":2,\"vocab\":2", "k\":1,\"vocab\":4"));
    assertStops(RejectCode.SHAPE_MISMATCH, four);
  }

  @Test
  void aVocabularyOfNothingIsRefusedAndHasNoAccuracy() throws IOException {
    String sizes = SIZES.replace("vocab\":2", "vocab\":0");
    String text = new String(scenario.payload(sizes, "0"), StandardCharsets.US_ASCII);
    byte[] nothing = Scenario.ascii(text.replace("total\":\"4\"", "total\":\"0\""));
    Verdict verdict = assertStops(RejectCode.SHAPE_MISMATCH, TestSigner.unsigned(nothing));
    assertTrue(new Report("file", verdict, 0).json().contains("\"accuracy\":null"));
  }

  @Test
  void anotherModelThanTheSubjectIsRefused() throws IOException {
    byte[] other = scenario.model.clone();
    other[other.length - 1] ^= 1;
    Verdict verdict = Checker.unsigned().check(scenario.unsigned("4"), sha256 -> other);
    assertEquals(Optional.of("MODEL_MISMATCH"), verdict.code());
    assertTrue(verdict.findings().model().isEmpty());
  }

  @Test
  void filesOverTheLimitAreDeclinedAndFilesAtTheLimitAreRead() throws IOException {
    byte[] certificate = new byte[(4 << 20) + 1];
    assertStops(RejectCode.LIMIT_EXCEEDED, certificate);
    assertStops(RejectCode.MALFORMED_JSON, Arrays.copyOf(certificate, 4 << 20));
    byte[] model = new byte[(256 << 20) + 1];
    Verdict verdict = Checker.unsigned().check(scenario.unsigned("4"), sha256 -> model);
    assertEquals(Optional.of("LIMIT_EXCEEDED"), verdict.code());
  }

  @Test
  void thePolicyDecidesWhoseSignaturesAreNeeded() throws Exception {
    byte[] payload = scenario.payload("4");
    Checker both = Checker.under(policy(2, ALICE, BOB));
    Verdict good = both.check(envelope(payload, ALICE, BOB), sha256 -> scenario.model);
    assertEquals(Outcome.ACCEPTED, good.outcome());
    assertEquals(2, good.findings().signers().orElseThrow().size());
    assertEquals(
        List.of("Ed25519", "ML-DSA-65"),
        good.findings().signers().orElseThrow().get(1).algorithms());
    Verdict bad = both.check(envelope(payload, ALICE), sha256 -> scenario.model);
    assertEquals(Optional.of("SIGNATURE_MISSING"), bad.code());
    assertTrue(bad.findings().signers().isEmpty());
    assertTrue(bad.findings().claimed().isEmpty()); // the payload was not parsed
  }

  @Test
  void signaturesAreCheckedBeforeThePayloadIsParsed() throws Exception {
    byte[] nonsense = Scenario.ascii("nonsense");
    Verdict verdict =
        Checker.under(policy(1, ALICE)).check(envelope(nonsense, BOB), sha256 -> scenario.model);
    assertEquals(Optional.of("UNKNOWN_SIGNER"), verdict.code());
    Verdict signed =
        Checker.under(policy(1, ALICE)).check(envelope(nonsense, ALICE), sha256 -> scenario.model);
    assertEquals(Optional.of("MALFORMED_JSON"), signed.code());
  }

  @Test
  void aPolicyThatDoesNotParseIsTheCallersMistake() {
    assertThrows(Rejection.class, () -> Checker.under(Scenario.ascii("{}\n")));
  }

  @Test
  void anUnreadableModelIsNoVerdict() {
    assertThrows(
        IOException.class,
        () ->
            Checker.unsigned()
                .check(
                    scenario.unsigned("4"),
                    sha256 -> {
                      throw new IOException(sha256);
                    }));
  }
}

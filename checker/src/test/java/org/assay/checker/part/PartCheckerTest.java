// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.part;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assay.checker.signature.TestSigner.ALICE;
import static org.assay.checker.signature.TestSigner.BOB;
import static org.assay.checker.signature.TestSigner.envelope;
import static org.assay.checker.signature.TestSigner.policy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.assay.checker.Checker;
import org.assay.checker.Scenario;
import org.assay.checker.json.Sha256;
import org.assay.checker.signature.Policy;
import org.assay.checker.signature.TestSigner;
import org.assay.checker.vectors.Vector;
import org.assay.checker.verdict.Findings;
import org.assay.checker.verdict.RejectCode;
import org.assay.checker.verdict.Verdict;
import org.assay.checker.verdict.Verdict.Outcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Brute force on two tokens and two positions, by its last token. */
class PartCheckerTest {
  private static final Range ALL = new Range(0, 2);

  @TempDir Path folder;
  private final PartChecker checker = new PartChecker(Optional.empty());
  private Scenario scenario;

  @BeforeEach
  void makeScenario() throws IOException {
    scenario = new Scenario(folder);
  }

  private PartChecker.Outcome part(byte[] certificate, Range range) throws IOException {
    return checker.part(certificate, sha256 -> scenario.model, range);
  }

  private void assertStops(RejectCode code, byte[] certificate, byte[] model) throws IOException {
    PartChecker.Outcome outcome = checker.part(certificate, sha256 -> model, ALL);
    assertEquals(Optional.of(code.name()), outcome.verdict().code());
    assertEquals(Optional.empty(), outcome.part());
    assertEquals(
        Optional.of(code.name()), checker.sum(certificate, sha256 -> model, List.of()).code());
  }

  @Test
  void aPartIsOfItsQueriesAlone() throws IOException {
    byte[] certificate = scenario.unsigned("4");
    for (int from = 0; from <= 2; from++) {
      for (int to = from; to <= 2; to++) {
        PartChecker.Outcome outcome = part(certificate, new Range(from, to));
        Part part = outcome.part().orElseThrow();
        BigInteger inputs = BigInteger.valueOf(2L * (to - from));
        assertEquals(inputs, part.total());
        assertEquals(inputs, part.proof().proved());
        assertEquals(Sha256.of(scenario.payload("4")), part.claim());
        assertEquals("query tokens", part.unit());
        assertEquals(2, part.units());
        Findings found = outcome.verdict().findings();
        assertEquals(Optional.of(part.proof()), found.proof());
        assertEquals(BigInteger.valueOf(4), found.claimed().orElseThrow().correct());
        assertEquals(scenario.sha256, found.model().orElseThrow().sha256());
        assertTrue(found.unsigned());
      }
    }
  }

  @Test
  void aRangeBeyondTheUnitsIsNoPart() {
    String reason =
        assertThrows(
                PartChecker.NotItsParts.class, () -> part(scenario.unsigned("4"), new Range(1, 3)))
            .getMessage();
    assertEquals("range 1..3: the claim has the query tokens 0..2", reason);
  }

  @Test
  void aSumIsJudgedAsAWhole() throws IOException {
    byte[] honest = scenario.unsigned("4");
    List<Part> parts =
        List.of(
            part(honest, new Range(1, 2)).part().orElseThrow(),
            part(honest, new Range(0, 1)).part().orElseThrow());
    Verdict verdict = checker.sum(honest, sha256 -> scenario.model, parts);
    assertEquals(Outcome.ACCEPTED, verdict.outcome());
    assertEquals(BigInteger.valueOf(4), verdict.findings().proof().orElseThrow().proved());
    byte[] quarter =
        Scenario.ascii(
            new String(scenario.payload("3"), US_ASCII)
                .replace("\"margin\":\"0\"", "\"margin\":\"1/4\""));
    byte[] tooMuch = TestSigner.unsigned(quarter);
    List<Part> one = List.of(part(tooMuch, ALL).part().orElseThrow());
    Verdict rejected = checker.sum(tooMuch, sha256 -> scenario.model, one);
    assertEquals(Optional.of("CLAIM_NOT_PROVED"), rejected.code());
    assertEquals(BigInteger.TWO, rejected.findings().proof().orElseThrow().proved());
  }

  @Test
  void filesOverTheLimitAreDeclinedAndAnotherModelIsRefused() throws IOException {
    byte[] certificate = new byte[Checker.MAX_CERTIFICATE + 1];
    assertStops(RejectCode.LIMIT_EXCEEDED, certificate, scenario.model);
    byte[] largest = Arrays.copyOf(certificate, Checker.MAX_CERTIFICATE);
    assertStops(RejectCode.MALFORMED_JSON, largest, scenario.model);
    byte[] other = scenario.model.clone();
    other[other.length - 1] ^= 1;
    assertStops(RejectCode.MODEL_MISMATCH, scenario.unsigned("4"), other);
    byte[] most = new byte[Checker.MAX_MODEL];
    assertStops(RejectCode.MODEL_MISMATCH, scenario.unsigned("4"), most);
    assertStops(RejectCode.LIMIT_EXCEEDED, scenario.unsigned("4"), new byte[most.length + 1]);
  }

  @Test
  void signersAreAskedAndNamed() throws Exception {
    PartChecker signed = new PartChecker(Optional.of(Policy.parse(policy(2, ALICE, BOB))));
    byte[] payload = scenario.payload("4");
    PartChecker.Outcome good =
        signed.part(envelope(payload, ALICE, BOB), sha256 -> scenario.model, ALL);
    Findings found = good.verdict().findings();
    assertEquals(2, found.signers().orElseThrow().size());
    assertEquals(List.of("Ed25519", "ML-DSA-65"), found.signers().get().get(1).algorithms());
    assertEquals(false, found.unsigned());
    PartChecker.Outcome bad = signed.part(envelope(payload, ALICE), sha256 -> scenario.model, ALL);
    assertEquals(Optional.of("SIGNATURE_MISSING"), bad.verdict().code());
  }

  @Test
  void aLineThatIsNoPartIsNamed() throws IOException {
    String line = part(scenario.unsigned("4"), ALL).part().orElseThrow().json() + "\n";
    assertEquals(2, PartChecker.parts(Scenario.ascii(line + line)).size());
    String reason =
        assertThrows(
                IOException.class, () -> PartChecker.parts(Scenario.ascii(line + "{}\n" + line)))
            .getMessage();
    assertTrue(reason.startsWith("line 2: no part: "), reason);
  }

  /** An input each of a claim whose inputs are those of a data file. */
  @Test
  void dataFilesAreAskedForByTheirDigest() throws IOException {
    Vector vector = Vector.of("accept/F-17/file-u8");
    byte[] data = vector.bytes("data.safetensors");
    String digest = Sha256.of(data);
    Checker.Models models =
        sha256 -> sha256.equals(digest) ? data : Files.readAllBytes(vector.model());
    PartChecker.Outcome outcome =
        checker.part(vector.bytes("certificate.json"), models, new Range(0, 1));
    assertEquals(Outcome.ACCEPTED, outcome.verdict().outcome());
    assertEquals("inputs", outcome.part().orElseThrow().unit());
    assertEquals(BigInteger.ONE, outcome.part().orElseThrow().total());
  }
}

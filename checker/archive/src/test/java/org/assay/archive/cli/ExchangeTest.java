// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assay.archive.ageing.Ageing;
import org.assay.archive.ageing.Hash;
import org.assay.archive.exchange.Accepted;
import org.assay.archive.exchange.Bom;
import org.assay.archive.exchange.Svr;
import org.assay.archive.receipt.Receipt;
import org.assay.archive.refusal.Refusal;
import org.assay.archive.time.PemFiles;
import org.assay.archive.time.TestTsa;
import org.assay.archive.time.Token;
import org.assay.archive.time.Trust;
import org.assay.checker.json.Sha256;
import org.assay.checker.verdict.Findings;
import org.bouncycastle.tsp.TimeStampResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What others' programs read; what Node's libraries say of it is asked by .ci/run outside. */
class ExchangeTest {
  private static final Path PUBLISHED = Path.of("..", "..", "certificates");
  private static final String STEM = "max-of-3-vocab-32-seed-50";
  private static final String NAME = "cubic-retest.cert.json";
  private static final String KEY = "assay-2026-11-22-cubic-retest.";
  private static final JsonMapper JSON = new JsonMapper();

  /** CycloneDX' own, from the jar of its Java library. */
  private static final Schema CYCLONEDX =
      SchemaRegistry.withDefaultDialect(
              SpecificationVersion.DRAFT_7,
              to ->
                  to.schemaIdResolvers(
                      ids -> ids.mapPrefix("http://cyclonedx.org/schema", "classpath:")))
          .getSchema(SchemaLocation.of("http://cyclonedx.org/schema/bom-1.6.schema.json"));

  @TempDir Path folder;

  private static String published(String name) {
    return PUBLISHED.resolve(name).toString();
  }

  private static String certificate() {
    return published(STEM + '/' + NAME);
  }

  private Run bom(String certificate, String model, String out) {
    return bom(certificate, "--model", published("models/" + model + ".safetensors"), out);
  }

  private Run bom(String certificate, String option, String weights, String out) {
    return Run.of(
        "bom",
        certificate,
        option,
        weights,
        "--policy",
        published("policy.json"),
        "--out",
        folder.resolve(out).toString());
  }

  private JsonNode read(String name) throws IOException {
    return JSON.readTree(folder.resolve(name).toFile());
  }

  @Test
  void aBillOfMaterialsFitsTheSchemaAndHasTheClaim() throws IOException {
    Run run = bom(certificate(), STEM, "bom.json");
    assertEquals(0, run.exit(), run.err());
    JsonNode bom = read("bom.json");
    assertEquals(List.of(), CYCLONEDX.validate(bom));
    JsonNode model = bom.at("/components/0");
    byte[] weights = Files.readAllBytes(Path.of(published("models/" + STEM + ".safetensors")));
    assertEquals(Sha256.of(weights), model.at("/hashes/0/content").asText());
    JsonNode metric = model.at("/modelCard/quantitativeAnalysis/performanceMetrics/0");
    assertEquals("\"32767\"", metric.at("/value").toString());
    assertEquals("32767", metric.at("/confidenceInterval/lowerBound").asText());
    assertEquals("32768", metric.at("/confidenceInterval/upperBound").asText());
    byte[] file = Files.readAllBytes(Path.of(certificate()));
    assertEquals(Sha256.of(file), model.at("/externalReferences/0/hashes/0/content").asText());
    bom(certificate(), STEM, "again.json");
    assertArrayEquals(
        Files.readAllBytes(folder.resolve("bom.json")),
        Files.readAllBytes(folder.resolve("again.json")));
  }

  /** The schema is not one that takes anything. */
  @Test
  void theSchemaRefusesAnotherMetric() throws IOException {
    bom(certificate(), STEM, "bom.json");
    String text = Files.readString(folder.resolve("bom.json"));
    String number = text.replace("\"value\":\"32767\",\"slice\"", "\"value\":32767,\"slice\"");
    assertFalse(CYCLONEDX.validate(JSON.readTree(number)).isEmpty());
    String reference = text.replace("\"attestation\"", "\"attested\"");
    assertFalse(CYCLONEDX.validate(JSON.readTree(reference)).isEmpty());
  }

  @Test
  void whatIsNotAcceptedIsNotPassedOn() { // A-10 (a)
    Run run = bom(certificate(), "max-of-4-vocab-64-seed-50", "bom.json");
    assertEquals(1, run.exit());
    assertTrue(run.out().startsWith("rejected MODEL_MISMATCH: "), run.out());
    assertFalse(Files.exists(folder.resolve("bom.json")));
  }

  @Test
  void theModelIsFoundInAFolderByItsDigest() throws IOException {
    Run run = bom(certificate(), "--models", published("models"), "bom.json");
    assertEquals(0, run.exit(), run.err());
    bom(certificate(), STEM, "again.json");
    assertArrayEquals(
        Files.readAllBytes(folder.resolve("bom.json")),
        Files.readAllBytes(folder.resolve("again.json")));
    Run none = bom(certificate(), "--models", folder.toString(), "third.json");
    assertEquals(66, none.exit());
    assertTrue(none.err().contains(folder + ": no *.safetensors with sha256 "), none.err());
  }

  private static Accepted accepted(String model, List<Integer> weights) {
    BigInteger correct = BigInteger.TWO.pow(64).add(BigInteger.ONE);
    Findings.Claimed claimed =
        new Findings.Claimed(
            model, "cubic", "0", weights, correct, correct.shiftLeft(1), Optional.empty());
    return new Accepted(
        new Receipt.Named(model, "a".repeat(64)),
        new Receipt.Named("b.cert.json", "b".repeat(64)),
        claimed,
        correct.toString(),
        Optional.empty());
  }

  /** Readers that make doubles of numbers lose nothing; names of strangers break no JSON. */
  @Test
  void aVerificationResultSaysWhatWasProved() throws IOException {
    Svr svr =
        new Svr(
            accepted("a\"b\u00e9", List.of()),
            new Receipt.Program("assay-archive", "0.1.0", "c".repeat(64)),
            List.of(new Receipt.Named("policy.json", "d".repeat(64))),
            Instant.parse("2026-11-29T12:00:00.5Z"));
    JsonNode said = JSON.readTree(svr.payload());
    assertEquals("https://in-toto.io/Statement/v1", said.at("/_type").asText());
    assertEquals("https://in-toto.io/attestation/svr/v0.2", said.at("/predicateType").asText());
    assertEquals("a\"b\u00e9", said.at("/subject/0/name").asText());
    assertEquals("a".repeat(64), said.at("/subject/0/digest/sha256").asText());
    assertEquals(
        "urn:assay:verifier:assay-archive:0.1.0", said.at("/predicate/verifier/id").asText());
    assertEquals("d".repeat(64), said.at("/predicate/verifier/policies/0/digest/sha256").asText());
    assertEquals("2026-11-29T12:00:00Z", said.at("/predicate/timeCreated").asText());
    assertEquals("[\"ASSAY_CLAIM_PROVED\"]", said.at("/predicate/properties").toString());
    JsonNode claim = said.at("/predicate/assay_claim");
    assertEquals("\"18446744073709551617\"", claim.at("/correct").toString());
    assertEquals("\"36893488147419103234\"", claim.at("/total").toString());
    assertEquals("\"18446744073709551617\"", claim.at("/proved").toString());
    assertEquals("b".repeat(64), claim.at("/certificate/digest/sha256").asText());
    assertEquals("c".repeat(64), claim.at("/program/digest/sha256").asText());
    assertTrue(claim.at("/inputs").asText().contains("each counted once"));
    for (byte one : svr.payload()) {
      assertTrue(one > 0, "ASCII");
    }
  }

  @Test
  void weightsAreSaid() throws IOException {
    JsonNode bom = JSON.readTree(new Bom(accepted("m", List.of(1, 2))).text());
    String path = "/components/0/modelCard/quantitativeAnalysis/performanceMetrics/0/slice";
    assertTrue(bom.at(path).asText().contains("by the weights of the claim"));
    assertEquals(List.of(), CYCLONEDX.validate(bom));
  }

  private Run sigstore(String envelope, String key) {
    String out = folder.resolve("sigstore.json").toString();
    return Run.of("sigstore", envelope, "--key", key, "--out", out);
  }

  @Test
  void aSigstoreBundleHasOneSignature() throws IOException {
    String key = published("keys/" + KEY + "ed25519.pub.pem");
    Run run = sigstore(certificate(), key);
    assertEquals(0, run.exit(), run.err());
    JsonNode bundle = read("sigstore.json");
    JsonNode envelope = JSON.readTree(Path.of(certificate()).toFile());
    assertEquals(envelope.at("/payload"), bundle.at("/dsseEnvelope/payload"));
    assertEquals(envelope.at("/payloadType"), bundle.at("/dsseEnvelope/payloadType"));
    assertEquals(1, bundle.at("/dsseEnvelope/signatures").size());
    JsonNode one = bundle.at("/dsseEnvelope/signatures/0");
    String pem = Files.readString(Path.of(key)).replaceAll("-----.*?-----|\\s", "");
    String id = Sha256.of(Base64.getDecoder().decode(pem));
    assertEquals(id, one.at("/keyid").asText());
    String all = envelope.at("/signatures").toString();
    assertTrue(all.contains(one.at("/sig").asText()) && all.contains(id));
    byte[] hint =
        Base64.getDecoder().decode(bundle.at("/verificationMaterial/publicKey/hint").asText());
    assertEquals(id, java.util.HexFormat.of().formatHex(hint));
  }

  private static final String ED25519 = "keys/" + KEY + "ed25519.pub.pem";

  private Run stamped(String... clock) {
    List<String> words = new ArrayList<>(List.of("sigstore", certificate(), "--key"));
    words.addAll(List.of(published(ED25519), "--out", folder.resolve("sigstore.json").toString()));
    words.addAll(List.of(clock));
    return Run.of(words.toArray(new String[0]));
  }

  @Test
  void aSigstoreBundleHasATimeStampOfTheSignatureIfAClockIsNamed() throws Exception {
    Path clock = folder.resolve("clock");
    Run.of("tsa", clock.toString());
    assertEquals(0, stamped("--tsa", clock.toString()).exit());
    JsonNode stamps =
        read("sigstore.json")
            .at("/verificationMaterial/timestampVerificationData/rfc3161Timestamps");
    assertEquals(1, stamps.size());
    TimeStampResponse answer = new TimeStampResponse(stamps.at("/0/signedTimestamp").binaryValue());
    assertEquals(0, answer.getStatus());
    byte[] signature = read("sigstore.json").at("/dsseEnvelope/signatures/0/sig").binaryValue();
    Token token = Token.parse(answer.getTimeStampToken().toCMSSignedData().toASN1Structure());
    Trust reader =
        new Trust(
            PemFiles.certificates(clock.resolve("root.pem")),
            Ageing.today(),
            Map.of(),
            Instant.now().plusSeconds(1));
    Instant time = token.verify(Hash.SHA_256, Hash.SHA_256.of(signature), reader).time();
    assertTrue(Duration.between(time, Instant.now()).abs().toMinutes() < 10, time.toString());
    byte[] payload = read("sigstore.json").at("/dsseEnvelope/payload").binaryValue();
    byte[] other = Hash.SHA_256.of(payload);
    assertThrows(Refusal.class, () -> token.verify(Hash.SHA_256, other, reader));
  }

  @Test
  void aTimeStampThatProvesNothingMakesNoBundle() throws Exception { // A-10 (d)
    Path clock = folder.resolve("clock");
    PemFiles.write(TestTsa.valid(2020, 2021).tsa(), clock);
    Run run = stamped("--tsa", clock.toString());
    assertEquals(1, run.exit());
    assertTrue(run.err().contains("certificate"), run.err());
    assertFalse(Files.exists(folder.resolve("sigstore.json")));
    assertEquals(66, stamped("--url", "http://127.0.0.1:1/").exit());
    assertEquals(64, stamped("--tsa", "x", "--url", "http://x").exit());
    assertFalse(Files.exists(folder.resolve("sigstore.json")));
  }

  @Test
  void aSignatureThatIsNotThereOrNotGoodMakesNoBundle() throws IOException {
    String mlDsa = published("keys/" + KEY + "ml-dsa-65.pub.pem");
    refused("MALFORMED_KEY", certificate(), mlDsa); // A-10 (b)
    String other = published("keys/assay-2026-11-22-brute-force.ed25519.pub.pem");
    refused("SIGNATURES", certificate(), other); // A-10 (c)
    String text = Files.readString(Path.of(certificate()));
    int at = text.indexOf("\"payload\":\"") + 80;
    char turned = text.charAt(at) == 'A' ? 'B' : 'A';
    Path forged = folder.resolve("forged.cert.json");
    Files.writeString(forged, text.substring(0, at) + turned + text.substring(at + 1));
    refused("SIGNATURES", forged.toString(), published("keys/" + KEY + "ed25519.pub.pem"));
    refused("MALFORMED_KEY", certificate(), PUBLISHED.resolve("keys").toString());
  }

  private void refused(String code, String envelope, String key) {
    Run run = sigstore(envelope, key);
    assertEquals(1, run.exit(), run.out());
    assertTrue(run.err().contains(code), run.err());
    assertFalse(Files.exists(folder.resolve("sigstore.json")));
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.gson.JsonParser;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import dev.sigstore.dsse.InTotoPayload;
import dev.sigstore.proto.bundle.v1.Bundle;
import io.intoto.EnvelopeOuterClass.Envelope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.assay.archive.exchange.Accepted;
import org.assay.archive.exchange.Svr;
import org.assay.archive.receipt.Receipt;
import org.assay.archive.receipt.ReceiptSigner;
import org.assay.checker.Checker;
import org.assay.checker.json.Sha256;
import org.assay.checker.verdict.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Envelopes, statements and bundles, read by in-toto's protobuf and by Sigstore's Java library,
 * which has it.
 */
class InTotoTest {
  private static final Path PUBLISHED = Path.of("..", "..", "certificates");
  private static final String STEM = "max-of-3-vocab-32-seed-50";
  private static final Path CERTIFICATE = PUBLISHED.resolve(STEM).resolve("cubic-retest.cert.json");
  private static final Path MODEL = PUBLISHED.resolve("models").resolve(STEM + ".safetensors");

  private static final Receipt.Program PROGRAM =
      new Receipt.Program("assay-archive", "0.1.0", "c".repeat(64));

  @TempDir Path folder;

  /** By the strict parser, which takes no field that the schema lacks. */
  private static void read(Message.Builder by, String json) throws InvalidProtocolBufferException {
    JsonFormat.parser().merge(json, by);
    assertEquals(
        JsonParser.parseString(json), JsonParser.parseString(JsonFormat.printer().print(by)));
  }

  private static InTotoPayload statement(Path envelope) throws Exception {
    Envelope.Builder read = Envelope.newBuilder();
    read(read, Files.readString(envelope));
    assertEquals(InTotoPayload.PAYLOAD_TYPE, read.getPayloadType());
    String payload = read.getPayload().toString(UTF_8);
    InTotoPayload statement = InTotoPayload.from(payload);
    assertEquals("https://in-toto.io/Statement/v1", statement.getType());
    assertEquals(
        JsonParser.parseString(payload).getAsJsonObject().get("predicate"),
        statement.getPredicate());
    return statement;
  }

  private static String sha256(InTotoPayload statement) {
    assertEquals(1, statement.getSubject().size());
    return statement.getSubject().get(0).getDigest().get("sha256");
  }

  private ReceiptSigner signer() throws Exception {
    LogCommandTest.key(folder, "key");
    return ReceiptSigner.of(folder);
  }

  private Path written(byte[] envelope) throws IOException {
    return Files.write(folder.resolve("out.json"), envelope);
  }

  private static Receipt.Named named(Path file) throws IOException {
    return new Receipt.Named(file.getFileName().toString(), Sha256.of(Files.readAllBytes(file)));
  }

  @Test
  void aCertificateIsAnEnvelopeOfAStatement() throws Exception {
    InTotoPayload statement = statement(CERTIFICATE);
    assertEquals(named(MODEL).sha256(), sha256(statement));
  }

  @Test
  void aReceiptIsOne() throws Exception {
    Receipt receipt = new Receipt(named(CERTIFICATE), PROGRAM, "accepted", "32767", "none");
    InTotoPayload statement = statement(written(signer().sign(receipt)));
    assertEquals("urn:assay:receipt:v1", statement.getPredicateType());
    assertEquals(named(CERTIFICATE).sha256(), sha256(statement));
  }

  @Test
  void aVerificationResultIsOne() throws Exception {
    byte[] weights = Files.readAllBytes(MODEL);
    Verdict verdict = Checker.unsigned().check(Files.readAllBytes(CERTIFICATE), any -> weights);
    Svr svr =
        new Svr(
            Accepted.of(verdict, named(CERTIFICATE)),
            PROGRAM,
            List.of(named(PUBLISHED.resolve("policy.json"))),
            Instant.now());
    InTotoPayload statement = statement(written(signer().sign(svr.payload())));
    assertEquals("https://in-toto.io/attestation/svr/v0.2", statement.getPredicateType());
    assertEquals(named(MODEL).sha256(), sha256(statement));
    assertEquals(
        "[\"ASSAY_CLAIM_PROVED\"]",
        statement.getPredicate().getAsJsonObject().get("properties").toString());
  }

  @Test
  void aBundleIsOneOfSigstores() throws Exception {
    String key = PUBLISHED.resolve("keys/assay-2026-11-22-cubic-retest.ed25519.pub.pem").toString();
    Path clock = folder.resolve("clock");
    assertEquals(0, Run.of("tsa", clock.toString()).exit());
    Path out = folder.resolve("bundle.json");
    String[] words = {
      "sigstore",
      CERTIFICATE.toString(),
      "--key",
      key,
      "--tsa",
      clock.toString(),
      "--out",
      out.toString()
    };
    assertEquals(0, Run.of(words).exit());
    read(Bundle.newBuilder(), Files.readString(out));
  }

  @Test
  void theReaderIsStrict() throws Exception {
    String good = Files.readString(CERTIFICATE);
    String more = good.replaceFirst("\\{", "{\"version\":1,");
    Envelope.Builder to = Envelope.newBuilder();
    assertThrows(InvalidProtocolBufferException.class, () -> read(to, more));
    String other = good.replaceFirst("\"sig\":\"", "\"sig\":\"!");
    assertThrows(InvalidProtocolBufferException.class, () -> read(to, other));
  }
}

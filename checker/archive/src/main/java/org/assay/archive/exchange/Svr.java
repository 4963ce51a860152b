// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.exchange;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.assay.archive.receipt.Receipt;

/**
 * in-toto's Simple Verification Result, version 0.2, of the model (spec A-10): what a re-checker
 * signs for those who know in-toto and not Assay.
 *
 * @param program what decided
 * @param policies files of policies by which signatures were demanded; none if none were
 */
public record Svr(
    Accepted accepted, Receipt.Program program, List<Receipt.Named> policies, Instant time) {
  private static final String STATEMENT = "https://in-toto.io/Statement/v1";
  private static final String PREDICATE = "https://in-toto.io/attestation/svr/v0.2";

  /** What is signed. */
  public byte[] payload() {
    return Json.of(
        to -> {
          to.writeStringField("_type", STATEMENT);
          to.writeArrayFieldStart("subject");
          descriptor(to, accepted.model());
          to.writeEndArray();
          to.writeStringField("predicateType", PREDICATE);
          to.writeObjectFieldStart("predicate");
          verifier(to);
          to.writeStringField("timeCreated", time.truncatedTo(ChronoUnit.SECONDS).toString());
          to.writeArrayFieldStart("properties");
          to.writeString("ASSAY_CLAIM_PROVED");
          to.writeEndArray();
          claim(to);
          to.writeEndObject();
        });
  }

  private void verifier(JsonGenerator to) throws IOException {
    to.writeObjectFieldStart("verifier");
    to.writeStringField("id", "urn:assay:verifier:" + program.name() + ':' + program.version());
    to.writeArrayFieldStart("policies");
    for (Receipt.Named policy : policies) {
      descriptor(to, policy);
    }
    to.writeEndArray();
    to.writeEndObject();
  }

  /** An extension field; counts are strings, because readers make doubles of numbers. */
  private void claim(JsonGenerator to) throws IOException {
    to.writeObjectFieldStart("assay_claim");
    to.writeFieldName("certificate");
    descriptor(to, accepted.certificate());
    to.writeFieldName("program");
    descriptor(to, new Receipt.Named(program.name(), program.sha256()));
    to.writeStringField("strategy", accepted.claimed().strategy());
    to.writeStringField("margin", accepted.claimed().margin());
    to.writeStringField("inputs", accepted.inputs());
    to.writeStringField("correct", accepted.claimed().correct().toString());
    to.writeStringField("total", accepted.claimed().total().toString());
    to.writeStringField("proved", accepted.proved());
    to.writeEndObject();
  }

  private static void descriptor(JsonGenerator to, Receipt.Named file) throws IOException {
    to.writeStartObject();
    to.writeStringField("name", file.name());
    to.writeObjectFieldStart("digest");
    to.writeStringField("sha256", file.sha256());
    to.writeEndObject();
    to.writeEndObject();
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.exchange;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.assay.archive.receipt.Receipt;

/**
 * A CycloneDX 1.6 bill of materials of one model, whose card has the proved claim (spec A-10). The
 * same bytes wherever it is made.
 */
public record Bom(Accepted accepted) {
  /** The file. */
  public byte[] text() {
    return Json.of(
        to -> {
          to.writeStringField("$schema", "http://cyclonedx.org/schema/bom-1.6.schema.json");
          to.writeStringField("bomFormat", "CycloneDX");
          to.writeStringField("specVersion", "1.6");
          to.writeNumberField("version", 1);
          to.writeArrayFieldStart("components");
          to.writeStartObject();
          to.writeStringField("type", "machine-learning-model");
          to.writeStringField("bom-ref", "sha256:" + accepted.model().sha256());
          to.writeStringField("name", accepted.model().name());
          hashes(to, accepted.model());
          reference(to);
          card(to);
          properties(to);
          to.writeEndObject();
          to.writeEndArray();
        });
  }

  private void card(JsonGenerator to) throws IOException {
    String correct = accepted.claimed().correct().toString();
    to.writeObjectFieldStart("modelCard");
    to.writeObjectFieldStart("quantitativeAnalysis");
    to.writeArrayFieldStart("performanceMetrics");
    to.writeStartObject();
    to.writeStringField("type", "inputs answered right, proved lower bound");
    to.writeStringField("value", correct);
    to.writeStringField("slice", accepted.inputs());
    to.writeObjectFieldStart("confidenceInterval");
    to.writeStringField("lowerBound", correct);
    to.writeStringField("upperBound", accepted.claimed().total().toString());
    to.writeEndObject();
    to.writeEndObject();
    to.writeEndArray();
    to.writeEndObject();
    to.writeEndObject();
  }

  /** The certificate, by its digest: whoever has it need not believe this file. */
  private void reference(JsonGenerator to) throws IOException {
    to.writeArrayFieldStart("externalReferences");
    to.writeStartObject();
    to.writeStringField("type", "attestation");
    to.writeStringField("url", "urn:sha256:" + accepted.certificate().sha256());
    to.writeStringField("comment", "certificate of Assay: " + accepted.certificate().name());
    hashes(to, accepted.certificate());
    to.writeEndObject();
    to.writeEndArray();
  }

  private void properties(JsonGenerator to) throws IOException {
    Map<String, String> properties = new TreeMap<>();
    properties.put("assay:correct", accepted.claimed().correct().toString());
    properties.put("assay:total", accepted.claimed().total().toString());
    properties.put("assay:margin", accepted.claimed().margin());
    properties.put("assay:strategy", accepted.claimed().strategy());
    to.writeArrayFieldStart("properties");
    for (Map.Entry<String, String> property : properties.entrySet()) {
      to.writeStartObject();
      to.writeStringField("name", property.getKey());
      to.writeStringField("value", property.getValue());
      to.writeEndObject();
    }
    to.writeEndArray();
  }

  private static void hashes(JsonGenerator to, Receipt.Named file) throws IOException {
    to.writeArrayFieldStart("hashes");
    to.writeStartObject();
    to.writeStringField("alg", "SHA-256");
    to.writeStringField("content", file.sha256());
    to.writeEndObject();
    to.writeEndArray();
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.schemas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.assay.checker.vectors.Vector;
import org.junit.jupiter.api.Test;

/** What the schemas say of a document is what the checker says of it, as far as a schema can. */
class SchemasTest {
  private static final Path ARCHIVE = Path.of("..", "certificates");

  /** Codes of what a schema can see; every other code needs arithmetic, a key or a model. */
  private static final Set<String> OF_FORM =
      Set.of("MALFORMED_JSON", "MALFORMED_NUMBER", "UNKNOWN_FIELD", "MISSING_FIELD");

  /**
   * Conditions of form that a schema cannot express: spelling (ASCII, white space, order and
   * escapes of names, numbers in lowest terms or written as 1.0) and the sizes of files.
   */
  private static final Set<String> BEYOND_SCHEMAS =
      Set.of("F-02 (a)", "F-02 (b)", "F-02 (c)", "F-02 (g)", "F-03 (a)", "F-03 (b)", "F-11 (b)");

  @Test
  void theyAreSchemas() throws IOException {
    List<Path> files = below(Schemas.FOLDER, ".schema.json");
    assertTrue(files.size() >= 5, files::toString);
    for (Path file : files) {
      assertEquals(
          List.of(),
          Schemas.breaches(Schemas.ofSchemas(), Files.readAllBytes(file)),
          file.toString());
    }
  }

  @Test
  void everyCertificateAndPolicyOfTheArchiveFits() throws IOException {
    List<Path> certificates = below(ARCHIVE, ".cert.json");
    assertTrue(certificates.size() > 2000, () -> "got " + certificates.size() + " certificates");
    for (Path file : certificates) {
      assertEquals(List.of(), ofCertificate(Files.readAllBytes(file)), file.toString());
    }
    byte[] policy = Files.readAllBytes(ARCHIVE.resolve("policy.json"));
    assertEquals(List.of(), Schemas.breaches(Schemas.POLICY, policy));
  }

  @Test
  void everyAcceptedVectorFits() {
    List<String> wrong = new ArrayList<>();
    for (Vector vector : Vector.all()) {
      if (vector.side().equals("accept")) {
        breaches(vector).forEach(breach -> wrong.add(vector.name() + ": " + breach));
      }
    }
    assertEquals(List.of(), wrong);
  }

  @Test
  void whatOnlyArithmeticDecidesFits() {
    Set<Object> codes = Set.of("CLAIM_NOT_PROVED", "MODEL_MISMATCH", "SHAPE_MISMATCH");
    List<String> wrong = new ArrayList<>();
    for (Vector vector : Vector.all()) {
      if (codes.contains(vector.code())) {
        breaches(vector).forEach(breach -> wrong.add(vector.name() + ": " + breach));
      }
    }
    assertEquals(List.of(), wrong);
  }

  @Test
  void whatBreaksTheFormFitsNoSchema() {
    Set<String> unseen = new TreeSet<>();
    int seen = 0;
    for (Vector vector : Vector.all()) {
      if (isOfForm(vector) && breaches(vector).isEmpty()) {
        unseen.add(vector.section() + " (" + vector.letter() + ")");
      } else if (isOfForm(vector)) {
        seen++;
      }
    }
    assertTrue(seen > 100, "seen: " + seen);
    assertEquals(new TreeSet<>(BEYOND_SCHEMAS), unseen);
  }

  private static boolean isOfForm(Vector vector) {
    Object reason =
        vector.json().containsKey("reason") ? vector.json().get("reason") : vector.code();
    return OF_FORM.contains(String.valueOf(reason)) && !vector.json().containsKey("generate");
  }

  private static List<String> breaches(Vector vector) {
    List<String> breaches = new ArrayList<>(ofCertificate(vector.bytes("certificate.json")));
    if (vector.isSigned()) {
      breaches.addAll(Schemas.breaches(Schemas.POLICY, vector.bytes("policy.json")));
    }
    return breaches;
  }

  private static List<String> ofCertificate(byte[] envelope) {
    Optional<JsonNode> outer = Schemas.parsed(envelope);
    List<String> breaches = new ArrayList<>(Schemas.breaches(Schemas.ENVELOPE, envelope));
    if (breaches.isEmpty()) {
      byte[] payload = Base64.getDecoder().decode(outer.orElseThrow().get("payload").textValue());
      boolean second =
          new String(payload, StandardCharsets.US_ASCII).contains("urn:assay:certificate:v2");
      breaches.addAll(Schemas.breaches(second ? Schemas.PAYLOAD_V2 : Schemas.PAYLOAD, payload));
    }
    return breaches;
  }

  private static List<Path> below(Path folder, String ending) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.ageing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Optional;
import org.assay.archive.refusal.Code;
import org.assay.archive.refusal.Refusal;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.junit.jupiter.api.Test;

/** Tables of algorithms, and the hash functions that they name. */
class AgeingTest {
  private static Ageing parse(String table) throws Refusal {
    return Ageing.parse(table.getBytes(US_ASCII));
  }

  private static void refused(String why, String table) {
    Refusal refusal = assertThrows(Refusal.class, () -> parse(table));
    assertEquals(Code.MALFORMED_TABLE, refusal.code());
    assertTrue(refusal.getMessage().contains(why), refusal.getMessage());
  }

  @Test
  void aLineIsANameAndADay() throws Refusal { // A-05 (a), (b), (c)
    Ageing table = parse("SHA-256 2040-01-01\nEd25519 -\n");
    assertEquals(Instant.parse("2040-01-01T00:00:00Z"), table.end("SHA-256"));
    assertEquals(Instant.MAX, table.end("Ed25519"));
    Refusal unknown = assertThrows(Refusal.class, () -> table.end("MD5"));
    assertEquals(Code.CANNOT_CONCLUDE, unknown.code());
    refused("line 2: got \"B\"", "A -\nB\n");
    refused("line 2: A comes twice", "A -\nA 2040-01-01\n");
    refused("2040-13-01", "A 2040-13-01\n");
    refused("is empty", "");
    assertEquals(Instant.parse("2017-02-23T00:00:00Z"), Ageing.today().end("SHA-1"));
  }

  @Test
  void aHashFunctionHasAName() {
    for (Hash hash : Hash.values()) {
      assertEquals(Optional.of(hash), Hash.named(hash.label()));
      assertEquals(hash.bytes(), hash.of("abc".getBytes(US_ASCII)).length);
    }
    assertEquals(Optional.empty(), Hash.named("MD5"));
  }

  /** Parameters that are absent and NULL mean the same, others mean something else. */
  @Test
  void aHashFunctionHasAnIdentifier() { // A-03 (c)
    for (Hash hash : Hash.values()) {
      assertEquals(Optional.of(hash), Hash.of(hash.identifier()));
      var id = hash.identifier().getAlgorithm();
      assertEquals(Optional.of(hash), Hash.of(new AlgorithmIdentifier(id, DERNull.INSTANCE)));
      assertEquals(Optional.empty(), Hash.of(new AlgorithmIdentifier(id, new ASN1Integer(1))));
    }
  }
}

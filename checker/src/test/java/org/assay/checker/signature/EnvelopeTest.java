// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.signature;

import static org.assay.checker.Mangle.rejects;
import static org.assay.checker.signature.TestSigner.ascii;
import static org.assay.checker.verdict.RejectCode.LIMIT_EXCEEDED;
import static org.assay.checker.verdict.RejectCode.MALFORMED_ENVELOPE;
import static org.assay.checker.verdict.RejectCode.MALFORMED_JSON;
import static org.assay.checker.verdict.RejectCode.MALFORMED_NUMBER;
import static org.assay.checker.verdict.RejectCode.MISSING_FIELD;
import static org.assay.checker.verdict.RejectCode.UNKNOWN_FIELD;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assay.checker.Mangle;
import org.assay.checker.verdict.RejectCode;
import org.assay.checker.verdict.Rejection;
import org.junit.jupiter.api.Test;

/** Conditions F-05 a-d, and F-04 in an envelope. Nothing here is verified. */
class EnvelopeTest {
  private static final String ID = "0123456789abcdef".repeat(4);
  private static final String GOOD =
      "{\"payload\":\"aGk=\",\"payloadType\":\"application/vnd.in-toto+json\","
          + "\"signatures\":[{\"keyid\":\""
          + ID
          + "\",\"sig\":\"AAEC\"}]}\n";

  private static Envelope parse(String text) throws Rejection {
    return Envelope.parse(ascii(text));
  }

  private static void changed(RejectCode code, String from, String to) {
    assertTrue(GOOD.contains(from), from);
    rejects(code, () -> parse(GOOD.replace(from, to)));
  }

  private static byte[] print(Envelope envelope) {
    return TestSigner.envelope(envelope.payload(), envelope.signatures());
  }

  private static String signatures(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> TestSigner.signature("%064x".formatted(i), ""))
        .collect(Collectors.joining(",", "[", "]"));
  }

  @Test
  void payloadAndSignaturesAreRead() throws Rejection {
    Envelope envelope = parse(GOOD);
    assertArrayEquals(ascii("hi"), envelope.payload());
    assertEquals(1, envelope.signatures().size());
    assertEquals(ID, envelope.signatures().get(0).keyId());
    assertArrayEquals(new byte[] {0, 1, 2}, envelope.signatures().get(0).bytes());
    assertArrayEquals(ascii(GOOD), print(envelope));
  }

  @Test
  void anEnvelopeMayHaveNoSignatures() throws Rejection {
    Envelope envelope = Envelope.parse(TestSigner.unsigned(ascii("hi")));
    assertArrayEquals(ascii("hi"), envelope.payload());
    assertTrue(envelope.signatures().isEmpty());
  }

  @Test
  void everyPartAndEveryChangedByteIsRejectedOrRoundTrips() {
    Mangle.everyProperPartIsRejected(ascii(GOOD), bytes -> print(Envelope.parse(bytes)));
    Mangle.everyChangedByteIsRejectedOrRoundTrips(
        ascii(GOOD), bytes -> print(Envelope.parse(bytes)));
  }

  @Test
  void anotherPayloadTypeIsMalformed() { // F-05 (a)
    changed(MALFORMED_ENVELOPE, "in-toto+json", "in-toto+JSON");
    changed(MALFORMED_ENVELOPE, "application/vnd.in-toto+json", "");
    changed(MALFORMED_ENVELOPE, "application/vnd.in-toto+json", "text/plain");
  }

  @Test
  void sixteenSignaturesAreReadAndSeventeenDeclined() throws Rejection { // F-05 (b)
    String one = "[{\"keyid\":\"" + ID + "\",\"sig\":\"AAEC\"}]";
    assertEquals(16, parse(GOOD.replace(one, signatures(16))).signatures().size());
    changed(LIMIT_EXCEEDED, one, signatures(17));
  }

  @Test
  void aKeyIdTwiceIsMalformed() { // F-05 (c)
    String one = "{\"keyid\":\"" + ID + "\",\"sig\":\"AAEC\"}";
    changed(MALFORMED_ENVELOPE, one, one + ',' + one);
    changed(MALFORMED_ENVELOPE, one, one + ',' + TestSigner.signature(ID, ""));
    changed(MALFORMED_NUMBER, ID, ID.toUpperCase());
    changed(MALFORMED_NUMBER, ID, "");
  }

  @Test
  void anEmptyPayloadIsMalformed() { // F-05 (d)
    changed(MALFORMED_ENVELOPE, "aGk=", "");
  }

  @Test
  void payloadAndSignatureAreStrictBase64() { // F-04
    for (String other : new String[] {"aGk", "aGl=", "aG k=", "aGk-", "a", "===="}) {
      changed(MALFORMED_ENVELOPE, "aGk=", other);
      changed(MALFORMED_ENVELOPE, "AAEC", other);
    }
  }

  @Test
  void theFieldsAreExactlyTheNamedOnes() { // F-02 in an envelope
    changed(UNKNOWN_FIELD, "\"payload\":", "\"Payload\":");
    changed(UNKNOWN_FIELD, "\"sig\":\"AAEC\"", "\"sig\":\"AAEC\",\"alg\":\"none\"");
    changed(UNKNOWN_FIELD, "}]}", "}],\"x\":0}");
    changed(MISSING_FIELD, ",\"sig\":\"AAEC\"", "");
    changed(MALFORMED_JSON, "\"aGk=\"", "\"aGk\\u003d\"");
  }
}

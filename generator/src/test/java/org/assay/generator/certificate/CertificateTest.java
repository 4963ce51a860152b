// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.certificate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bytes of spec F-05, F-09 to F-11, spelled out. */
class CertificateTest {
  private static final String DIGEST = "0123456789abcdef".repeat(4);
  private static final Statement STATEMENT =
      new Statement(
          "m.safetensors",
          DIGEST,
          new Claim(new Claim.Sizes(3, 32, 16, 8), "1/2", BigInteger.valueOf(32767)),
          "brute-force",
          Map.of());
  private static final Statement WITH_HINTS = withHints("bins", "64", "cover", "\"Az-_\"");

  private static Statement withHints(String... hints) {
    Map<String, String> map = new LinkedHashMap<>();
    for (int i = 0; i < hints.length; i += 2) map.put(hints[i], hints[i + 1]);
    return new Statement(STATEMENT.subject(), DIGEST, STATEMENT.claim(), "grouped-counting", map);
  }

  @Test
  void payloadIsCanonical() {
    assertEquals(
        "{\"_type\":\"https://in-toto.io/Statement/v1\",\"subject\":[{\"name\":\"m.safetensors\","
            + "\"digest\":{\"sha256\":\""
            + DIGEST
            + "\"}}],\"predicateType\":\"urn:assay:certificate:v1\",\"predicate\":{\"claim\":"
            + "{\"k\":3,\"vocab\":32,\"dModel\":16,\"dHead\":8,\"margin\":\"1/2\","
            + "\"correct\":\"32767\",\"total\":\"32768\"},\"strategy\":{\"name\":\"brute-force\"}}}\n",
        new String(STATEMENT.payload(), UTF_8));
  }

  @Test
  void envelopeIsCanonical() {
    Envelope unsigned = new Envelope("{}".getBytes(UTF_8), List.of());
    assertEquals(
        "{\"payload\":\"e30=\",\"payloadType\":\"application/vnd.in-toto+json\",\"signatures\":[]}\n",
        new String(unsigned.bytes(), UTF_8));
    Envelope signed =
        new Envelope(
            "{}".getBytes(UTF_8),
            List.of(
                new Envelope.Signature("aa", new byte[] {-1}),
                new Envelope.Signature("bb", new byte[0])));
    assertEquals(
        "{\"payload\":\"e30=\",\"payloadType\":\"application/vnd.in-toto+json\",\"signatures\":"
            + "[{\"keyid\":\"aa\",\"sig\":\"/w==\"},{\"keyid\":\"bb\",\"sig\":\"\"}]}\n",
        new String(signed.bytes(), UTF_8));
  }

  @Test
  void whatWasWrittenIsReadBack() throws Exception {
    CertificateReader.Contents contents = CertificateReader.parse(certificate());
    assertEquals(STATEMENT, contents.statement());
    assertEquals(List.of("aa"), contents.keyIds());
  }

  @Test
  void hintsFollowTheNameAndAreReadBack() throws Exception {
    String payload = new String(WITH_HINTS.payload(), UTF_8);
    assertTrue(
        payload.endsWith(
            ",\"strategy\":{\"name\":\"grouped-counting\",\"bins\":64,\"cover\":\"Az-_\"}}}\n"),
        payload);
    assertEquals(WITH_HINTS, CertificateReader.parse(unsigned(WITH_HINTS)).statement());
    assertEquals(BigInteger.ONE, WITH_HINTS.claiming(BigInteger.ONE).claim().correct());
    for (String value : List.of("1.5", "01", "\"a=\"", "\"a b\"", "null", "[]", "{}")) {
      byte[] wrong = unsigned(withHints("bins", value));
      assertThrows(IllegalArgumentException.class, () -> CertificateReader.parse(wrong), value);
    }
    byte[] wrong = unsigned(withHints("b-s", "1"));
    assertThrows(IllegalArgumentException.class, () -> CertificateReader.parse(wrong));
  }

  private static byte[] unsigned(Statement statement) {
    return new Envelope(statement.payload(), List.of()).bytes();
  }

  @Test
  void everyChangedByteIsRefusedOrPrintsToItself() {
    byte[] good = certificate();
    for (int i = 0; i < good.length; i++) {
      for (int change : new int[] {-1, 1}) {
        byte[] changed = good.clone();
        changed[i] += (byte) change;
        try {
          CertificateReader.Contents contents = CertificateReader.parse(changed);
          assertEquals(1, contents.keyIds().size());
        } catch (IllegalArgumentException | CharacterCodingException e) {
          continue; // refused
        }
      }
      byte[] shorter = Arrays.copyOf(good, i);
      assertThrows(IllegalArgumentException.class, () -> CertificateReader.parse(shorter));
    }
    assertArrayEquals(good, certificate());
  }

  @Test
  void accuracyIsRoundedDown() {
    Claim.Sizes sizes = new Claim.Sizes(1, 3, 1, 1);
    assertEquals("0.6666666666", new Claim(sizes, "0", BigInteger.TWO).accuracy());
    assertEquals("1.0000000000", new Claim(sizes, "0", BigInteger.valueOf(3)).accuracy());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\nb", "a\"b", "a\\b", "a\u202eb", "a\u0000"})
  void namesThatNeedEscapesAreRefused(String name) {
    assertThrows(IllegalArgumentException.class, () -> Statement.requireName("name", name));
  }

  private static byte[] certificate() {
    return new Envelope(
            STATEMENT.payload(), List.of(new Envelope.Signature("aa", new byte[] {1, 2, 3})))
        .bytes();
  }
}

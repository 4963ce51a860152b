// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.relabelled;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.assay.checker.claim.Case;
import org.assay.checker.json.Limits;
import org.assay.checker.json.Sha256;
import org.assay.checker.rule.Rules;
import org.assay.checker.signature.Envelope;
import org.assay.checker.vectors.Vector;
import org.assay.checker.verdict.Findings;
import org.assay.checker.verdict.RejectCode;
import org.assay.checker.verdict.Rejection;
import org.junit.jupiter.api.Test;

/** What claims with {@code circuit} and by half-spaces have in common. */
class NetworkCaseTest {
  private static final List<String> BOTH = List.of("accept/F-23/min", "accept/L-73/slices-10042");

  private static String payload(Vector vector) throws Rejection {
    return new String(Envelope.parse(vector.bytes("certificate.json")).payload(), US_ASCII);
  }

  private static Case read(Vector vector, String payload) throws Rejection, IOException {
    return read(vector, payload, Files.readAllBytes(vector.model()));
  }

  private static Case read(Vector vector, String payload, byte[] model)
      throws Rejection, IOException {
    Case claim =
        Rules.claim(
            payload.getBytes(US_ASCII),
            digest -> model,
            digest -> Files.readAllBytes(vector.folder().resolve("data.safetensors")));
    claim.read(Findings.none(true));
    return claim;
  }

  private static void assertRefused(String reason, Vector vector, String payload) {
    Rejection why = assertThrows(Rejection.class, () -> read(vector, payload), reason);
    assertEquals(RejectCode.CLAIM_RANGE, why.code());
    assertTrue(why.getMessage().contains(reason), why.getMessage());
  }

  @Test
  void theModelIsNamedByItsDigest() throws Exception {
    for (String name : BOTH) {
      Vector vector = Vector.of(name);
      Case claim = read(vector, payload(vector));
      assertEquals(Sha256.of(Files.readAllBytes(vector.model())), claim.sha256());
      assertEquals(Optional.empty(), claim.claimed().execution());
      BigInteger proved = claim.count().proved();
      assertTrue(proved.compareTo(claim.claimed().correct()) >= 0);
    }
  }

  @Test
  void theTotalIsTheNumberOfInputs() throws Exception {
    for (String name : BOTH) {
      Vector vector = Vector.of(name);
      String total = read(vector, payload(vector)).claimed().total().toString();
      for (int more : new int[] {-1, 1}) {
        BigInteger other = new BigInteger(total).add(BigInteger.valueOf(more));
        String field = "\"total\":\"%s\"";
        String wrong = payload(vector).replace(field.formatted(total), field.formatted(other));
        assertRefused("total: got " + other + ", want " + total, vector, wrong);
      }
    }
  }

  /** The table has five tokens; the outputs do not hold what is fixed. */
  @Test
  void aTokenBeyondTheTableIsRefused() throws Exception {
    Vector vector = Vector.of(BOTH.get(0));
    String one = "[{\"from\":1,\"to\":3},";
    for (int token = 4; token <= 5; token++) {
      String fixed = "[{\"token\":%d},".formatted(token);
      String changed = payload(vector).replace(one, fixed).replace("\"9\"", "\"3\"");
      String other = changed.replace("\"8\"", "\"0\"");
      if (token == 4) {
        assertEquals(BigInteger.valueOf(3), read(vector, other).claimed().total());
      } else {
        assertRefused("token: got 5, want < 5", vector, other);
      }
    }
  }

  /** A network of zeros with the tensors of the vector, for so many tokens. */
  private static byte[] zeros(int tokens) {
    String shapes =
        "E %1$d,2 P 2,2 Q 1,2,1 qb 1,1 K 1,2,1 V 1,2,1 O 1,2 U 2,%1$d ub %1$d".formatted(tokens);
    StringBuilder header = new StringBuilder("{");
    int end = 0;
    String[] words = shapes.split(" ");
    for (int i = 0; i < words.length; i += 2) {
      int size =
          Stream.of(words[i + 1].split(",")).mapToInt(Integer::parseInt).reduce(4, (a, b) -> a * b);
      header.append(
          "%s\"%s\":{\"dtype\":\"F32\",\"shape\":[%s],\"data_offsets\":[%d,%d]}"
              .formatted(i == 0 ? "" : ",", words[i], words[i + 1], end, end + size));
      end += size;
    }
    byte[] text = header.append("}").toString().getBytes(US_ASCII);
    return ByteBuffer.allocate(8 + text.length + end)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(text.length)
        .put(text)
        .array();
  }

  /** R-01 (a): 2 v^4 is above 2^35 from 363 tokens on. */
  @Test
  void theLimitsOfTheRuleHold() throws Exception {
    Vector vector = Vector.of(BOTH.get(0));
    String more =
        payload(vector)
            .replace("\"from\":1,\"to\":3", "\"from\":0,\"to\":362")
            .replace("\"9\"", "\"131769\"");
    Case claim = read(vector, more, zeros(363));
    assertEquals(RejectCode.LIMIT_EXCEEDED, assertThrows(Rejection.class, claim::count).code());
  }

  /** F-23 (d) and (c). */
  @Test
  void sizesAreLimitedBeforeTheyAreCompared() throws Exception {
    Vector vector = Vector.of(BOTH.get(0));
    for (String name : List.of("dModel\":2", "dHead\":1")) {
      String field = name.substring(0, name.length() - 1);
      Case largest = read(vector, payload(vector).replace(name, field + Limits.WIDTH));
      assertEquals(RejectCode.SHAPE_MISMATCH, assertThrows(Rejection.class, largest::count).code());
      String more = payload(vector).replace(name, field + (Limits.WIDTH + 1));
      assertEquals(
          RejectCode.LIMIT_EXCEEDED,
          assertThrows(Rejection.class, () -> read(vector, more)).code());
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.part;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.assay.checker.verdict.Findings.Proof;
import org.assay.checker.verdict.RejectCode;
import org.assay.checker.verdict.Rejection;
import org.junit.jupiter.api.Test;

/** Spec F-25: lines of parts, on both sides of each limit. */
class PartTest {
  private static final String DIGEST = "0123456789abcdef".repeat(4);
  private static final long MOST = 1L << 40;

  private static final String LINE =
      ("{\"part\":\"urn:assay:part:v1\",\"claim\":\"" + DIGEST + "\",\"unit\":\"inputs\",")
          + "\"units\":\"9\",\"from\":\"2\",\"to\":\"5\",\"total\":\"12\",\"proved\":\"7\","
          + "\"executed\":\"6\",\"operations\":\"77\",\"levels\":[\"3\",\"4\"]}";

  private static Part parse(String line) throws Rejection {
    return Part.parse((line + "\n").getBytes(StandardCharsets.US_ASCII));
  }

  /** The line with one text in place of another. */
  private static Part changed(String from, String to) throws Rejection {
    assertTrue(LINE.contains(from), from);
    return parse(LINE.replace(from, to));
  }

  private static void assertRefused(RejectCode code, String from, String to) {
    assertEquals(code, assertThrows(Rejection.class, () -> changed(from, to), to).code(), to);
  }

  @Test
  void aLineSaysAllOfAPart() throws Rejection {
    Part part = parse(LINE);
    Proof proof =
        new Proof(
            BigInteger.valueOf(7),
            Optional.of(BigInteger.valueOf(6)),
            BigInteger.valueOf(77),
            List.of(3L, 4L));
    Part expected = new Part(DIGEST, "inputs", 9, new Range(2, 5), BigInteger.valueOf(12), proof);
    assertEquals(expected, part);
    assertEquals(LINE, part.json());
    String plain = LINE.replace("\"executed\":\"6\",", "").replace("[\"3\",\"4\"]", "[]");
    assertEquals(Optional.empty(), parse(plain).proof().executed());
    assertEquals(plain, parse(plain).json());
  }

  @Test
  void numbersAreFromZeroToTheirLimit() throws Rejection {
    String units = "\"units\":\"9\"";
    assertEquals(MOST, changed(units, units.replace("9", "" + MOST)).units());
    assertRefused(RejectCode.CLAIM_RANGE, units, units.replace("9", "" + (MOST + 1)));
    assertRefused(RejectCode.CLAIM_RANGE, units, units.replace("9", "-1"));
    assertEquals(0, changed("\"from\":\"2\"", "\"from\":\"0\"").range().from());
    assertRefused(RejectCode.CLAIM_RANGE, "\"from\":\"2\"", "\"from\":\"-1\"");
    assertEquals(0L, changed("[\"3\",", "[\"0\",").proof().levels().get(0));
    assertRefused(RejectCode.CLAIM_RANGE, "[\"3\",", "[\"-1\",");
    for (String name :
        List.of("total\":\"12", "proved\":\"7", "executed\":\"6", "operations\":\"77")) {
      String field = name.substring(0, name.indexOf(':') + 2);
      String large = BigInteger.TEN.pow(40).toString();
      assertTrue(changed(name, field + large).json().contains(field + large));
      assertTrue(changed(name, field + 0).json().contains(field + "0\""));
      assertRefused(RejectCode.CLAIM_RANGE, name, field + -1);
    }
  }

  @Test
  void aRangeIsAmongTheUnits() throws Rejection {
    assertEquals(new Range(2, 9), changed("\"to\":\"5\"", "\"to\":\"9\"").range());
    assertRefused(RejectCode.CLAIM_RANGE, "\"to\":\"5\"", "\"to\":\"10\"");
    assertEquals(new Range(2, 2), changed("\"to\":\"5\"", "\"to\":\"2\"").range());
    assertRefused(RejectCode.CLAIM_RANGE, "\"to\":\"5\"", "\"to\":\"1\"");
  }

  @Test
  void sixteenLevelsAreEnough() throws Rejection {
    for (int count : new int[] {16, 17}) {
      String levels = String.join(",", Collections.nCopies(count, "\"1\""));
      if (count == 16) {
        assertEquals(16, changed("\"3\",\"4\"", levels).proof().levels().size());
      } else {
        assertRefused(RejectCode.MALFORMED_JSON, "\"3\",\"4\"", levels);
      }
    }
  }

  @Test
  void anotherVersionIsRefused() {
    assertRefused(RejectCode.UNKNOWN_VERSION, "part:v1", "part:v2");
  }

  @Test
  void rangesAreSpelledWithTwoDots() {
    for (String good : List.of("0..0", "3..5", "0..1099511627776", "007..8")) {
      assertTrue(Range.isOne(good), good);
    }
    for (String bad :
        List.of("5..3", "1..", "..1", "-1..1", "1...2", "1..12345678901234", "1-2", "")) {
      assertFalse(Range.isOne(bad), bad);
    }
    assertEquals(new Range(12, 345), Range.of("12..345"));
    assertEquals("12..345", new Range(12, 345).toString());
  }
}

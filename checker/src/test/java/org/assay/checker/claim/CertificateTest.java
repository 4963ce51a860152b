// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.claim;

import static org.assay.checker.Mangle.rejects;
import static org.assay.checker.verdict.RejectCode.CLAIM_RANGE;
import static org.assay.checker.verdict.RejectCode.HINT_RANGE;
import static org.assay.checker.verdict.RejectCode.LIMIT_EXCEEDED;
import static org.assay.checker.verdict.RejectCode.MALFORMED_JSON;
import static org.assay.checker.verdict.RejectCode.MALFORMED_NUMBER;
import static org.assay.checker.verdict.RejectCode.MISSING_FIELD;
import static org.assay.checker.verdict.RejectCode.UNKNOWN_FIELD;
import static org.assay.checker.verdict.RejectCode.UNKNOWN_STRATEGY;
import static org.assay.checker.verdict.RejectCode.UNKNOWN_VERSION;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.assay.checker.Mangle;
import org.assay.checker.claim.Certificate.Subject;
import org.assay.checker.exact.Rational;
import org.assay.checker.rule.Rules;
import org.assay.checker.rule.counting.GroupedCounting;
import org.assay.checker.rule.counting.Pairs;
import org.assay.checker.rule.exhaustion.BruteForce;
import org.assay.checker.verdict.RejectCode;
import org.assay.checker.verdict.Rejection;
import org.junit.jupiter.api.Test;

/** Conditions F-09 a-c, F-10 b-d, F-11 and the limits F-01 d, e of a certificate. */
class CertificateTest {
  private static final String DIGEST = "0123456789abcdef".repeat(4);
  private static final String GOOD =
      "{\"_type\":\"https://in-toto.io/Statement/v1\","
          + "\"subject\":[{\"name\":\"m.safetensors\",\"digest\":{\"sha256\":\""
          + DIGEST
          + "\"}}],"
          + "\"predicateType\":\"urn:assay:certificate:v1\",\"predicate\":{"
          + "\"claim\":{\"k\":2,\"vocab\":8,\"dModel\":4,\"dHead\":3,"
          + "\"margin\":\"1/2\",\"correct\":\"60\",\"total\":\"64\"},"
          + "\"strategy\":{\"name\":\"brute-force\"}}}\n";

  private static Certificate parse(String text) throws Rejection {
    return Certificate.parse(text.getBytes(StandardCharsets.UTF_8), Rules::read);
  }

  private static String with(String from, String to) {
    assertTrue(GOOD.contains(from), from);
    return GOOD.replace(from, to);
  }

  private static void changed(RejectCode code, String from, String to) {
    rejects(code, () -> parse(with(from, to)));
  }

  /** Written from the spec, not from the reader. */
  private static byte[] print(Certificate c) {
    Claim.Shape shape = c.claim().shape();
    return ("{\"_type\":\"https://in-toto.io/Statement/v1\",\"subject\":[{\"name\":\"%s\","
            + "\"digest\":{\"sha256\":\"%s\"}}],\"predicateType\":\"urn:assay:certificate:v1\","
            + "\"predicate\":{\"claim\":{\"k\":%d,\"vocab\":%d,\"dModel\":%d,\"dHead\":%d,"
            + "\"margin\":\"%s\",\"correct\":\"%s\",\"total\":\"%s\"},"
            + "\"strategy\":{\"name\":\"%s\"}}}\n")
        .formatted(
            c.subject().name(),
            c.subject().sha256(),
            shape.k(),
            shape.vocab(),
            shape.dModel(),
            shape.dHead(),
            c.claim().demand().margin(),
            c.claim().correct(),
            c.claim().total(),
            c.rule().name())
        .getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void everyFieldIsRead() throws Rejection {
    Rational half = new Rational(BigInteger.ONE, BigInteger.TWO);
    assertEquals(
        new Certificate(
            new Subject("m.safetensors", DIGEST),
            new Claim(
                new Claim.Shape(2, 8, 4, 3),
                Demand.of(half),
                BigInteger.valueOf(60),
                BigInteger.valueOf(64),
                Optional.empty()),
            new BruteForce()),
        parse(GOOD));
    assertArrayEquals(GOOD.getBytes(StandardCharsets.UTF_8), print(parse(GOOD)));
  }

  @Test
  void everyPartAndEveryChangedByteIsRejectedOrRoundTrips() {
    byte[] good = GOOD.getBytes(StandardCharsets.UTF_8);
    Mangle.everyProperPartIsRejected(good, bytes -> print(Certificate.parse(bytes, Rules::read)));
    Mangle.everyChangedByteIsRejectedOrRoundTrips(
        good, bytes -> print(Certificate.parse(bytes, Rules::read)));
  }

  @Test
  void anotherTypeOrPredicateTypeIsAnUnknownVersion() { // F-09 (a)
    changed(UNKNOWN_VERSION, "Statement/v1", "Statement/v2");
    changed(UNKNOWN_VERSION, "certificate:v1", "certificate:v2");
    changed(UNKNOWN_VERSION, "https://in-toto.io/Statement/v1", "");
  }

  @Test
  void thereIsExactlyOneSubjectWithOneDigest() { // F-09 (b)
    String subject = "{\"name\":\"m.safetensors\",\"digest\":{\"sha256\":\"" + DIGEST + "\"}}";
    changed(MALFORMED_JSON, subject, "");
    changed(MALFORMED_JSON, subject, subject + ',' + subject);
    changed(UNKNOWN_FIELD, "\"sha256\"", "\"sha512\"");
    changed(UNKNOWN_FIELD, DIGEST + "\"}", DIGEST + "\",\"sha512\":\"\"}");
    changed(MISSING_FIELD, "\"sha256\":\"" + DIGEST + "\"", "");
    changed(MISSING_FIELD, ",\"digest\":{\"sha256\":\"" + DIGEST + "\"}", "");
    changed(MALFORMED_NUMBER, DIGEST, DIGEST.substring(1));
  }

  @Test
  void aSubjectNameIsALabelOfAtMost128CharactersWithoutSlash() throws Rejection { // F-09 (c)
    String longest = "x".repeat(128);
    assertEquals(longest, parse(with("m.safetensors", longest)).subject().name());
    assertEquals("x", parse(with("m.safetensors", "x")).subject().name());
    changed(MALFORMED_JSON, "m.safetensors", longest + "x");
    changed(MALFORMED_JSON, "m.safetensors", "");
    changed(MALFORMED_JSON, "m.safetensors", "../m");
    changed(MALFORMED_JSON, "m.safetensors", "/");
  }

  @Test
  void sizesOverTheLimitAreDeclined() throws Rejection { // F-01 (d), (e)
    for (String size : new String[] {"\"dModel\":4", "\"dHead\":3"}) {
      String name = size.substring(0, size.length() - 1);
      parse(with(size, name + "4096"));
      changed(LIMIT_EXCEEDED, size, name + "4097");
    }
    String claim = "\"k\":2,\"vocab\":8";
    String total = "\"total\":\"64\"";
    parse(with(claim, "\"k\":1,\"vocab\":4096").replace(total, "\"total\":\"4096\""));
    parse(with(claim, "\"k\":256,\"vocab\":2").replace(total, total(2, 256)));
    parse(with(claim, "\"k\":256,\"vocab\":4096").replace(total, total(4096, 256)));
    changed(LIMIT_EXCEEDED, claim, "\"k\":1,\"vocab\":4097");
    changed(LIMIT_EXCEEDED, claim, "\"k\":257,\"vocab\":1");
    changed(LIMIT_EXCEEDED, claim, "\"k\":999999999,\"vocab\":999999999");
  }

  private static String total(int vocab, int k) {
    return "\"total\":\"" + BigInteger.valueOf(vocab).pow(k) + "\"";
  }

  @Test
  void theMarginIsNotNegative() throws Rejection { // F-10 (b)
    assertEquals(Rational.ZERO, parse(with("\"1/2\"", "\"0\"")).claim().demand().margin());
    changed(CLAIM_RANGE, "\"1/2\"", "\"-1\"");
    changed(CLAIM_RANGE, "\"1/2\"", "\"-1/999999999999999999999\"");
    changed(MALFORMED_NUMBER, "\"1/2\"", "\"0.5\"");
  }

  @Test
  void theTotalIsVocabToTheK() { // F-10 (c)
    for (String total : new String[] {"63", "65", "0", "-64", "16"}) {
      changed(CLAIM_RANGE, "\"total\":\"64\"", "\"total\":\"" + total + '"');
    }
    changed(CLAIM_RANGE, "\"k\":2", "\"k\":3");
    changed(CLAIM_RANGE, "\"vocab\":8", "\"vocab\":9");
    changed(MALFORMED_NUMBER, "\"total\":\"64\"", "\"total\":\"128/2\"");
  }

  @Test
  void theCorrectCountIsFromZeroToTheTotal() throws Rejection { // F-10 (d)
    assertEquals(BigInteger.ZERO, parse(with("\"60\"", "\"0\"")).claim().correct());
    assertEquals(BigInteger.valueOf(64), parse(with("\"60\"", "\"64\"")).claim().correct());
    changed(CLAIM_RANGE, "\"60\"", "\"65\"");
    changed(CLAIM_RANGE, "\"60\"", "\"-1\"");
    changed(MALFORMED_NUMBER, "\"60\"", "\"121/2\"");
  }

  @Test
  void anotherStrategyIsUnknownWhateverFollows() { // F-11 (a)
    changed(UNKNOWN_STRATEGY, "brute-force", "Brute-force");
    changed(UNKNOWN_STRATEGY, "\"brute-force\"", "\"quartic\",\"gap\":1");
  }

  @Test
  void bruteForceHasNoHints() { // F-11 (b)
    changed(UNKNOWN_FIELD, "\"brute-force\"", "\"brute-force\",\"gap\":1");
    changed(MISSING_FIELD, "\"name\":\"brute-force\"", "");
  }

  /** Eight outputs have 36 pairs: six characters keep every tree whole, 'g' splits the first. */
  @Test
  void theHintsOfGroupedCountingAreReadForTheVocabularyOfTheClaim() throws Rejection {
    String hints = "\"grouped-counting\",\"bins\":64,\"cover\":\"";
    Certificate whole = parse(with("\"brute-force\"", hints + "AAAAAA\""));
    GroupedCounting counting = (GroupedCounting) whole.rule();
    assertEquals(64, counting.bins());
    assertEquals(36, counting.cover().size());
    Certificate split = parse(with("\"brute-force\"", hints + "gAAAAAA\""));
    assertEquals(37, ((GroupedCounting) split.rule()).cover().size());
    changed(HINT_RANGE, "\"brute-force\"", hints + "AAAAA\"");
    changed(HINT_RANGE, "\"brute-force\"", hints + "AAAAAAA\"");
    changed(MISSING_FIELD, "\"brute-force\"", "\"grouped-counting\",\"bins\":64");
  }

  /** 36 pairs again, a bit for each; without the field no output is scaled. */
  @Test
  void groupedCountingReadsWhereOutputsAreScaled() throws Rejection {
    String hints = "\"grouped-counting\",\"bins\":64,\"cover\":\"AAAAAA\"";
    GroupedCounting none = (GroupedCounting) parse(with("\"brute-force\"", hints)).rule();
    assertSame(Pairs.NONE, none.scaled());
    String some = with("\"brute-force\"", hints + ",\"scaled\":\"AAgAAA\"");
    assertNotNull(((GroupedCounting) parse(some).rule()).scaled());
    changed(HINT_RANGE, "\"brute-force\"", hints + ",\"scaled\":\"AAgAA\"");
    changed(HINT_RANGE, "\"brute-force\"", hints + ",\"scaled\":\"AAgAAAA\"");
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.checker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assay.checker.vectors.Vector;
import org.assay.checker.verdict.Verdict.Outcome;
import org.junit.jupiter.api.Test;

/**
 * No list of cells proves what is false: false claims with their list changed, cut and replaced.
 */
class CellHintsTest {
  private static final long SEED = Long.getLong("seed", 20261122);
  private static final int TRIALS = Integer.getInteger("trials", 20);
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  private static final Pattern CELLS = Pattern.compile("\"cells\":\"([^\"]*)\"");

  private final Random random = new Random(SEED);

  @Test
  void noListProvesOneMoreThanIsTrue() throws IOException {
    Map<Outcome, Integer> seen = new EnumMap<>(Outcome.class);
    for (Vector vector : Vector.all()) {
      if (!vector.code().equals("CLAIM_NOT_PROVED")
          || vector.isSigned()
          || !CELLS.matcher(payload(vector)).find()) {
        continue;
      }
      byte[] model = Files.readAllBytes(vector.model());
      for (int trial = 0; trial < TRIALS; trial++) {
        byte[] changed = envelope(changed(payload(vector)));
        Outcome outcome = Checker.unsigned().check(changed, sha256 -> model).outcome();
        seen.merge(outcome, 1, Integer::sum);
        assertEquals(Outcome.REJECTED, outcome, () -> "seed " + SEED + ", " + vector.name());
      }
    }
    assertTrue(seen.get(Outcome.REJECTED) > 20 * TRIALS, seen::toString);
  }

  /** Some characters more or less, swapped or replaced, or another list altogether. */
  private String changed(String payload) {
    Matcher hints = CELLS.matcher(payload);
    assertTrue(hints.find());
    StringBuilder list = new StringBuilder(hints.group(1));
    switch (random.nextInt(5)) {
      case 0 -> list.append(character());
      case 1 -> list.setLength(random.nextInt(list.length() + 1));
      case 2 -> list.reverse();
      case 3 -> list.replace(0, list.length(), "_".repeat(random.nextInt(30)));
      default -> {
        for (int i = 0; i < list.length(); i++) {
          list.setCharAt(i, random.nextBoolean() ? character() : list.charAt(i));
        }
      }
    }
    return payload.replace(hints.group(), "\"cells\":\"" + list + "\"");
  }

  private char character() {
    return ALPHABET.charAt(random.nextInt(ALPHABET.length()));
  }

  /** Numbers, signs and everything else that is no packed list. */
  @Test
  void whatIsNoListIsRejectedWithItsCode() throws IOException {
    Vector vector =
        Vector.all().stream()
            .filter(one -> one.name().equals("accept/R-05/all"))
            .findFirst()
            .orElseThrow();
    byte[] model = Files.readAllBytes(vector.model());
    Map<String, List<String>> codes =
        Map.of(
            "HINT_RANGE", List.of("\"-1+\"", "\"0,1\"", "\"1.5\"", "\"AAAA\"", "\"~\""),
            "MALFORMED_JSON", List.of("7", "null", "[]", "true", "{\"a\":1}"));
    for (Map.Entry<String, List<String>> code : codes.entrySet()) {
      for (String value : code.getValue()) {
        String payload = payload(vector);
        Matcher hints = CELLS.matcher(payload);
        assertTrue(hints.find());
        byte[] changed = envelope(payload.replace(hints.group(), "\"cells\":" + value));
        String message = Checker.unsigned().check(changed, sha256 -> model).toString();
        assertTrue(message.contains(code.getKey()), value + ": " + message);
      }
    }
  }

  private static String payload(Vector vector) {
    String text = new String(vector.bytes("certificate.json"), StandardCharsets.ISO_8859_1);
    String encoded = text.split("\"")[3];
    return new String(Base64.getMimeDecoder().decode(encoded), StandardCharsets.US_ASCII);
  }

  private static byte[] envelope(String payload) {
    String encoded =
        Base64.getEncoder().encodeToString(payload.getBytes(StandardCharsets.US_ASCII));
    String type = "application/vnd.in-toto+json";
    String frame = "{\"payload\":\"%s\",\"payloadType\":\"%s\",\"signatures\":[]}\n";
    return frame.formatted(encoded, type).getBytes(StandardCharsets.US_ASCII);
  }
}

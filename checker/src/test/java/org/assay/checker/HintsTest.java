// SPDX-License-Identifier: Apache-2.0
package org.assay.checker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
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

/** No hint proves what is false: false claims with their hints replaced, changed and mangled. */
class HintsTest {
  private static final long SEED = Long.getLong("seed", 20261122);
  private static final int TRIALS = Integer.getInteger("trials", 20);
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  private static final Pattern TABLES =
      Pattern.compile("\"directions\":\"([^\"]*)\",\"classes\":\"([^\"]*)\"");
  private static final Pattern HINTS = Pattern.compile("\"bins\":(\\d+),\"cover\":\"([^\"]*)\"");

  private final Random random = new Random(SEED);
  private final Map<Outcome, Integer> seen = new EnumMap<>(Outcome.class);

  @Test
  void noHintsProveOneMoreThanIsTrue() throws IOException {
    for (Vector vector : falseClaims()) {
      byte[] model = Files.readAllBytes(vector.model());
      String good = payload(vector);
      for (int trial = 0; trial < TRIALS; trial++) {
        byte[] changed = envelope(changed(good));
        Outcome outcome = Checker.unsigned().check(changed, sha256 -> model).outcome();
        seen.merge(outcome, 1, Integer::sum);
        assertEquals(Outcome.REJECTED, outcome, () -> "seed " + SEED + ", " + vector.name());
      }
    }
    assertTrue(seen.get(Outcome.REJECTED) > 80 * TRIALS, seen::toString);
  }

  /** Vectors that the rule with hints does not prove. */
  private static List<Vector> falseClaims() {
    List<Vector> found = new ArrayList<>();
    for (Vector vector : Vector.all()) {
      if (vector.code().equals("CLAIM_NOT_PROVED")
          && !vector.isSigned()
          && !vector.name().contains("large-counts")
          && HINTS.matcher(payload(vector)).find()) {
        found.add(vector);
      }
    }
    return found;
  }

  /** Other bins, or another cover: of the same length, or with a character more or less. */
  private String changed(String payload) {
    Matcher hints = HINTS.matcher(payload);
    assertTrue(hints.find());
    String bins = hints.group(1);
    StringBuilder cover = new StringBuilder(hints.group(2));
    switch (random.nextInt(4)) {
      case 0 -> bins = "" + random.nextInt(1 << random.nextInt(1, 17));
      case 1 -> cover.append(character());
      case 2 -> cover.setLength(Math.max(0, cover.length() - 1));
      default -> {
        for (int i = 0; i < cover.length() - 1; i++) { // the last one may be padding
          cover.setCharAt(i, character());
        }
      }
    }
    String other = "\"bins\":" + bins + ",\"cover\":\"" + cover + "\"";
    return tables(payload.replace(hints.group(), other));
  }

  /** Other directions, and now and then other classes, where there are any. */
  private String tables(String payload) {
    Matcher tables = TABLES.matcher(payload);
    if (!tables.find()) {
      return payload;
    }
    StringBuilder directions = new StringBuilder(tables.group(1));
    for (int i = 0; i < directions.length(); i++) {
      directions.setCharAt(i, character());
    }
    StringBuilder classes = new StringBuilder(tables.group(2));
    if (random.nextInt(4) == 0) { // low bits: high ones are out of range
      int place = 1 + 2 * random.nextInt(classes.length() / 2);
      classes.setCharAt(place, ALPHABET.charAt(random.nextInt(3)));
    }
    String other = "\"directions\":\"" + directions + "\",\"classes\":\"" + classes + "\"";
    return payload.replace(tables.group(), other);
  }

  private char character() {
    return ALPHABET.charAt(random.nextInt(ALPHABET.length()));
  }

  private static String payload(Vector vector) {
    String text = new String(vector.bytes("certificate.json"), StandardCharsets.ISO_8859_1);
    String encoded = text.split("\"")[3];
    return new String(Base64.getDecoder().decode(encoded), StandardCharsets.US_ASCII);
  }

  private static byte[] envelope(String payload) {
    String encoded =
        Base64.getEncoder().encodeToString(payload.getBytes(StandardCharsets.US_ASCII));
    String type = "application/vnd.in-toto+json";
    String frame = "{\"payload\":\"%s\",\"payloadType\":\"%s\",\"signatures\":[]}\n";
    return frame.formatted(encoded, type).getBytes(StandardCharsets.US_ASCII);
  }
}

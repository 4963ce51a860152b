// SPDX-License-Identifier: Apache-2.0
package org.assay.checker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assay.checker.circuit.Weights;
import org.assay.checker.claim.Demand;
import org.assay.checker.claim.Premises;
import org.assay.checker.exact.Rational;
import org.assay.checker.json.Numbers;
import org.assay.checker.model.ModelFile;
import org.assay.checker.rule.exhaustion.BruteForce;
import org.assay.checker.vectors.Vector;
import org.assay.checker.verdict.Rejection;
import org.assay.checker.verdict.Verdict;
import org.assay.checker.verdict.Verdict.Outcome;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** No hint proves what is false: false claims with their hints replaced, changed and mangled. */
@Tag("long") // pom.xml, profile long
class HintsTest {
  private static final long SEED = Long.getLong("seed", 20261122);
  private static final int TRIALS = Integer.getInteger("trials", 20);
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  private static final Pattern TABLES =
      Pattern.compile("\"directions\":\"([^\"]*)\",\"classes\":\"([^\"]*)\"");
  private static final Pattern HINTS = Pattern.compile("\"bins\":(\\d+),\"cover\":\"([^\"]*)\"");

  private static final Pattern SCALED = Pattern.compile("\"scaled\":\"([^\"]*)\"");

  private static final Set<String> MANGLED =
      Set.of("sub-cubic", "cubic-retest", "potential-counting");
  private static final Pattern STRATEGY = Pattern.compile("\"strategy\":\\{\"name\":\"([^\"]*)\"");
  private static final Pattern CORRECT = Pattern.compile("\"correct\":\"\\d+\"");
  private static final Pattern MARGIN = Pattern.compile("\"margin\":\"([^\"]*)\"");
  private static final Pattern TEXTS =
      Pattern.compile("\"(gaps|directions|cells|classes|cover)\":\"([^\"]*)\"");

  /** Models with at most so many inputs are enumerated to know the truth. */
  private static final int ENUMERATED = 4096;

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

  /** The truth is the count by enumeration; one more than that is claimed. */
  @Test
  void noMangledHintsProveOneMoreThanIsTrue() throws Exception {
    Map<String, Set<String>> codes = new TreeMap<>(); // by strategy
    for (Vector vector : Vector.all()) {
      boolean isNearTie = vector.name().contains("/noticed-"); // not all found by brute force
      Matcher strategy = STRATEGY.matcher(decides(vector) && !isNearTie ? payload(vector) : "");
      if (!strategy.find() || !MANGLED.contains(strategy.group(1))) {
        continue;
      }
      byte[] model = Files.readAllBytes(vector.model());
      Optional<String> claiming = claimingOneMoreThanIsTrue(payload(vector), model);
      for (int trial = 0; trial < (claiming.isPresent() ? TRIALS : 0); trial++) {
        byte[] mangled = envelope(mangled(claiming.get()));
        Verdict verdict = Checker.unsigned().check(mangled, sha256 -> model);
        assertEquals(
            Outcome.REJECTED, verdict.outcome(), () -> "seed " + SEED + ", " + vector.name());
        codes
            .computeIfAbsent(strategy.group(1), name -> new TreeSet<>())
            .add(verdict.code().orElseThrow());
      }
    }
    assertEquals(MANGLED, codes.keySet());
    for (Set<String> ofStrategy : codes.values()) {
      assertTrue(ofStrategy.containsAll(Set.of("CLAIM_NOT_PROVED", "HINT_RANGE")), codes::toString);
      assertTrue(ofStrategy.contains("MALFORMED_JSON"), codes::toString);
    }
  }

  /** Whether its hints are read and used. */
  private static boolean decides(Vector vector) {
    boolean isDecided = vector.verdict().equals("accepted");
    boolean isWhole = !vector.isSigned() && !vector.json().containsKey("generate");
    return isWhole && (isDecided || "CLAIM_NOT_PROVED".equals(vector.code()));
  }

  /**
   * Empty if all inputs are right, if they have weights, if they are too many to enumerate, or of a
   * claim about a program ({@code program_circuits.py} has these).
   */
  private static Optional<String> claimingOneMoreThanIsTrue(String payload, byte[] model)
      throws Rejection {
    if (!payload.contains("urn:assay:certificate:v1")) {
      return Optional.empty();
    }
    Weights weights = ModelFile.parse(model);
    BigInteger all = BigInteger.valueOf(weights.vocab()).pow(weights.k());
    Matcher margin = MARGIN.matcher(payload);
    assertTrue(margin.find());
    boolean isWeighted = payload.contains("\"weights\":");
    if (isWeighted || all.compareTo(BigInteger.valueOf(ENUMERATED)) > 0) {
      return Optional.empty();
    }
    Rational wanted = Numbers.rational(margin.group(1));
    BigInteger right = new BruteForce().count(Premises.exact(weights), Demand.of(wanted));
    return right.equals(all)
        ? Optional.empty()
        : Optional.of(
            CORRECT
                .matcher(payload)
                .replaceFirst("\"correct\":\"" + right.add(BigInteger.ONE) + "\""));
  }

  /** One of the hints changed: moved, swapped, cut, longer, huge, negative or no text. */
  private String mangled(String payload) {
    Matcher texts = TEXTS.matcher(payload);
    List<MatchResult> fields = texts.results().toList();
    MatchResult field = fields.get(random.nextInt(fields.size()));
    String text = mangledText(field.group(2));
    String other = "\"" + field.group(1) + "\":" + text;
    return payload.substring(0, field.start()) + other + payload.substring(field.end());
  }

  private String mangledText(String text) {
    int length = text.length();
    int place = length == 0 ? 0 : random.nextInt(length);
    String other =
        switch (random.nextInt(10)) {
          case 0, 1, 2 -> random(length);
          case 3 -> text.substring(place) + text.substring(0, place);
          case 4 -> new StringBuilder(text).reverse().toString();
          case 5 -> text.substring(0, place);
          case 6 -> text + random(random.nextInt(1, 5));
          case 7 -> "_".repeat(length);
          case 8 -> text.substring(0, place) + "=" + text.substring(place);
          default -> "";
        };
    return switch (random.nextInt(20)) {
      case 0 -> "-1";
      case 1 -> "" + Long.MAX_VALUE;
      case 2 -> "null";
      default -> "\"" + other + "\"";
    };
  }

  private String random(int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append(character());
    }
    return text.toString();
  }

  /** Vectors that the rule with hints does not prove. */
  private static List<Vector> falseClaims() {
    List<Vector> found = new ArrayList<>();
    for (Vector vector : Vector.all()) {
      if (vector.code().equals("CLAIM_NOT_PROVED")
          && !vector.isSigned()
          && !vector.name().contains("large-counts")
          && !"true".equals(vector.json().get("claim"))
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
    return scaled(tables(payload.replace(hints.group(), other)));
  }

  /** Outputs scaled for other pairs, where some are. */
  private String scaled(String payload) {
    Matcher scaled = SCALED.matcher(payload);
    if (!scaled.find()) {
      return payload;
    }
    StringBuilder pairs = new StringBuilder(scaled.group(1));
    for (int i = 0; i < pairs.length() - 1; i++) { // the last one may be padding
      pairs.setCharAt(i, character());
    }
    return payload.replace(scaled.group(), "\"scaled\":\"" + pairs + "\"");
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

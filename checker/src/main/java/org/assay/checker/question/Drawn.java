// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.question;

import static org.assay.checker.verdict.RejectCode.CLAIM_NOT_PROVED;
import static org.assay.checker.verdict.RejectCode.CLAIM_RANGE;
import static org.assay.checker.verdict.RejectCode.LIMIT_EXCEEDED;
import static org.assay.checker.verdict.RejectCode.MALFORMED_NUMBER;
import static org.assay.checker.verdict.Rejection.quoted;
import static org.assay.checker.verdict.Rejection.require;

import java.math.BigInteger;
import java.nio.IntBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.assay.checker.binomial.ClopperPearson;
import org.assay.checker.exact.Lemma;
import org.assay.checker.exact.Rational;
import org.assay.checker.json.Files;
import org.assay.checker.json.JsonReader;
import org.assay.checker.json.Sha256;
import org.assay.checker.sample.Sample;
import org.assay.checker.verdict.Rejection;

/** Sequences drawn from a template by the value of a beacon (spec F-22, lemma L-70). */
@Lemma("L-70")
final class Drawn implements Inputs {
  private static final int MAX_DRAWS = 1 << 20;
  private static final int MAX_TOKENS = 1 << 25;
  private static final int MAX_CONFIDENCE = 256;

  private final Template template;
  private final int draws;
  private final int confidence;
  private final String source;
  private final String round;
  private String value = "";
  private Rational bound = Rational.ZERO;
  private String commitment = "";
  private String seed = "";
  private int[] tokens = new int[0];

  private Drawn(Template template, JsonReader in) throws Rejection {
    this.template = template;
    this.draws = in.field("draws").integer();
    this.confidence = in.field("confidence").integer();
    this.source = in.field("source").string();
    this.round = in.field("round").string();
  }

  /** The fields behind the template. */
  static Drawn read(Template template, JsonReader in) throws Rejection {
    Drawn drawn = new Drawn(template, in);
    drawn.requireSize();
    require( // F-22 (c)
        drawn.confidence >= 1 && drawn.confidence <= MAX_CONFIDENCE,
        CLAIM_RANGE,
        "confidence: got %d, want 1 to %d",
        drawn.confidence,
        MAX_CONFIDENCE);
    require( // F-22 (d)
        drawn.source.matches(".{1,256}") && drawn.round.matches("[A-Za-z0-9._-]{1,64}"),
        CLAIM_RANGE,
        "beacon: got source %s and round %s",
        quoted(drawn.source),
        quoted(drawn.round));
    return drawn;
  }

  private void requireSize() throws Rejection {
    require(draws >= 1, CLAIM_RANGE, "draws: got 0, want 1 or more"); // F-22 (a)
    require( // F-22 (a)
        draws <= MAX_DRAWS && (long) draws * template.length() <= MAX_TOKENS,
        LIMIT_EXCEEDED,
        "draws: got %d of %d tokens, want <= %d with <= %d tokens in all",
        draws,
        template.length(),
        MAX_DRAWS,
        MAX_TOKENS);
    require( // F-22 (b)
        template.count().compareTo(BigInteger.valueOf(draws)) > 0,
        LIMIT_EXCEEDED,
        "draws: got %d from only %s sequences: count them, with inputs of kind all",
        draws,
        template.count());
  }

  @Override
  public void readBeacon(JsonReader in) throws Rejection {
    value = in.field("beacon").string(); // F-22 (f)
    require( // F-22 (e)
        value.matches("([0-9a-f]{2}){16,64}"), MALFORMED_NUMBER, "beacon: got %s", quoted(value));
  }

  @Override
  public void readBound(JsonReader in) throws Rejection {
    bound = in.field("bound").rational(); // F-22 (f)
    require(bound.signum() >= 0, CLAIM_RANGE, "bound: got %s, want >= 0", bound); // F-22 (h)
  }

  @Override
  public void setPayload(byte[] payload) {
    String text = new String(payload, StandardCharsets.ISO_8859_1);
    commitment = digestBefore(text, ",\"beacon\":");
    seed = digestBefore(text, ",\"correct\":");
  }

  /** No string in JSON of F-02 has quotes inside, so what is found is the member. */
  private static String digestBefore(String text, String member) {
    return Sha256.of(text.substring(0, text.indexOf(member)).getBytes(StandardCharsets.ISO_8859_1));
  }

  @Override
  public void load(Files data) {
    Words words = new Words(HexFormat.of().parseHex(seed));
    tokens = new int[draws * length()];
    for (int i = 0; i < tokens.length; i++) {
      Template.Place place = template.places().get(i % length());
      tokens[i] = place.from() + words.below(place.count());
    }
  }

  @Override
  public Optional<Sample> sample(BigInteger correct, BigInteger total) throws Rejection {
    BigInteger most =
        new ClopperPearson(total.intValueExact(), correct.intValueExact(), confidence).bound();
    BigInteger unit = BigInteger.ONE.shiftLeft(ClopperPearson.FRACTION);
    require( // F-22 (i)
        bound.ceilScaled(ClopperPearson.FRACTION).compareTo(most) <= 0,
        CLAIM_NOT_PROVED,
        "bound: got %s, want <= %s/%s (%s of %s draws, confidence 1 - 2^-%d)",
        bound,
        most,
        unit,
        correct,
        total,
        confidence);
    long distinct =
        IntStream.range(0, draws)
            .mapToObj(i -> IntBuffer.wrap(tokens, i * length(), length()))
            .distinct()
            .count();
    Sample.Beacon beacon = new Sample.Beacon(source, round, value);
    Sample.Share claimed = new Sample.Share(bound.numerator(), bound.denominator());
    Sample.Share provable = new Sample.Share(most, unit);
    return Optional.of(
        new Sample(template.count(), distinct, confidence, claimed, provable, beacon, commitment));
  }

  @Override
  public boolean areKnownBeforehand() {
    return false;
  }

  @Override
  public int length() {
    return template.length();
  }

  @Override
  public List<Integer> free() {
    return template.free();
  }

  @Override
  public BigInteger count() {
    return BigInteger.valueOf(draws);
  }

  @Override
  public int[] input(long index) {
    int start = Math.toIntExact(index * length());
    return Arrays.copyOfRange(tokens, start, start + length());
  }

  /** Of the template: the claim is about every sequence of it. */
  @Override
  public int largest() {
    return template.largest();
  }

  @Override
  public boolean everyFreeToken(IntPredicate holds) {
    return template.everyFreeToken(holds);
  }

  @Override
  public String words() {
    return "draws from the " + template.count() + " " + template.words();
  }
}

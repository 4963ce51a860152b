// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.network;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.regex.Pattern;

/**
 * Sequences drawn from a template by the value of a beacon (spec F-22).
 *
 * @param confidence k of the confidence 1 - 2^-k
 * @param tokens of all draws, one after another; empty before they are drawn
 */
public record Drawn(Template template, int draws, int confidence, Beacon beacon, int[] tokens)
    implements Inputs {
  private static final int MAX_DRAWS = 1 << 20; // F-22 (a)
  private static final int MAX_TOKENS = 1 << 25;
  private static final int MAX_CONFIDENCE = 256; // F-22 (c)

  /**
   * @throws IllegalArgumentException with got and want
   */
  public Drawn {
    if (draws < 1 || draws > MAX_DRAWS || (long) draws * template.length() > MAX_TOKENS) {
      throw new IllegalArgumentException(
          "draws: got " + draws + ", want 1 to " + MAX_DRAWS + ", and 2^25 tokens at most");
    }
    if (template.size().compareTo(BigInteger.valueOf(draws)) <= 0) {
      throw new IllegalArgumentException(
          "draws: got "
              + draws
              + " of only "
              + template.size()
              + " sequences: leave --draws out, and all of them are counted");
    }
    if (confidence < 1 || confidence > MAX_CONFIDENCE) {
      throw new IllegalArgumentException(
          "confidence: got " + confidence + ", want 1 to " + MAX_CONFIDENCE);
    }
  }

  /** Not drawn yet. */
  public static Drawn of(Template template, int draws, int confidence, Beacon beacon) {
    return new Drawn(template, draws, confidence, beacon, new int[0]);
  }

  /** A round of a public source of random values, and its value in hexadecimal once it is known. */
  public record Beacon(String source, String round, Optional<String> value) {
    private static final Pattern ROUND = Pattern.compile("[A-Za-z0-9._-]{1,64}"); // F-22 (d)
    private static final Pattern VALUE = Pattern.compile("([0-9a-f]{2}){16,64}"); // F-22 (e)
    private static final Pattern LONG = Pattern.compile("[0-9A-Fa-f]{32,}");
    private static final Pattern SOURCE = Pattern.compile("[ !#-\\[\\]-~]{1,256}"); // F-02 (g)

    /**
     * Of a text SOURCE:ROUND or SOURCE:ROUND:VALUE; a last part of 32 or more hexadecimal digits is
     * the value.
     *
     * @throws IllegalArgumentException with got and want
     */
    public static Beacon parse(String text) {
      int last = text.lastIndexOf(':');
      Optional<String> value =
          Optional.of(text.substring(last + 1)).filter(part -> LONG.matcher(part).matches());
      String named = value.isPresent() ? text.substring(0, Math.max(0, last)) : text;
      int colon = named.lastIndexOf(':');
      String round = named.substring(colon + 1);
      String source = named.substring(0, Math.max(0, colon));
      boolean isValue = value.isEmpty() || VALUE.matcher(value.get()).matches();
      if (!SOURCE.matcher(source).matches() || !ROUND.matcher(round).matches() || !isValue) {
        throw new IllegalArgumentException(
            "beacon: got "
                + text
                + ", want SOURCE:ROUND or SOURCE:ROUND:VALUE, VALUE of 32 to 128 lower-case"
                + " hexadecimal digits");
      }
      return new Beacon(source, round, value);
    }
  }

  /** The words of a seed (spec L-70). */
  private static final class Words {
    private final byte[] seed;
    private ByteBuffer block = ByteBuffer.allocate(0);
    private long number;

    Words(byte[] seed) {
      this.seed = seed;
    }

    /** One of 0 to {@code most}. */
    int upTo(int most) {
      if (most == 0) return 0;
      int bits = Integer.SIZE - Integer.numberOfLeadingZeros(most);
      while (true) {
        if (!block.hasRemaining()) {
          ByteBuffer text = ByteBuffer.allocate(seed.length + Long.BYTES);
          block = ByteBuffer.wrap(digest(text.put(seed).putLong(number++).array()));
        }
        int drawn = block.getInt() & ((1 << bits) - 1);
        if (drawn <= most) return drawn;
      }
    }
  }

  /** SHA-256. */
  static byte[] digest(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java platform has it
    }
  }

  /**
   * The draws of a seed.
   *
   * @param fixed the payload up to its counts
   */
  public Drawn by(byte[] fixed) {
    Words words = new Words(digest(fixed));
    int[] all = new int[draws * template.length()];
    for (int i = 0; i < all.length; i++) {
      Template.Position position = template.positions().get(i % template.length());
      all[i] = position.from() + words.upTo(position.to() - position.from());
    }
    return new Drawn(template, draws, confidence, beacon, all);
  }

  @Override
  public ObjectNode json() {
    ObjectNode json = template.json().put("kind", "drawn");
    json.put("draws", draws).put("confidence", confidence);
    return json.put("source", beacon.source).put("round", beacon.round);
  }

  @Override
  public String words() {
    return words(json());
  }

  static String words(JsonNode json) {
    Template template = Template.of(json);
    return json.path("draws").asText()
        + " draws from "
        + template.words()
        + " ("
        + template.size()
        + "), by round "
        + json.path("round").asText()
        + " of "
        + json.path("source").asText()
        + ", for a confidence of 1 - 2^-"
        + json.path("confidence").asText();
  }

  @Override
  public Optional<String> value() {
    return beacon.value;
  }

  @Override
  public long count() {
    return draws;
  }

  @Override
  public int length() {
    return template.length();
  }

  @Override
  public int[] free() {
    return template.free();
  }

  @Override
  public void tokens(long index, int[] into) {
    System.arraycopy(tokens, (int) index * into.length, into, 0, into.length);
  }

  @Override
  public int largest() {
    return template.largest();
  }

  @Override
  public void forEachFreeToken(IntConsumer consumer) {
    for (int place : free()) {
      Template.Position position = template.positions().get(place);
      for (int token = position.from(); token <= position.to(); token++) consumer.accept(token);
    }
  }
}

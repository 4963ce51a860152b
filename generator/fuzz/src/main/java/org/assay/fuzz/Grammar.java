// SPDX-License-Identifier: Apache-2.0
package org.assay.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The bytes of a fuzzer as decisions: which vector, and which changes of its JSON by the tokens, or
 * of its model. So most of what comes out is read to the end.
 */
final class Grammar {
  private static final Pattern TOKEN =
      Pattern.compile("\"[^\"]*\"|-?[0-9]+|[{}\\[\\]:,]|true|false|null");
  private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,30}");
  private static final List<String> ODD =
      List.of(
          "\"\"",
          "0",
          "1",
          "2",
          "-1",
          "-0",
          "00",
          "1.5",
          "1e3",
          "999999999",
          "4294967296",
          "\"0\"",
          "\"1\"",
          "\"-1\"",
          "\"1/2\"",
          "\"2/4\"",
          "\"01\"",
          "null",
          "true",
          "[]",
          "{}",
          "\"A\"",
          "{",
          "}",
          "[",
          "]",
          ",",
          ":",
          "\"\\u0061\"",
          "\"\u00e9\"",
          " ",
          "\n",
          "NaN");
  private static final long[] STEPS = {-2, -1, 1, 2, 10, 1L << 31};
  private static final int MOST_CHANGES = 4;

  private final Decisions next;

  Grammar(byte[] decisions) {
    next = new Decisions(decisions);
  }

  Sample one(List<Sample> samples) {
    Sample sample = next.oneOf(samples);
    int changes = next.upTo(MOST_CHANGES);
    for (int i = 0; i < changes; i++) {
      sample = changed(sample);
    }
    return sample;
  }

  private Sample changed(Sample sample) {
    int kind = next.upTo(8);
    if (kind == 0) {
      return sample.withCertificate(text(new String(sample.certificate(), ISO_8859_1)));
    }
    if (kind == 1) return sample.withModel(header(sample.model()));
    if (kind == 2) return sample.withModel(bytes(sample.model()));
    if (kind == 3 && sample.data().isPresent()) return sample.withData(bytes(sample.data().get()));
    return sample.payload().isPresent() ? sample.withPayload(text(sample.payload().get())) : sample;
  }

  /** Another header of a safetensors file, with its new length. */
  private byte[] header(byte[] file) {
    if (file.length < 8) return bytes(file);
    long size = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
    if (size < 0 || size > file.length - 8) return bytes(file);
    int end = 8 + (int) size;
    byte[] header = text(new String(file, 8, (int) size, ISO_8859_1)).getBytes(ISO_8859_1);
    ByteArrayOutputStream made = new ByteArrayOutputStream();
    made.writeBytes(
        ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(header.length).array());
    made.writeBytes(header);
    made.write(file, end, file.length - end);
    return made.toByteArray();
  }

  private byte[] bytes(byte[] file) {
    int at = next.upTo(file.length);
    int cut = next.upTo(Math.min(8, file.length - at));
    byte[] in = next.bytes(next.upTo(8));
    byte[] made = Arrays.copyOf(file, file.length - cut + in.length);
    System.arraycopy(in, 0, made, at, in.length);
    System.arraycopy(file, at + cut, made, at + in.length, file.length - at - cut);
    return made;
  }

  private String text(String json) {
    List<String> tokens = new ArrayList<>();
    TOKEN.matcher(json).results().map(MatchResult::group).forEach(tokens::add);
    if (tokens.isEmpty()) return next.oneOf(ODD);
    int at = next.upTo(tokens.size() - 1);
    switch (next.upTo(7)) {
      case 0 -> tokens.set(at, next.oneOf(ODD));
      case 1 -> tokens.remove(at);
      case 2 -> tokens.add(at, tokens.get(next.upTo(tokens.size() - 1)));
      case 3 -> tokens.set(at, tokens.get(next.upTo(tokens.size() - 1)));
      case 4 -> tokens.set(at, characters(tokens.get(at)));
      case 5 -> tokens.set(at, '"' + next.text(12) + '"');
      default -> tokens.set(at, near(tokens.get(at)));
    }
    return String.join("", tokens) + (json.endsWith("\n") ? "\n" : "");
  }

  private String characters(String token) {
    int at = next.upTo(token.length());
    String in = next.text(3);
    int behind = Math.min(token.length(), at + next.upTo(2));
    return token.substring(0, at) + in + token.substring(behind);
  }

  /** The first number in a token, a little larger or smaller. */
  private String near(String token) {
    return NUMBER
        .matcher(token)
        .replaceFirst(
            found ->
                new BigInteger(found.group())
                    .add(BigInteger.valueOf(STEPS[next.upTo(STEPS.length - 1)]))
                    .toString());
  }
}

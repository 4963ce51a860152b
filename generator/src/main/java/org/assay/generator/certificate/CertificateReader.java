// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.certificate;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.assay.generator.files.Input;
import org.assay.generator.files.JsonFault;

/**
 * Reads a certificate back, to show it. It demands that what was read prints to the same bytes, and
 * checks nothing else: no signature, no digest, no count.
 */
public final class CertificateReader {
  private static final long MAX_BYTES = 4 << 20; // F-01 (a)
  private static final int MAX_DIGITS = 1000; // F-03 (c)

  private static final Pattern HEX = Pattern.compile("([0-9a-f]{2}){16,64}"); // F-22 (e)
  private static final Pattern SHARE = Pattern.compile("[0-9]{1,499}(/[1-9][0-9]{0,499})?");

  private static final Pattern CONTROL = Pattern.compile("\\p{C}");

  private static final Pattern HINT_NAME = Pattern.compile("[A-Za-z]{1,32}");
  private static final Pattern PACKED_OR_WORD = Pattern.compile("[A-Za-z0-9_+-]*"); // F-11 (c), (d)

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(8).build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private CertificateReader() {}

  /** A certificate as read: what it says, and who is said to have signed it. */
  public record Contents(Statement statement, List<String> keyIds) {}

  public static Contents read(Path file) throws IOException {
    return read(file, bytes(file));
  }

  /** The bytes of a certificate of either version; a pipe can be read only once. */
  public static byte[] bytes(Path file) throws IOException {
    Input.requireReadable("certificate", file);
    if (Files.size(file) > MAX_BYTES) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "certificate %s: got %d bytes, limit %d",
              file,
              Files.size(file),
              MAX_BYTES));
    }
    return Files.readAllBytes(file);
  }

  /** A certificate about a program as read. */
  public record NetworkContents(NetworkStatement statement, List<String> keyIds) {}

  /**
   * Of bytes from this file.
   *
   * @return empty, if they are of another version, or of none
   */
  public static Optional<NetworkContents> network(Path file, byte[] bytes) throws IOException {
    try {
      JsonNode root = tree("envelope", bytes);
      byte[] payload = Base64.getDecoder().decode(text(root, "payload"));
      JsonNode statement = tree("payload", payload);
      if (!statement.path("predicateType").asText().equals(NetworkStatement.PREDICATE_TYPE)) {
        return Optional.empty();
      }
    } catch (CharacterCodingException | IllegalArgumentException e) {
      return Optional.empty(); // the other reader says what is wrong
    }
    try {
      return Optional.of(networkContents(bytes));
    } catch (IllegalArgumentException e) {
      throw new IOException(
          String.format(
              Locale.ROOT, "certificate %s: not in the format of claim-v2.md: %s", file, shown(e)),
          e);
    }
  }

  /**
   * What a certificate of either version says, as far as both do.
   *
   * @throws IOException if it is none
   */
  public static Decidable either(Path file, byte[] bytes) throws IOException {
    Optional<NetworkContents> network = network(file, bytes);
    return network.isPresent() ? network.get().statement() : read(file, bytes).statement();
  }

  private static NetworkContents networkContents(byte[] bytes) throws CharacterCodingException {
    JsonNode root = tree("envelope", bytes);
    byte[] payload = Base64.getDecoder().decode(text(root, "payload"));
    List<Envelope.Signature> signatures = signatures(root);
    requireSame("envelope", bytes, new Envelope(payload, signatures).bytes());
    JsonNode statement = tree("payload", payload);
    JsonNode subject = statement.path("subject").path(0);
    JsonNode claim = statement.path("predicate").path("claim");
    NetworkStatement read =
        new NetworkStatement(
            new NetworkStatement.Subject(
                text(subject, "name"), text(subject.path("digest"), "sha256")),
            new NetworkStatement.Question(
                claim.path("network"),
                claim.path("inputs"),
                claim.path("outputs").path("from").asInt(),
                claim.path("outputs").path("to").asInt(),
                claim.path("task"),
                text(claim, "margin"),
                draws(claim)),
            count(claim, "correct"),
            count(claim, "total"),
            execution(claim),
            proof(statement.path("predicate")));
    requireSame("payload", payload, read.payload());
    return new NetworkContents(read, signatures.stream().map(Envelope.Signature::keyId).toList());
  }

  private static NetworkStatement.Proof proof(JsonNode predicate) {
    JsonNode sizes = predicate.path("circuit");
    return new NetworkStatement.Proof(
        text(predicate.path("strategy"), "name"),
        sizes.isMissingNode()
            ? Optional.empty()
            : Optional.of(
                new NetworkStatement.Circuit(
                    integer(sizes, "dModel", 4096), integer(sizes, "dHead", 4096))),
        hints(predicate.path("strategy")));
  }

  private static Optional<NetworkStatement.Draws> draws(JsonNode claim) {
    if (!claim.has("beacon")) return Optional.empty();
    String beacon = text(claim, "beacon");
    String bound = text(claim, "bound");
    if (!HEX.matcher(beacon).matches() || !SHARE.matcher(bound).matches()) {
      throw new IllegalArgumentException("beacon or bound: got " + beacon + ", " + bound);
    }
    return Optional.of(new NetworkStatement.Draws(beacon, bound));
  }

  private static BigInteger count(JsonNode claim, String field) {
    String text = text(claim, field);
    if (!text.matches("[0-9]{1,100}")) throw new IllegalArgumentException(field + " is no count");
    return new BigInteger(text);
  }

  /** Of bytes that are, or will be, in this file. */
  public static Contents read(Path file, byte[] bytes) throws IOException {
    if (isSafetensors(bytes)) {
      throw new IOException(
          "certificate "
              + file
              + ": is no certificate, but a model (safetensors); assay import lists its tensors");
    }
    try {
      return parse(bytes);
    } catch (CharacterCodingException e) {
      throw new IOException("certificate " + file + ": is no certificate: not UTF-8", e);
    } catch (NoJson e) {
      throw new IOException("certificate " + file + ": is no certificate: " + e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "certificate %s: not in the format of certificate.md: %s",
              file,
              shown(e)),
          e);
    }
  }

  /** A length of eight bytes, and behind it a header of that length, an object of JSON. */
  private static boolean isSafetensors(byte[] bytes) {
    if (bytes.length < 10 || bytes[8] != '{') return false;
    long length = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    return length >= 2 && length <= bytes.length - 8;
  }

  static Contents parse(byte[] bytes) throws CharacterCodingException {
    JsonNode root = tree("envelope", bytes);
    byte[] payload = Base64.getDecoder().decode(text(root, "payload"));
    List<Envelope.Signature> signatures = signatures(root);
    requireSame("envelope", bytes, new Envelope(payload, signatures).bytes());
    Statement statement = statement(tree("payload", payload));
    requireSame("payload", payload, statement.payload());
    return new Contents(statement, signatures.stream().map(Envelope.Signature::keyId).toList());
  }

  private static List<Envelope.Signature> signatures(JsonNode root) {
    List<Envelope.Signature> signatures = new ArrayList<>();
    for (JsonNode signature : root.path("signatures")) {
      signatures.add(
          new Envelope.Signature(
              text(signature, "keyid"), Base64.getDecoder().decode(text(signature, "sig"))));
    }
    return signatures;
  }

  private static Statement statement(JsonNode root) {
    JsonNode claim = root.path("predicate").path("claim");
    Claim.Sizes sizes =
        new Claim.Sizes(
            integer(claim, "k", 256),
            integer(claim, "vocab", 4096),
            integer(claim, "dModel", 4096),
            integer(claim, "dHead", 4096));
    String correct = text(claim, "correct");
    if (correct.length() > MAX_DIGITS) throw new IllegalArgumentException("correct is too long");
    return new Statement(
        text(root.path("subject").path(0), "name"),
        text(root.path("subject").path(0).path("digest"), "sha256"),
        new Claim(
            sizes,
            text(claim, "margin"),
            weights(claim),
            new BigInteger(correct),
            execution(claim)),
        text(root.path("predicate").path("strategy"), "name"),
        hints(root.path("predicate").path("strategy")));
  }

  private static Optional<Claim.Execution> execution(JsonNode claim) {
    if (!claim.has("profile")) return Optional.empty();
    String correct = text(claim.path("profile"), "correct");
    if (correct.length() > MAX_DIGITS) throw new IllegalArgumentException("correct is too long");
    return Optional.of(
        new Claim.Execution(text(claim.path("profile"), "name"), new BigInteger(correct)));
  }

  private static List<Integer> weights(JsonNode claim) {
    List<Integer> weights = new ArrayList<>();
    for (JsonNode weight : claim.path("weights")) {
      if (!weight.isInt() || weight.intValue() < 1) {
        throw new IllegalArgumentException(
            String.format(Locale.ROOT, "field weights: got %s, want 1 to 2147483647", weight));
      }
      weights.add(weight.intValue());
    }
    return weights;
  }

  /** F-11: after the name numbers, packed tables and code words. */
  private static Map<String, String> hints(JsonNode strategy) {
    Map<String, String> hints = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> field : strategy.properties()) {
      JsonNode value = field.getValue();
      if (field.getKey().equals("name")) continue;
      boolean text = value.isTextual() && PACKED_OR_WORD.matcher(value.textValue()).matches();
      if (!HINT_NAME.matcher(field.getKey()).matches() || !(text || value.isInt())) {
        throw new IllegalArgumentException(
            "strategy: a hint is neither integer nor packed table nor code word");
      }
      hints.put(field.getKey(), value.toString());
    }
    return hints;
  }

  private static final class NoJson extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    NoJson(String message) {
      super(message);
    }
  }

  private static JsonNode tree(String what, byte[] bytes) throws CharacterCodingException {
    String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    try {
      JsonNode root = JSON.readTree(text);
      if (!root.isObject()) throw new NoJson(what + ": want a JSON object");
      return root;
    } catch (JsonProcessingException e) {
      throw new NoJson(what + ": " + JsonFault.of(e));
    }
  }

  private static String text(JsonNode object, String field) {
    JsonNode value = object.path(field);
    if (!value.isTextual()) {
      throw new IllegalArgumentException("field " + field + ": got " + value + ", want a string");
    }
    if (CONTROL.matcher(value.textValue()).find()) { // F-02 (g); it will be shown on a terminal
      throw new IllegalArgumentException("field " + field + ": has a control character");
    }
    return value.textValue();
  }

  private static int integer(JsonNode object, String field, int limit) {
    JsonNode value = object.path(field);
    if (!value.isInt() || value.intValue() < 1 || value.intValue() > limit) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "field %s: got %s, want 1 to %d", field, value, limit));
    }
    return value.intValue();
  }

  private static void requireSame(String what, byte[] got, byte[] want) {
    int place = Arrays.mismatch(got, want);
    if (place >= 0) {
      throw new IllegalArgumentException(
          what + " is not in canonical spelling, first difference at byte " + place);
    }
  }

  private static String shown(Exception e) {
    String message = String.valueOf(e.getMessage()).replaceAll("\\p{C}", "?");
    return message.length() <= 200 ? message : message.substring(0, 197) + "...";
  }
}

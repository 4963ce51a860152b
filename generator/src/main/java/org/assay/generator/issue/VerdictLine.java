// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.issue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigInteger;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/** A line of the checker's --json (spec F-13); of what is no such line, nothing can be read. */
public record VerdictLine(JsonNode json) {
  private static final Pattern COUNT = Pattern.compile("[0-9]{1,1000}");
  private static final Pattern DECIMAL = Pattern.compile("[01]\\.[0-9]{10}");
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

  /** Codes on the model file: it is not what it should be, and no bug of ours. */
  private static final Set<String> OF_MODELS =
      Set.of("MALFORMED_MODEL", "UNSUPPORTED_MODEL", "LIMIT_EXCEEDED", "UNSUPPORTED_PROFILE");

  static VerdictLine of(String line) {
    JsonMapper mapper = new JsonMapper();
    try {
      return new VerdictLine(line.isBlank() ? mapper.createObjectNode() : mapper.readTree(line));
    } catch (JsonProcessingException e) {
      return new VerdictLine(mapper.createObjectNode());
    }
  }

  String text(String field, String otherwise) {
    return json.path(field).asText(otherwise);
  }

  boolean isAccepted() {
    return text("verdict", "").equals("accepted");
  }

  /** All is in order but the count, which is not proved. */
  boolean isNotProved() {
    return text("code", "").equals("CLAIM_NOT_PROVED");
  }

  boolean isOfModel() {
    return OF_MODELS.contains(text("code", ""));
  }

  /** The exit code of a run with this line alone. */
  public int exitCode() {
    switch (text("verdict", "")) {
      case "accepted":
        return 0;
      case "declined":
        return 2;
      case "rejected":
        return 1;
      default:
        return text("code", "").equals("INPUT_ERROR") ? 66 : 70;
    }
  }

  Optional<BigInteger> proved() {
    return count(json.path("proved"));
  }

  /** Of every execution within the profile that is claimed. */
  Optional<BigInteger> execution() {
    return count(json.path("profile").path("proved"));
  }

  /** Of the accuracy over all that the inputs were drawn from, if they were; a decimal. */
  Optional<String> bound() {
    JsonNode provable = json.path("program").path("sample").path("provable");
    return Optional.of(provable.path("decimal").asText())
        .filter(text -> DECIMAL.matcher(text).matches());
  }

  OptionalLong operations() {
    return number(json.path("operations"));
  }

  OptionalLong millis() {
    return number(json.path("millis"));
  }

  private static Optional<BigInteger> count(JsonNode value) {
    return Optional.of(value.asText())
        .filter(text -> COUNT.matcher(text).matches())
        .map(BigInteger::new);
  }

  private static OptionalLong number(JsonNode value) {
    String text = value.asText();
    return NUMBER.matcher(text).matches()
        ? OptionalLong.of(Long.parseLong(text))
        : OptionalLong.empty();
  }
}

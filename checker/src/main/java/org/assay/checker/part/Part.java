// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.part;

import static org.assay.checker.verdict.RejectCode.CLAIM_RANGE;
import static org.assay.checker.verdict.RejectCode.MALFORMED_JSON;
import static org.assay.checker.verdict.RejectCode.UNKNOWN_VERSION;
import static org.assay.checker.verdict.Rejection.require;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.assay.checker.json.JsonReader;
import org.assay.checker.verdict.Findings;
import org.assay.checker.verdict.Rejection;

/**
 * What a checker derived of a range of the units of a claim; one line of JSON (spec F-25).
 *
 * @param claim SHA-256 of the payload, in hexadecimal
 * @param unit what is counted by {@code units} and {@code range}
 * @param total inputs of the range inside the task, or their weights
 */
public record Part(
    String claim, String unit, long units, Range range, BigInteger total, Findings.Proof proof) {
  private static final String VERSION = "urn:assay:part:v1";
  private static final long MOST = 1L << 40;
  private static final int MOST_LEVELS = 16;

  /** The line, without its end. */
  public String json() {
    String executed = proof.executed().map(one -> field("executed", one)).orElse("");
    String levels =
        proof.levels().stream().map(one -> "\"" + one + "\"").collect(Collectors.joining(","));
    return "{\"part\":\""
        + VERSION
        + '"'
        + field("claim", claim)
        + field("unit", unit)
        + field("units", units)
        + field("from", range.from())
        + field("to", range.to())
        + field("total", total)
        + field("proved", proof.proved())
        + executed
        + field("operations", proof.operations())
        + ",\"levels\":["
        + levels
        + "]}";
  }

  private static String field(String name, Object value) {
    return ",\"" + name + "\":\"" + value + '"';
  }

  /**
   * Reads a line, with its end.
   *
   * @throws Rejection with a code of F-02, F-03 or F-25
   */
  static Part parse(byte[] line) throws Rejection {
    return JsonReader.read(line, Part::read);
  }

  private static Part read(JsonReader in) throws Rejection {
    String version = in.field("part").string();
    require( // F-25 (a)
        version.equals(VERSION), UNKNOWN_VERSION, "part: got %s", Rejection.quoted(version));
    String claim = in.field("claim").digest();
    String unit = in.field("unit").string();
    long units = number(in, "units");
    Range range = new Range(number(in, "from"), number(in, "to"));
    require( // F-25 (b)
        range.from() <= range.to() && range.to() <= units,
        CLAIM_RANGE,
        "range: got %s, want one of 0..%d",
        range,
        units);
    return new Part(claim, unit, units, range, natural(in, "total"), proof(in));
  }

  private static Findings.Proof proof(JsonReader in) throws Rejection {
    BigInteger proved = natural(in, "proved");
    Optional<BigInteger> executed =
        in.hasField("executed") ? Optional.of(natural(in, "executed")) : Optional.empty();
    BigInteger operations = natural(in, "operations");
    List<Long> levels =
        in.field("levels").list(MOST_LEVELS, MALFORMED_JSON, level -> bounded(level.bigInteger()));
    return new Findings.Proof(proved, executed, operations, levels);
  }

  private static long number(JsonReader in, String field) throws Rejection {
    return bounded(in.field(field).bigInteger());
  }

  private static long bounded(BigInteger number) throws Rejection {
    require( // F-25 (b)
        number.signum() >= 0 && number.compareTo(BigInteger.valueOf(MOST)) <= 0,
        CLAIM_RANGE,
        "got %s, want 0 to %d",
        number,
        MOST);
    return number.longValueExact();
  }

  private static BigInteger natural(JsonReader in, String field) throws Rejection {
    BigInteger number = in.field(field).bigInteger();
    require(number.signum() >= 0, CLAIM_RANGE, "%s: got %s", field, number); // F-25 (b)
    return number;
  }
}

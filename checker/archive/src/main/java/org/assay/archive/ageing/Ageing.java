// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.ageing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assay.archive.refusal.Code.CANNOT_CONCLUDE;
import static org.assay.archive.refusal.Code.MALFORMED_TABLE;
import static org.assay.archive.refusal.Refusal.quoted;
import static org.assay.archive.refusal.Refusal.require;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.TreeMap;
import org.assay.archive.refusal.Refusal;

/**
 * Until when a reader relies on each algorithm (spec A-05). From its end on, whoever likes may make
 * what looks as if made by it; what an older, unbroken proof shows to have existed before stays
 * good.
 */
public final class Ageing {
  /**
   * SHA-1: the first published collision, 2017-02-23. Sizes of RSA and curves: the end of the year
   * from which NIST IR 8547 (2024) disallows them; no end is announced for the others.
   */
  private static final String DEFAULT =
      """
      ECDSA-P-256 2036-01-01
      ECDSA-P-384 2036-01-01
      ECDSA-P-521 2036-01-01
      Ed25519 2036-01-01
      ML-DSA-65 -
      RSA-2048 2031-01-01
      RSA-3072 2036-01-01
      RSA-4096 2036-01-01
      SHA-1 2017-02-23
      SHA-256 -
      SHA-384 -
      SHA-512 -
      SHA3-256 -
      SHA3-512 -
      """;

  private final Map<String, Instant> ends;

  private Ageing(Map<String, Instant> ends) {
    this.ends = ends;
  }

  /** What is published of algorithms today. */
  public static Ageing today() {
    try {
      return parse(DEFAULT.getBytes(US_ASCII));
    } catch (Refusal impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** The default table as text, to be edited. */
  public static String text() {
    return DEFAULT;
  }

  /**
   * A reader's own table: {@code NAME DATE} or {@code NAME -} a line, in any order.
   *
   * @throws Refusal MALFORMED_TABLE
   */
  public static Ageing parse(byte[] file) throws Refusal {
    Map<String, Instant> ends = new TreeMap<>();
    int number = 0;
    for (String line : new String(file, US_ASCII).lines().toList()) {
      number++;
      String[] words = line.split(" ", -1);
      require( // A-05 (a)
          words.length == 2 && words[0].matches("[A-Za-z0-9-]+"),
          MALFORMED_TABLE,
          "line %d: got %s, want NAME YYYY-MM-DD or NAME -",
          number,
          quoted(line));
      Instant before = ends.put(words[0], words[1].equals("-") ? Instant.MAX : date(words[1]));
      require( // A-05 (b)
          before == null, MALFORMED_TABLE, "line %d: %s comes twice", number, words[0]);
    }
    require(!ends.isEmpty(), MALFORMED_TABLE, "the ageing table is empty"); // A-05 (a)
    return new Ageing(ends);
  }

  /**
   * The first moment of a day.
   *
   * @throws Refusal MALFORMED_TABLE
   */
  public static Instant date(String text) throws Refusal {
    try {
      return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
    } catch (DateTimeParseException notOne) {
      throw new Refusal( // A-05 (a)
          MALFORMED_TABLE, "got %s, want a date such as 2036-01-01", quoted(text));
    }
  }

  /**
   * The moment from which it is not relied on, {@link Instant#MAX} if none is known.
   *
   * @throws Refusal CANNOT_CONCLUDE if the table does not have the algorithm
   */
  public Instant end(String algorithm) throws Refusal {
    Instant end = ends.get(algorithm);
    require( // A-05 (c)
        end != null, CANNOT_CONCLUDE, "the ageing table does not have %s", algorithm);
    return end;
  }
}

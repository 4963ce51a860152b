// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.json;

import static org.assay.checker.verdict.RejectCode.MALFORMED_NUMBER;

import java.math.BigInteger;
import org.assay.checker.exact.Rational;
import org.assay.checker.verdict.Rejection;

/** Numbers in strings, each in its only spelling (spec F-03). */
public final class Numbers {
  /** Longest accepted spelling, spec F-03 (c). */
  private static final int MAX_CHARS = 1000;

  private Numbers() {}

  /**
   * Parses {@code p} or {@code p/q}. Exactly one spelling per number, so that bytes are not
   * malleable (spec F-03).
   */
  public static Rational rational(String text) throws Rejection {
    if (text.length() > MAX_CHARS) { // F-03 (c): before any big-number work
      throw new Rejection(
          MALFORMED_NUMBER, "number has %d characters, limit is %d", text.length(), MAX_CHARS);
    }
    int slash = text.indexOf('/');
    try {
      BigInteger p = new BigInteger(slash < 0 ? text : text.substring(0, slash));
      BigInteger q = slash < 0 ? BigInteger.ONE : new BigInteger(text.substring(slash + 1));
      if (q.signum() > 0) {
        Rational value = new Rational(p, q);
        if (value.toString().equals(text)) { // F-03 (b)
          return value;
        }
      }
    } catch (NumberFormatException notDigits) { // reported below, with the text
    }
    throw new Rejection(MALFORMED_NUMBER, "%s is not a canonical rational", Rejection.quoted(text));
  }

  /** Parses an integer in its only spelling (spec F-03 b). */
  public static BigInteger integer(String text) throws Rejection {
    Rational value = rational(text);
    if (!value.denominator().equals(BigInteger.ONE)) {
      throw new Rejection(MALFORMED_NUMBER, "%s is not an integer", Rejection.quoted(text));
    }
    return value.numerator();
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.report;

import java.math.BigInteger;
import java.util.Locale;

/** How numbers are written in tables and sentences. */
final class Numbers {
  /** Numbers from here on are too long for a column of a table. */
  private static final double LONG = 1e11;

  private static final int MOST_DIGITS = 24;

  private Numbers() {}

  /** With commas between thousands, or as a power if that is too long to read. */
  static String grouped(BigInteger number) {
    return number.toString().length() > MOST_DIGITS
        ? String.format(Locale.ROOT, "%.6e", number.doubleValue())
        : String.format(Locale.ROOT, "%,d", number);
  }

  static String digits(double value, int digits) {
    return String.format(Locale.ROOT, "%." + digits + "f", value);
  }

  static String significant(double value, int digits) {
    return String.format(Locale.ROOT, "%." + digits + "g", value);
  }

  static String thousands(double value) {
    return value < LONG
        ? String.format(Locale.ROOT, "%,d", Math.round(value))
        : String.format(Locale.ROOT, "%.3e", value);
  }
}

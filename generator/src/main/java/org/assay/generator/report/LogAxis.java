// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * A logarithmic axis.
 *
 * @param least of the values, with a little room
 * @param most of the values, with a little room
 * @param from the pixel of {@code least}
 * @param to the pixel of {@code most}
 */
record LogAxis(double least, double most, int from, int to) {
  private static final double ROOM = 1.25;
  private static final int BASE = 10;
  private static final int MOST_TICKS = 9;
  private static final String DIGITS = "⁰¹²³⁴⁵⁶⁷⁸⁹";
  private static final double SMALL = 0.01;
  private static final double LARGE = 1000;

  /** Requires: positive values. */
  static LogAxis around(DoubleStream values, int from, int to) {
    double[] sorted = values.sorted().toArray();
    if (sorted.length == 0) return new LogAxis(1, BASE, from, to);
    return new LogAxis(sorted[0] / ROOM, sorted[sorted.length - 1] * ROOM, from, to);
  }

  /** The pixel of a value. */
  double at(double value) {
    return from + (to - from) * Math.log(value / least) / Math.log(most / least);
  }

  /** Powers of ten, with twice and five times of them if that is not too many. */
  List<Double> ticks() {
    List<Double> all = ticks(1, 2, 5);
    if (all.size() <= MOST_TICKS) return all;
    List<Double> powers = ticks(1);
    int step = (powers.size() + MOST_TICKS - 1) / MOST_TICKS;
    List<Double> some = new ArrayList<>();
    for (int i = 0; i < powers.size(); i += step) some.add(powers.get(i));
    return some;
  }

  private List<Double> ticks(int... mantissas) {
    List<Double> ticks = new ArrayList<>();
    for (int e = exponent(least); e <= exponent(most); e++) {
      for (int mantissa : mantissas) {
        double tick = Double.parseDouble(mantissa + "e" + e);
        if (tick >= least && tick <= most) ticks.add(tick);
      }
    }
    return ticks;
  }

  private static int exponent(double value) {
    return (int) Math.floor(Math.log10(value));
  }

  /** A tick as 0.05, 200, 10⁷ or 2·10⁷. */
  static String spelled(double tick) {
    if (tick >= SMALL && tick <= LARGE) {
      return tick >= 1 ? "" + Math.round(tick) : Numbers.digits(tick, tick < 0.1 ? 2 : 1);
    }
    int exponent = (int) Math.floor(Math.log10(tick) + 1e-9);
    long mantissa = Math.round(tick / Math.pow(BASE, exponent));
    StringBuilder power = new StringBuilder(mantissa == 1 ? "10" : mantissa + "·10");
    if (exponent < 0) power.append('⁻');
    for (char digit : String.valueOf(Math.abs(exponent)).toCharArray()) {
      power.append(DIGITS.charAt(digit - '0'));
    }
    return power.toString();
  }
}

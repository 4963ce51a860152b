// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.medium;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.assay.checker.arithmetic.Softmax;
import org.assay.checker.exact.Rational;
import org.junit.jupiter.api.Test;

/** Lemma L-88: points at the ends of keys, values and heads, which random points rarely are. */
class HeadsTest {
  private static final Rational ONE = new Rational(BigInteger.ONE, BigInteger.ONE);
  private static final double UNIT = Math.scalb(1.0, -48);

  private final Medium medium = new Medium();

  private static Disc disc(long radius, long... centre) {
    return new Disc(centre, radius, true);
  }

  /** One key at one end of its radius, the other at the other: the weights are furthest apart. */
  @Test
  void weightsHoldTheEndsOfTheirScores() {
    Softmax plain = new Softmax(1, ONE, 1, Optional.empty(), false);
    Disc query = disc(0, 1L << 48);
    List<Disc> values = List.of(disc(0, 1L << 48), disc(0, 0));
    for (long radius : new long[] {1L << 20, 1L << 30, 1L << 37}) {
      for (long apart : new long[] {0, 1L << 47, 1L << 48}) {
        List<Disc> keys = List.of(disc(radius, apart), disc(radius, -apart));
        Disc row = medium.attention(query, keys, values, 2, plain);
        assertTrue(row.known());
        for (int sign = -1; sign <= 1; sign += 2) {
          double lead = (2.0 * apart + sign * 2.0 * radius) * UNIT;
          double off = 1 / (1 + Math.exp(-lead)) / UNIT - row.centre()[0];
          String where = "off by " + off + ", radius " + row.radius();
          assertTrue(Math.abs(off) <= row.radius() + 1e-15 / UNIT, where);
        }
      }
    }
  }

  /** Queries of a radius, and keys of one: each counts for the scores, and both together. */
  @Test
  void scoresHoldTheEndsOfQueriesAndKeys() {
    Softmax plain = new Softmax(1, ONE, 1, Optional.empty(), false);
    List<Disc> values = List.of(disc(0, 1L << 48), disc(0, 0));
    long r = 1L << 37;
    for (long[] radii : new long[][] {{r, 0}, {0, r}, {r, r}}) {
      for (long centre : new long[] {0, 1L << 48}) {
        Disc query = disc(radii[0], centre);
        List<Disc> keys = List.of(disc(radii[1], centre), disc(0, 0));
        Disc row = medium.attention(query, keys, values, 2, plain);
        assertTrue(row.known());
        double score = (centre + radii[0]) * UNIT * ((centre + radii[1]) * UNIT);
        double off = 1 / (1 + Math.exp(-score)) / UNIT - row.centre()[0];
        assertTrue(
            Math.abs(off) <= row.radius() + 1e-15 / UNIT,
            "off by " + off + ", radius " + row.radius());
      }
    }
  }

  /**
   * Each head takes another of two values, each at its end: their errors stand beside each other.
   */
  @Test
  void headsThatTakeDifferentValuesAddTheirErrors() {
    Softmax two = new Softmax(2, ONE, 1, Optional.empty(), false);
    Disc query = disc(0, 1L << 51, 1L << 51);
    List<Disc> keys = List.of(disc(0, 1L << 51, 0), disc(0, 0, 1L << 51));
    long radius = 1L << 36;
    List<Disc> values = List.of(disc(radius, 0, 0), disc(radius, 0, 0));
    Disc row = medium.attention(query, keys, values, 2, two);
    assertTrue(row.known());
    assertTrue(row.radius() >= Math.sqrt(2) * radius, "" + row.radius()); // both off by radius
  }

  /** Values as large as can be, of which nothing is rounded but the floors. */
  @Test
  void aNumberForMaskedScoresIsWithinOneUnit() {
    Rational third = new Rational(BigInteger.ONE.negate(), BigInteger.valueOf(3));
    Softmax masked = new Softmax(1, ONE, 1, Optional.of(third), false);
    long[] same = new long[1];
    Arrays.fill(same, 1L << 55);
    List<Disc> values = List.of(disc(0, same), disc(0, 0));
    Disc row = medium.attention(disc(0, 0), List.of(disc(0, 0), disc(0, 0)), values, 1, masked);
    double want = Math.scalb(1 / (1 + Math.exp(-1.0 / 3)), 55);
    assertTrue(Math.abs(want - row.centre()[0]) <= row.radius() + 16, "" + row);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.medium;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Lemma L-86 (g). */
class SpectrumTest {
  private final Random random = new Random(89);

  private static double length(double[] x) {
    double squares = 0;
    for (double one : x) {
      squares += one * one;
    }
    return Math.sqrt(squares);
  }

  /** By doubles: the largest singular value from below. */
  private double iterated(long[][] w, int columns) {
    double[] x = random.doubles(w.length, -1, 1).toArray();
    double growth = 0;
    for (int run = 0; run < 60; run++) {
      double[] y = new double[columns];
      double before = length(x);
      for (int j = 0; j < w.length; j++) {
        for (int k = 0; k < columns; k++) {
          y[k] += x[j] / before * w[j][k];
        }
      }
      growth = length(y);
      for (int j = 0; j < w.length; j++) {
        x[j] = 0;
        for (int k = 0; k < columns; k++) {
          x[j] += y[k] / growth * w[j][k];
        }
      }
    }
    return growth;
  }

  @Test
  void noSingularValueIsAbove() {
    int[][] sizes = {{1, 1, 60}, {3, 5, 61}, {40, 20, 50}, {20, 64, 12}, {128, 30, 48}};
    for (int[] size : sizes) {
      long[][] w = new long[size[0]][size[1]];
      for (long[] row : w) {
        for (int k = 0; k < row.length; k++) {
          row[k] = random.nextLong() >> Long.SIZE - 1 - size[2] + random.nextInt(3);
        }
      }
      double least = iterated(w, size[1]);
      double bound = Spectrum.bound(w, size[1]).doubleValue();
      assertTrue(bound >= least * (1 - 1e-9), bound + ", but it is " + least);
      assertTrue(bound <= 1.25 * least + size[0] + size[1], bound + " is loose for " + least);
    }
  }

  @Test
  void matricesOfKnownNorm() {
    for (int n : new int[] {1, 4, 100, 513, 600}) {
      long[][] ones = new long[n][n];
      for (long[] row : ones) {
        Arrays.fill(row, 1L << 40);
      }
      BigInteger norm = BigInteger.ONE.shiftLeft(40).multiply(BigInteger.valueOf(n));
      BigInteger bound = Spectrum.bound(ones, n);
      assertTrue(bound.compareTo(norm) >= 0, n + ": " + bound);
      assertTrue(bound.subtract(norm).bitLength() < norm.bitLength() - 8, n + ": " + bound);
    }
    assertEquals(BigInteger.valueOf(7), Spectrum.bound(new long[][] {{0, 0}, {0, 0}}, 2));
  }
}

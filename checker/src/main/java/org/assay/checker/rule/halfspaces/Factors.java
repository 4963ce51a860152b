// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.halfspaces;

import java.util.Arrays;
import org.assay.checker.exact.Lemma;
import org.assay.checker.rule.halfspaces.LayerTables.Mixed;

/**
 * Lemma L-69: what each neuron is multiplied by: at least {@code down}, {@code spread} above at
 * most.
 */
@Lemma("L-69")
record Factors(long[] down, long spread) {

  /** Of a column. */
  static Factors column(Mixed mixed, int j) {
    long[] down = new long[mixed.rows().length];
    Arrays.setAll(down, k -> mixed.rows()[k][j]);
    return new Factors(down, mixed.units().spread());
  }

  /** L-69, 5: whether the sign is unknown. */
  boolean mayBeZero(int k) {
    return down[k] < 0 && down[k] + spread > 0;
  }

  Factors minus(Factors other) {
    long[] differences = new long[down.length];
    Arrays.setAll(differences, k -> down[k] - other.down[k] - other.spread);
    return new Factors(differences, spread + other.spread);
  }

  Factors negative() {
    long[] turned = new long[down.length];
    Arrays.setAll(turned, k -> -down[k] - spread);
    return new Factors(turned, spread);
  }

  /** The sum of {@code numbers[j]} times column {@code from + j}, in units of 2^drop units. */
  static Factors product(Mixed mixed, int from, int[] numbers, int drop) {
    long negative = 0;
    long all = 0;
    for (int number : numbers) {
      negative += Math.max(0, -number);
      all += Math.abs(number);
    }
    long[] down = new long[mixed.rows().length];
    for (int k = 0; k < down.length; k++) {
      long sum = -mixed.units().spread() * negative;
      for (int j = 0; j < numbers.length; j++) {
        sum += numbers[j] * mixed.rows()[k][from + j];
      }
      down[k] = sum >> drop;
    }
    return new Factors(down, (mixed.units().spread() * all >> drop) + 2);
  }
}

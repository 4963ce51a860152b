// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.report;

import java.util.Arrays;
import java.util.Collection;

/**
 * Of some numbers.
 *
 * @param deviation standard deviation of the numbers themselves (divided by n)
 */
record Statistics(int count, double mean, double deviation, double median, double least) {
  /** Requires: there is a number. */
  static Statistics of(Collection<Double> numbers) {
    double[] sorted = numbers.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    double mean = Arrays.stream(sorted).average().orElseThrow();
    double variance = Arrays.stream(sorted).map(x -> (x - mean) * (x - mean)).average().orElse(0);
    int half = sorted.length / 2;
    double median = sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    return new Statistics(sorted.length, mean, Math.sqrt(variance), median, sorted[0]);
  }
}

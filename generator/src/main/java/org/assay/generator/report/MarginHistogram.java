// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.report;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.assay.generator.strategy.split.CircuitTables;

/**
 * How many inputs have which margin, in doubles: to be looked at, no proof. All inputs if they are
 * few enough, else a sample.
 *
 * @param width of a bin; bin i holds margins from (first + i) width on
 * @param counts of the bins
 * @param isSample whether inputs were drawn
 */
record MarginHistogram(double width, int first, long[] counts, boolean isSample) {
  private static final BigInteger MOST_INPUTS = BigInteger.TWO.pow(26);
  private static final int SAMPLE = 1 << 18;
  private static final long SEED = 20_240_611;
  private static final int MOST_BINS = 48;

  static MarginHistogram of(CircuitTables circuits, int k) {
    int vocab = circuits.qk().length;
    Margins margins = new Margins(circuits, k);
    boolean isSample = BigInteger.valueOf(vocab).pow(k).compareTo(MOST_INPUTS) > 0;
    long[] fine = isSample ? sampled(margins, vocab, k) : all(margins, vocab, k);
    return merged(fine, margins, isSample);
  }

  private static long[] all(Margins margins, int vocab, int k) {
    return IntStream.range(0, vocab)
        .parallel()
        .mapToObj(
            query -> {
              long[] counts = new long[margins.bins()];
              int[] input = new int[k];
              input[k - 1] = query;
              do {
                counts[margins.bin(input)]++;
              } while (next(input, vocab));
              return counts;
            })
        .reduce(MarginHistogram::sum)
        .orElseThrow();
  }

  /** The next input with the same query; false after the last. */
  private static boolean next(int[] input, int vocab) {
    for (int i = input.length - 2; i >= 0; i--) {
      if (++input[i] < vocab) return true;
      input[i] = 0;
    }
    return false;
  }

  private static long[] sampled(Margins margins, int vocab, int k) {
    Random random = new Random(SEED);
    long[] counts = new long[margins.bins()];
    for (int n = 0; n < SAMPLE; n++) counts[margins.bin(random.ints(k, 0, vocab).toArray())]++;
    return counts;
  }

  private static long[] sum(long[] a, long[] b) {
    long[] sum = new long[a.length];
    Arrays.setAll(sum, i -> a[i] + b[i]);
    return sum;
  }

  /** In so many fine bins to one that few are left; none holds margins of both signs. */
  private static MarginHistogram merged(long[] fine, Margins margins, boolean isSample) {
    int[] used = IntStream.range(0, fine.length).filter(i -> fine[i] > 0).toArray();
    int least = used[0] - margins.zero();
    int most = used[used.length - 1] - margins.zero();
    int together = together(most - least);
    int first = Math.floorDiv(least, together);
    long[] counts = new long[Math.floorDiv(most, together) - first + 1];
    for (int i : used) counts[Math.floorDiv(i - margins.zero(), together) - first] += fine[i];
    return new MarginHistogram(margins.width() * together, first, counts, isSample);
  }

  /** 1, 2, 5, 10, 20 ... so that a span is in at most about {@value #MOST_BINS} bins. */
  private static int together(int span) {
    for (int power = 1; ; power *= 10) {
      for (int digit : new int[] {1, 2, 5}) {
        if (span / (digit * power) < MOST_BINS) return digit * power;
      }
    }
  }

  long total() {
    return Arrays.stream(counts).sum();
  }

  /** Those of margins below zero. */
  long wrong() {
    return Arrays.stream(counts, 0, Math.min(counts.length, Math.max(0, -first))).sum();
  }
}

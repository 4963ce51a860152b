// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.exhaustion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.assay.checker.claim.TokenWeights;
import org.assay.checker.margin.InputClass;
import org.assay.checker.margin.QueryWeights;
import org.assay.checker.margin.Rows;
import org.assay.checker.rule.exhaustion.Exhaustion.Decided;
import org.junit.jupiter.api.Test;

/** Lemma L-05, Prefixes: deciding prefixes at once counts what visiting every input counts. */
class ExhaustionTest {
  /** Rows of small integers, by place, and how many were asked for. */
  private record Table(long[][][] entries, AtomicLong made) implements Rows<long[]> {
    @Override
    public int weightBits() {
      return 63;
    }

    @Override
    public long[] row(Place place, QueryWeights weights) {
      made.incrementAndGet();
      return entries[place.i()][place.t()];
    }

    @Override
    public long[] sum(long[] a, long[] b) {
      return combine(a, b, (x, y) -> x + y);
    }

    @Override
    public long[] max(long[] a, long[] b) {
      return combine(a, b, Math::max);
    }

    @Override
    public boolean sumIsNegative(long[] a, long[] b) {
      return isNegative(sum(a, b));
    }

    @Override
    public boolean isNegative(long[] row) {
      return Arrays.stream(row).allMatch(entry -> entry < 0);
    }

    private static long[] combine(
        long[] a, long[] b, java.util.function.LongBinaryOperator operator) {
      long[] result = new long[a.length];
      Arrays.setAll(result, o -> operator.applyAsLong(a[o], b[o]));
      return result;
    }
  }

  private static Table table(Random random, int positions, int tokens) {
    int spread = random.nextInt(1, 6);
    int shift = random.nextInt(-3, 2);
    long[][][] entries = new long[positions][tokens][3];
    for (long[][] position : entries) {
      for (long[] row : position) {
        Arrays.setAll(row, o -> random.nextInt(-spread, spread + 1) + shift);
      }
    }
    return new Table(entries, new AtomicLong());
  }

  private static long enumerate(Table table, InputClass inputs, int i, long[] sum, boolean seen) {
    if (i == inputs.last()) {
      return seen && table.isNegative(sum) ? 1 : 0;
    }
    long count = 0;
    for (int t = 0; t <= inputs.m(); t++) {
      long[] next = table.sum(sum, table.entries[i][t]);
      count += enumerate(table, inputs, i + 1, next, seen || t == inputs.m());
    }
    return count;
  }

  @Test
  void prefixesDecidedAtOnceCountLikeEveryInputVisited() {
    Random random = new Random(9);
    long correct = 0;
    for (int trial = 0; trial < 2000; trial++) {
      int last = random.nextInt(5);
      int m = random.nextInt(4);
      InputClass inputs = new InputClass(random.nextInt(m + 1), m, last);
      Table table = table(random, last + 1, m + 1);
      long want = enumerate(table, inputs, 0, table.entries[last][inputs.q()], inputs.q() == m);
      Decided decided = Exhaustion.count(table, null, inputs, TokenWeights.UNIFORM);
      assertEquals(want, decided.correct().longValueExact(), "trial " + trial + ": " + inputs);
      assertEquals(1 + (long) last * (m + 1), table.made.get());
      correct += want;
    }
    assertTrue(correct > 5000, "inputs proved in all trials: " + correct);
  }

  @Test
  void completionsAreThoseThatHoldTheMaximum() {
    InputClass inputs = new InputClass(0, 3, 5);
    assertEquals(64, inputs.completions(3, true));
    assertEquals(64 - 27, inputs.completions(3, false));
    assertEquals(1, inputs.completions(0, true));
    assertEquals(0, inputs.completions(0, false));
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.counting;

import static org.assay.checker.verdict.RejectCode.HINT_RANGE;

import org.assay.checker.exact.Lemma;
import org.assay.checker.hint.Bits;
import org.assay.checker.verdict.Rejection;

/**
 * A hint: a partition of the queries 0..vocab - 1 into classes, numbered in the order of their
 * first queries. Spelled as one number of twelve bits per query.
 */
@Lemma("R-03")
public final class QueryClasses {
  static final int BITS = 12;

  private final int[] classes; // [query]
  private final int count;

  private QueryClasses(int[] classes, int count) {
    this.classes = classes;
    this.count = count;
  }

  /**
   * @throws Rejection HINT_RANGE if there are not just that many bits, or if a number is above the
   *     next new one
   */
  public static QueryClasses of(int vocab, Bits bits) throws Rejection {
    bits.requireLength((long) BITS * vocab); // R-03 (c)
    int[] classes = new int[vocab];
    int count = 0;
    for (int q = 0; q < vocab; q++) {
      classes[q] = (int) bits.number(BITS);
      Rejection.require( // R-03 (c)
          classes[q] <= count,
          HINT_RANGE,
          "classes: query %d: got class %d, want 0 to %d",
          q,
          classes[q],
          count);
      count = Math.max(count, classes[q] + 1);
    }
    return new QueryClasses(classes, count);
  }

  int count() {
    return count;
  }

  boolean contains(int number, int q) {
    return classes[q] == number;
  }

  /** The first query of a class. */
  int first(int number) {
    int q = 0;
    while (classes[q] != number) {
      q++;
    }
    return q;
  }

  /** Pairs of a class and a maximum that is not below all of its queries. */
  public int pairs() {
    int pairs = 0;
    for (int number = 0; number < count; number++) {
      pairs += classes.length - first(number);
    }
    return pairs;
  }

  /**
   * Reads a cover with levels: a cut for each of the pairs, by class, then by maximum.
   *
   * @throws Rejection HINT_RANGE as {@code Cover.of}
   */
  public Cover cover(Bits bits) throws Rejection {
    return Cover.withLevels(classes.length, pairs(), bits);
  }
}

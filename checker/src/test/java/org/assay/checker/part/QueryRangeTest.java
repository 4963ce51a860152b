// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.part;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigInteger;
import java.util.List;
import org.assay.checker.verdict.RejectCode;
import org.assay.checker.verdict.Rejection;
import org.junit.jupiter.api.Test;

/** Lemma L-99 (e): a range of queries is limited by how many it has, not by where it is. */
class QueryRangeTest {
  private static void assertDeclined(QueryRange range, int v, int k) {
    Rejection why = assertThrows(Rejection.class, () -> range.requireLimits(v, k));
    assertEquals(RejectCode.LIMIT_EXCEEDED, why.code());
  }

  /** With v = 300 and K = 4 a query has 300^2 (300^2 + 32 300 + 256), 9.0e9 of 1.4e11. */
  @Test
  void fifteenQueriesAreWithinTheLimitWhereverTheyAre() {
    QueryRange range = new QueryRange(300);
    for (int from : new int[] {0, 1, 150, 285}) {
      range.restrict(new Range(from, from + 15));
      assertDoesNotThrow(() -> range.requireLimits(300, 4), "from " + from);
    }
    range.restrict(new Range(0, 16));
    assertDeclined(range, 300, 4);
    range.restrict(new Range(0, 0));
    assertDoesNotThrow(() -> range.requireLimits(362, 2));
    assertDeclined(range, 363, 2); // 2 v^4 > 2^35
    assertEquals("brute-force", range.name());
  }

  @Test
  void aShareIsThatOfTheWeightsOfItsQueries() {
    QueryRange range = new QueryRange(4);
    BigInteger total = BigInteger.valueOf(64);
    range.restrict(new Range(1, 3));
    assertEquals(BigInteger.valueOf(32), range.share(total, List.of()));
    List<Integer> weights = List.of(1, 0, 5, 2);
    BigInteger weighed = BigInteger.valueOf(512);
    assertEquals(BigInteger.valueOf(320), range.share(weighed, weights));
    range.restrict(new Range(3, 3));
    assertEquals(BigInteger.ZERO, range.share(weighed, weights));
  }
}

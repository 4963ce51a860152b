// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy.counting;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Against all cuts along all features, one by one. */
class QueryCutTest {
  private final Random random = new Random(Long.getLong("seed", 7));

  @Test
  void anOutlierIsCutOffAlone() {
    double[][] features = {{0, 1}, {0.1, 1.1}, {9, 1}, {0.2, 0.9}, {0.1, 1}};
    QueryCut cut = QueryCut.best(features, new int[] {0, 1, 2, 3, 4});
    assertEquals(2, cut.halves().size());
    assertArrayEquals(new int[] {2}, cut.halves().get(1));
    assertEquals(5 * 9.2 - 4 * (0.2 + 0.2), cut.gain(), 1e-12);
    QueryCut rest = cut.best(cut.halves().get(0));
    assertEquals(4, rest.halves().stream().mapToInt(half -> half.length).sum());
    assertEquals(-1, cut.best(new int[] {3}).gain());
  }

  @Test
  void noOtherCutGainsMore() {
    for (int trial = 0; trial < 200; trial++) {
      int n = 2 + random.nextInt(7);
      double[][] features = new double[n][1 + random.nextInt(3)];
      for (double[] row : features) Arrays.setAll(row, f -> random.nextInt(5));
      int[] all = IntStream.range(0, n).toArray();
      QueryCut cut = QueryCut.best(features, all);
      double best = -1;
      for (int axis = 0; axis < features[0].length; axis++) {
        for (double place = 0; place < 4; place++) {
          int f = axis;
          double at = place;
          int[] low = Arrays.stream(all).filter(q -> features[q][f] <= at).toArray();
          int[] high = Arrays.stream(all).filter(q -> features[q][f] > at).toArray();
          if (low.length == 0 || high.length == 0) continue;
          double gain = cost(features, all) - cost(features, low) - cost(features, high);
          best = Math.max(best, gain);
        }
      }
      double gain = cost(features, all);
      for (int[] half : cut.halves()) gain -= cost(features, half);
      assertEquals(gain, cut.gain(), 1e-9);
      assertEquals(Math.max(best, gain), gain, 1e-9, "trial " + trial);
      int[] again = cut.halves().stream().flatMapToInt(Arrays::stream).sorted().toArray();
      assertArrayEquals(all, again);
    }
  }

  private static double cost(double[][] features, int[] queries) {
    double apart = 0;
    for (int f = 0; f < features[0].length; f++) {
      int at = f;
      double most = Arrays.stream(queries).mapToDouble(q -> features[q][at]).max().orElseThrow();
      double least = Arrays.stream(queries).mapToDouble(q -> features[q][at]).min().orElseThrow();
      apart += most - least;
    }
    return queries.length * apart;
  }
}

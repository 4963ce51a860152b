// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy.halfspaces;

/** What it costs that a position holds the maximum, or a second token, in place of its best. */
final class Dearer {
  private final int[][] numbers; // by position: of the best token, the maximum, the second token
  private final double[] maximum;
  private final double[] second;

  Dearer(int positions) {
    this.numbers = new int[positions][];
    this.maximum = new double[positions];
    this.second = new double[positions];
  }

  void set(int position, int[] three, double ofMaximum, double ofSecond) {
    numbers[position] = three;
    maximum[position] = ofMaximum;
    second[position] = ofSecond;
  }

  /**
   * The cheapest changes after which there is what is needed, each a position, the number there and
   * the new one.
   */
  int[][] least(boolean needsMaximum, boolean needsSecond) {
    int first = -1;
    int other = -1;
    double price = Double.POSITIVE_INFINITY;
    for (int i = 0; i < numbers.length && needsMaximum; i++) {
      int j = needsSecond ? cheapest(second, i) : i;
      double sum = maximum[i] + (needsSecond && j >= 0 ? second[j] : 0);
      if (j >= 0 && sum < price) {
        price = sum;
        first = i;
        other = j;
      }
    }
    if (!needsMaximum && needsSecond) other = cheapest(second, -1);
    int[] toMaximum = first < 0 ? null : new int[] {first, numbers[first][0], numbers[first][1]};
    int[] toSecond =
        !needsSecond || other < 0 ? null : new int[] {other, numbers[other][0], numbers[other][2]};
    return java.util.stream.Stream.of(toMaximum, toSecond)
        .filter(change -> change != null)
        .toArray(int[][]::new);
  }

  private static int cheapest(double[] prices, int but) {
    int best = -1;
    for (int j = 0; j < prices.length; j++) {
      if (j != but && (best < 0 || prices[j] < prices[best])) best = j;
    }
    return best;
  }
}

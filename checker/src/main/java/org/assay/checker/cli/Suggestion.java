// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.cli;

import java.util.Collection;
import java.util.Comparator;

/** What a mistyped word may have meant. */
final class Suggestion {
  private Suggestion() {}

  /** {@code , did you mean X?} for the nearest word, or nothing if none is near. */
  static String of(String word, Collection<String> known) {
    return known.stream()
        .filter(one -> word.length() > 3)
        .filter(one -> one.startsWith(word) || distance(word, one) <= 1 + word.length() / 5)
        .min(Comparator.comparingInt(one -> distance(word, one)))
        .map(one -> ", did you mean " + one + "?")
        .orElse("");
  }

  /** Letters added, left out, changed, or exchanged with their neighbour. */
  static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
        } else {
          int changed = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
          d[i][j] = Math.min(d[i - 1][j - 1] + changed, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
          if (i > 1
              && j > 1
              && a.charAt(i - 1) == b.charAt(j - 2)
              && a.charAt(i - 2) == b.charAt(j - 1)) {
            d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
          }
        }
      }
    }
    return d[a.length()][b.length()];
  }
}

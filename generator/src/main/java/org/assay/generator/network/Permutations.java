// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.network;

import java.util.ArrayList;
import java.util.List;

/** Permutations of 0 to n - 1, numbered in the lexicographic order of their values. */
final class Permutations {
  private Permutations() {}

  static int count(int n) {
    int count = 1;
    for (int i = 2; i <= n; i++) count *= i;
    return count;
  }

  /** The number of x -> p(q(x)), of the permutations with numbers p and q. */
  static int composed(int n, int p, int q) {
    int[] outer = values(n, p);
    int[] inner = values(n, q);
    int[] both = new int[n];
    for (int x = 0; x < n; x++) both[x] = outer[inner[x]];
    return number(both);
  }

  private static int[] values(int n, int number) {
    List<Integer> left = new ArrayList<>();
    for (int i = 0; i < n; i++) left.add(i);
    int[] values = new int[n];
    int rest = number;
    for (int i = 0; i < n; i++) {
      int block = count(n - 1 - i);
      values[i] = left.remove(rest / block);
      rest %= block;
    }
    return values;
  }

  private static int number(int[] values) {
    int number = 0;
    for (int i = 0; i < values.length; i++) {
      int smaller = 0;
      for (int j = i + 1; j < values.length; j++) if (values[j] < values[i]) smaller++;
      number += smaller * count(values.length - 1 - i);
    }
    return number;
  }
}

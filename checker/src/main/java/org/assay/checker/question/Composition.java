// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.question;

import java.util.Arrays;
import java.util.stream.IntStream;

/** The composition of two permutations of {0, ..., n-1}, numbered lexicographically. */
record Composition(int n, boolean rightFirst) implements Task {
  private static final int MOST = 8;

  @Override
  public boolean fits(int free) {
    return n >= 1 && n <= MOST && free == 2;
  }

  @Override
  public boolean admits(int token) {
    return token < IntStream.rangeClosed(1, n).reduce(1, (a, b) -> a * b);
  }

  @Override
  public int right(int[] tokens, long index) {
    int[] outer = permutation(tokens[rightFirst ? 0 : 1]);
    int[] inner = permutation(tokens[rightFirst ? 1 : 0]);
    return number(Arrays.stream(inner).map(image -> outer[image]).toArray());
  }

  /** Digits in the factorial number system: how many smaller ones are left at each place. */
  private int[] permutation(int number) {
    int[] digits = new int[n];
    int rest = number;
    for (int base = 1; base <= n; base++) {
      digits[n - base] = rest % base;
      rest /= base;
    }
    boolean[] used = new boolean[n];
    for (int place = 0; place < n; place++) {
      int[] left = IntStream.range(0, n).filter(image -> !used[image]).toArray();
      digits[place] = left[digits[place]];
      used[digits[place]] = true;
    }
    return digits;
  }

  private int number(int[] permutation) {
    int number = 0;
    for (int place = 0; place < n; place++) {
      int at = place;
      int smaller =
          (int) Arrays.stream(permutation, place, n).filter(one -> one < permutation[at]).count();
      number = number * (n - place) + smaller;
    }
    return number;
  }

  @Override
  public String words() {
    return "the composition of two permutations of "
        + n
        + " ("
        + (rightFirst ? "the second" : "the first")
        + " applied first)";
  }
}

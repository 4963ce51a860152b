// SPDX-License-Identifier: Apache-2.0
package org.assay.training;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.Arrays;
import java.util.stream.IntStream;

/** The tasks of the archived networks, once more from {@code spec/tasks.md}. */
final class RightOutput {
  private RightOutput() {}

  /** The right output for an input; -1 where the task says nothing. */
  static int of(JsonObject claim, int[] input) {
    JsonArray positions = claim.getAsJsonObject("inputs").getAsJsonArray("positions");
    int[] free =
        IntStream.range(0, input.length)
            .filter(i -> !positions.get(i).getAsJsonObject().has("token"))
            .map(i -> input[i])
            .toArray();
    JsonObject task = claim.getAsJsonObject("task");
    return switch (task.get("name").getAsString()) {
      case "max" -> Arrays.stream(free).max().getAsInt();
      case "nth-largest" -> Arrays.stream(free).sorted().toArray()[free.length - number(task, "n")];
      case "sum-mod" -> Arrays.stream(free).sum() % number(task, "modulus");
      case "balanced" -> balanced(task, free);
      case "compose" -> composed(number(task, "n"), free[0], free[1]); // right-first
      case "repeat" -> follower(free);
      case "distinct-repeat" -> isDistinct(free) ? follower(free) : -1;
      default -> throw new AssertionError(task.toString());
    };
  }

  private static int number(JsonObject task, String name) {
    return task.get(name).getAsInt();
  }

  private static int balanced(JsonObject task, int[] brackets) {
    int depth = 0;
    int least = 0;
    for (int bracket : brackets) {
      depth += bracket == number(task, "open") ? 1 : -1;
      least = Math.min(least, depth);
    }
    return number(task, depth == 0 && least == 0 ? "valid" : "invalid");
  }

  private static int composed(int n, int a, int b) {
    int[] first = permutation(n, b);
    int[] second = permutation(n, a);
    return rank(Arrays.stream(first).map(x -> second[x]).toArray());
  }

  /** The one with this number among all, by trying them in order. */
  private static int[] permutation(int n, int number) {
    int[] digits = new int[n];
    int rest = number;
    for (int i = n - 1; i >= 0; i--) {
      digits[i] = rest % (n - i);
      rest /= n - i;
    }
    boolean[] used = new boolean[n];
    for (int i = 0; i < n; i++) {
      int skip = digits[i];
      int x = 0;
      while (used[x] || skip-- > 0) x++;
      digits[i] = x;
      used[x] = true;
    }
    return digits;
  }

  private static int rank(int[] p) {
    int rank = 0;
    for (int i = 0; i < p.length; i++) {
      int later = 0;
      for (int j = i + 1; j < p.length; j++) later += p[j] < p[i] ? 1 : 0;
      rank = rank * (p.length - i) + later;
    }
    return rank;
  }

  private static int follower(int[] tokens) {
    for (int j = tokens.length - 2; j >= 0; j--) {
      if (tokens[j] == tokens[tokens.length - 1]) return tokens[j + 1];
    }
    return -1;
  }

  private static boolean isDistinct(int[] tokens) {
    int last = tokens.length - 1;
    int[] before = Arrays.copyOf(tokens, last);
    return Arrays.stream(before).distinct().count() == last && before[last - 1] != tokens[last];
  }
}

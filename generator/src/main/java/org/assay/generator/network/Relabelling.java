// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.network;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * New numbers for tokens and outputs, by which a task is the maximum (spec L-77): those of fixed
 * tokens, of free ones, of other outputs.
 *
 * @param tokens what each number stands for as a token
 * @param outputs the same as an output; none for the first {@code fixed} ones
 * @param isAll whether every sequence of the numbers stands for an input
 */
public record Relabelling(
    Template inputs, int[] tokens, int[] outputs, int fixed, int free, boolean isAll) {
  /**
   * @param from the first output that competes
   * @param to the last one
   * @throws IllegalArgumentException naming the option, if there are no such numbers
   */
  public static Relabelling of(Inputs inputs, Task task, int from, int to) {
    if (!(inputs instanceof Template template)) {
      throw new IllegalArgumentException(
          "inputs: got " + inputs.words() + ", want ranges, or --strategy exhaustive");
    }
    List<Template.Position> free =
        template.positions().stream().filter(Template.Position::isFree).toList();
    int least = free.stream().mapToInt(Template.Position::from).min().orElseThrow();
    int most = free.stream().mapToInt(Template.Position::to).max().orElseThrow();
    if (from > least || most > to || to - from >= 4096) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "outputs: got %d..%d, want the tokens %d..%d among them, and at most 4096, or --strategy"
                  + " exhaustive",
              from,
              to,
              least,
              most));
    }
    boolean isMax = isMax(task, free.size());
    int[] fixed =
        template.positions().stream()
            .filter(place -> !place.isFree())
            .mapToInt(Template.Position::from)
            .distinct()
            .sorted()
            .toArray();
    int[] order =
        IntStream.rangeClosed(0, most - least).map(j -> isMax ? least + j : most - j).toArray();
    int[] others = IntStream.rangeClosed(from, to).filter(o -> o < least || o > most).toArray();
    int[] unused = IntStream.of(others).map(o -> order[0]).toArray();
    boolean isAll = others.length == 0 && template.positions().stream().distinct().count() == 1;
    int[] tokens = joined(fixed, order, unused);
    return new Relabelling(
        template, tokens, joined(order, others), fixed.length, order.length, isAll);
  }

  private static boolean isMax(Task task, int free) {
    JsonNode json = task.json();
    String name = json.path("name").asText();
    int n = name.equals("min") ? free : json.path("n").asInt(1);
    if (!name.matches("max|min|nth-largest") || n != 1 && n != free) {
      throw new IllegalArgumentException(
          "task: got " + task.words() + ", want max or min, or --strategy exhaustive");
    }
    return n == 1 && !(free > 1 && name.equals("min"));
  }

  private static int[] joined(int[]... parts) {
    return Arrays.stream(parts).flatMapToInt(Arrays::stream).toArray();
  }

  /** How many inputs have tokens up to a number at all free positions. */
  private BigInteger upTo(int number) {
    BigInteger product = BigInteger.ONE;
    for (Template.Position place : inputs.positions()) {
      long count =
          IntStream.rangeClosed(fixed, number)
              .filter(j -> place.from() <= tokens[j] && tokens[j] <= place.to())
              .count();
      if (place.isFree()) product = product.multiply(BigInteger.valueOf(count));
    }
    return product;
  }

  /** On how many inputs the output of a number is the right one. */
  public BigInteger rightOn(int number) {
    return upTo(number).subtract(upTo(number - 1));
  }
}

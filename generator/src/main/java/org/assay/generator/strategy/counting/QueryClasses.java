// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy.counting;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.assay.generator.strategy.PackedBits;

/**
 * A partition of the queries (hint {@code classes} of spec F-11): queries that attend alike. The
 * part is cut next that gains most by it.
 *
 * @param parts the queries of each class, sorted; the classes in the order of their first queries
 */
record QueryClasses(List<int[]> parts) {
  private static final int BITS = 12;
  private static final int STRIDE = 4;

  static QueryClasses of(PotentialTables tables, int count) {
    QueryCut whole = QueryCut.best(tables, IntStream.range(0, tables.vocab()).toArray());
    List<QueryCut> cuts = new ArrayList<>(List.of(whole));
    while (cuts.size() < count) {
      QueryCut widest = Collections.max(cuts, Comparator.comparingDouble(QueryCut::gain));
      cuts.remove(widest);
      for (int[] half : widest.halves()) cuts.add(widest.best(half));
    }
    return new QueryClasses(
        cuts.stream()
            .map(QueryCut::sorted)
            .sorted(Comparator.comparingInt(part -> part[0]))
            .toList());
  }

  int count() {
    return parts.size();
  }

  /** The queries of a class that are not above m. */
  int[] upTo(int number, int m) {
    return Arrays.stream(parts.get(number)).takeWhile(q -> q <= m).toArray();
  }

  /** Pairs of a class and a maximum that is not below all of its queries. */
  int pairs(int vocab) {
    return parts.stream().mapToInt(part -> vocab - part[0]).sum();
  }

  /** What the checker spends on the bounds and weights of all classes. */
  long operations(int k, int vocab) {
    long perQuery = 3L * k + 1;
    for (int stride = 1; stride <= STRIDE; stride++) perQuery += 3L * Math.max(0, vocab - stride);
    long operations = vocab * perQuery;
    for (int number = 0; number < count(); number++) {
      for (int m = parts.get(number)[0]; m < vocab; m++) {
        operations += 4L * m + PotentialWeights.operations(k - 1, m, upTo(number, m).length);
      }
    }
    return operations;
  }

  /** As JSON spells it. */
  String json(int vocab) {
    int[] classes = new int[vocab];
    for (int number = 0; number < count(); number++) {
      for (int q : parts.get(number)) classes[q] = number;
    }
    PackedBits bits = new PackedBits();
    for (int number : classes) bits.add(number, BITS);
    return "\"" + bits + "\"";
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** Means of certificates by half-spaces over the models that differ in nothing but their seed. */
final class Families {
  private static final int PERCENT = 100;

  private Families() {}

  /** What models of a family have in common. */
  private record Family(int k, int vocab, int headCount, int mlp, String norm) {
    private static final Comparator<Family> ORDER =
        Comparator.comparingInt(Family::k)
            .thenComparingInt(Family::vocab)
            .thenComparing(Family::norm, Comparator.comparing(norm -> norm.length()))
            .thenComparingInt(Family::mlp)
            .thenComparingInt(Family::headCount);

    private static Family of(FamilyRow row) {
      return new Family(row.k(), row.vocab(), row.headCount(), row.mlp(), row.norm());
    }
  }

  /** A line of the table for each family. */
  static List<Map<String, Object>> cells(List<FamilyRow> rows) {
    Map<Family, List<FamilyRow>> families = new TreeMap<>(Family.ORDER);
    rows.forEach(row -> families.computeIfAbsent(Family.of(row), f -> new ArrayList<>()).add(row));
    List<Map<String, Object>> lines = new ArrayList<>();
    families.forEach((family, own) -> lines.add(cells(family, own)));
    return lines;
  }

  private static Map<String, Object> cells(Family family, List<FamilyRow> rows) {
    Map<String, Object> cells = new HashMap<>();
    cells.put("k", family.k);
    cells.put("vocab", family.vocab);
    cells.put("headCount", family.headCount);
    cells.put("mlp", family.mlp == 0 ? "none" : "" + family.mlp);
    cells.put("norm", family.norm);
    cells.put("seeds", rows.size());
    double unproved = mean(rows, FamilyRow::unproved);
    double wrong = mean(rows, FamilyRow::wrong);
    cells.put("proved", Numbers.digits(1 - unproved, 7));
    cells.put("right", Numbers.digits(1 - wrong, 7));
    long draws = rows.stream().mapToLong(FamilyRow::draws).max().orElseThrow();
    cells.put("looked", draws == 0 ? "all inputs" : String.format(Locale.ROOT, "%,d draws", draws));
    cells.put("gap", percent(unproved - wrong));
    cells.put("lines", percent(mean(rows, FamilyRow::lines)));
    cells.put("deviations", percent(mean(rows, FamilyRow::deviations)));
    cells.put("heads", percent(mean(rows, FamilyRow::heads)));
    cells.put("blocks", percent(mean(rows, FamilyRow::blocks)));
    cells.put("bins", percent(mean(rows, FamilyRow::bins)));
    double millis = mean(rows, row -> Double.parseDouble(row.checkMillis()));
    cells.put("seconds", Numbers.digits(millis / 1000, 1));
    return cells;
  }

  private static double mean(List<FamilyRow> rows, ToDoubleFunction<FamilyRow> of) {
    return rows.stream().mapToDouble(of).average().orElseThrow();
  }

  private static String percent(double share) {
    return Numbers.digits(PERCENT * share, 5);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.report;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which share of what is true random claims and hints proved, as theorems.py counts it. */
final class Theorems {
  private static final String FILE = "theorems.csv";

  private Theorems() {}

  /**
   * How often a strategy proved so much: nothing, a share of so many tenths or more, all.
   *
   * @param nothing executions of a checker; likewise all others
   */
  @JsonPropertyOrder({
    "strategy",
    "nothing",
    "from0",
    "from1",
    "from2",
    "from3",
    "from4",
    "from5",
    "from6",
    "from7",
    "from8",
    "from9",
    "all"
  })
  public record Row(
      String strategy,
      long nothing,
      long from0,
      long from1,
      long from2,
      long from3,
      long from4,
      long from5,
      long from6,
      long from7,
      long from8,
      long from9,
      long all) {
    private List<Long> counts() {
      return List.of(
          nothing, from0, from1, from2, from3, from4, from5, from6, from7, from8, from9, all);
    }

    long executions() {
      return counts().stream().mapToLong(Long::longValue).sum();
    }

    /** Each count as text, and half its percentage of the row, for how dark its cell is. */
    Map<String, Object> cells() {
      List<Map<String, Object>> cells =
          counts().stream()
              .map(
                  count ->
                      Map.<String, Object>of(
                          "count", Numbers.thousands(count), "dark", 50 * count / executions()))
              .toList();
      Map<String, Object> row = new HashMap<>();
      row.put("strategy", strategy);
      row.put("cells", cells);
      row.put(
          "line",
          Stream.concat(
                  Stream.of(strategy), cells.stream().map(cell -> cell.get("count").toString()))
              .collect(Collectors.joining(" | ", "| ", " |")));
      return row;
    }
  }

  /**
   * What lies in a folder, if it does.
   *
   * @throws IOException naming the file, if it is not what it should be
   */
  static List<Row> in(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    if (!Files.exists(file)) return List.of();
    List<Row> rows = new RowFile<>(Row.class).read(file);
    for (Row row : rows) {
      if (row.counts().stream().anyMatch(count -> count < 0) || row.executions() == 0) {
        throw new IOException("results " + file + ": want counts, not all 0, of " + row.strategy);
      }
    }
    return rows;
  }
}

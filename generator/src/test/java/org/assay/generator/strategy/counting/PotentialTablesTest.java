// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy.counting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.assay.generator.model.Model;
import org.assay.generator.model.ModelFiles;
import org.assay.generator.strategy.Margin;
import org.assay.generator.strategy.margin.Circuits;
import org.junit.jupiter.api.Test;

/** What is moved between the tables: nothing of a logit is lost. */
class PotentialTablesTest {
  private final Random random = new Random(Long.getLong("seed", 5));

  @Test
  void whatAllQueriesShareIsMovedToTheTokens() throws Exception {
    int[] sizes = {3, 7, 4, 3};
    Map<String, double[]> tensors = ModelFiles.tensors(sizes, random::nextGaussian);
    Arrays.fill(tensors.get("pos_embed.W_pos"), 0); // nothing is moved from positions
    Model model = ModelFiles.parse(ModelFiles.file(sizes, tensors));
    PotentialTables tables = PotentialTables.of(model, Margin.parse("0"), PotentialOptions.EXACT);
    long largest = 0;
    for (int o = 0; o < 7; o++) {
      int at = o;
      long sum = Arrays.stream(tables.direct()).mapToLong(row -> row[at]).sum();
      assertTrue(Math.abs(sum) <= 7 * 7, o + ": " + sum); // a rounding for each query
      largest = Math.max(largest, Math.abs(tables.direct()[0][o]));
    }
    assertTrue(largest > 1L << 30, "queries differ: " + largest);
    Circuits circuits = Circuits.of(model);
    for (int o = 1; o < 7; o++) {
      double want =
          lead(circuits.direct().floors(40), 2, o) + lead(circuits.tokenValues().floors(40), 5, o);
      double got = lead(tables.direct(), 2, o) + lead(tables.tokens(), 5, o);
      double unit = got / want;
      assertEquals(1, unit / unitOf(circuits, tables), 1e-6);
    }
  }

  /** How many units of the tables are one of 2^-40. */
  private static double unitOf(Circuits circuits, PotentialTables tables) {
    double want = (double) circuits.direct().floors(40)[3][2] - circuits.direct().floors(40)[4][2];
    return (tables.direct()[3][2] - tables.direct()[4][2]) / want;
  }

  private static double lead(long[][] table, int row, int o) {
    return (double) table[row][o] - table[row][0];
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.assay.checker.circuit.Circuits;
import org.assay.checker.circuit.Weights;
import org.assay.checker.claim.Demand;
import org.assay.checker.claim.Premises;
import org.assay.checker.exact.Rational;
import org.assay.checker.hint.Bits;
import org.assay.checker.margin.MarginParts;
import org.assay.checker.model.ModelFile;
import org.assay.checker.rule.cells.CellList;
import org.assay.checker.rule.cells.CellLists;
import org.assay.checker.rule.cells.Cubic;
import org.assay.checker.rule.cells.CubicRetest;
import org.assay.checker.rule.counting.Cover;
import org.assay.checker.rule.counting.PotentialCounting;
import org.assay.checker.rule.counting.PotentialOptions;
import org.assay.checker.rule.counting.QueryClasses;
import org.assay.checker.rule.gaps.GapCellsTest;
import org.assay.checker.rule.gaps.GapSearch;
import org.assay.checker.rule.gaps.Gaps;
import org.assay.checker.rule.gaps.Handling;
import org.assay.checker.rule.gaps.SubCubic;
import org.assay.checker.rule.gaps.SubCubicOptions;
import org.assay.checker.split.AttentionOption;
import org.assay.checker.split.DirectOption;
import org.assay.checker.split.Directions;
import org.assay.checker.verdict.Rejection;
import org.junit.jupiter.api.Test;

/**
 * What every strategy proves of the reference model trap-for-mean-plus-diff (v = 16, K = 4; 5770
 * inputs are right) and what it costs: fast enough to be run for every mutant.
 */
class TrapTest {
  private static final int V = 16;
  private static final int K = 4;

  private static Weights model() throws IOException, Rejection {
    Path file = Path.of("src/test/resources/models/trap-for-mean-plus-diff.safetensors");
    return ModelFile.parse(Files.readAllBytes(file));
  }

  /** Without the circuits: what is counted is worked out from the table of operations. */
  @Test
  void cubic() throws IOException, Rejection {
    Circuits circuits = Circuits.of(model());
    Demand demand = Demand.of(Rational.ZERO);
    BigInteger before = circuits.meter().operations();
    BigInteger proved = new Cubic().count(MarginParts.exact(circuits), demand);
    assertEquals(BigInteger.TEN, proved);
    long groups = 15 * 3 + 120 * 2;
    long cells = 15 * 16 * 17 / 3 * 2 + 15 * 16 / 2;
    long together = 135 * 15 * 5 + 2 * 4 * 15 * 15;
    long sums = 256 * (2 * 4 + 3 * 2 + 4 * 3);
    long tables = 2 * 256 + 64 + 4 * (256 + 64) + 1;
    long apart = 2 * 3 * 256 + 136 * 37 * 15;
    long want = tables + together + sums + groups * (18 + 5) + 14 * cells + apart;
    assertEquals(before.add(BigInteger.valueOf(want)), circuits.meter().operations());
    assertEquals(proved, new Cubic().count(Premises.exact(model()), Demand.of(Rational.ZERO)));
    CellList all = CellLists.of(IntStream.range(0, (int) cells).boxed().toList());
    CubicRetest retest = new CubicRetest(all);
    before = circuits.meter().operations();
    BigInteger retested = retest.count(MarginParts.exact(circuits), demand);
    assertEquals(BigInteger.valueOf(5770), retested);
    before = before.add(BigInteger.valueOf(want + 37 * 15 * cells));
    assertEquals(before, circuits.meter().operations());
    assertEquals(retested, retest.count(Premises.exact(model()), Demand.of(Rational.ZERO)));
  }

  private static void assertSubCubic(DirectOption direct, Handling handling, long count, long cost)
      throws IOException, Rejection {
    Weights weights = model();
    SubCubicOptions options = new SubCubicOptions(direct, handling, AttentionOption.EXACT);
    Gaps ones = GapSearch.gaps(V, K, (q, m, c) -> m == 0 ? 0 : 1);
    BigInteger proved =
        new SubCubic(options, ones, GapCellsTest.none(options, weights))
            .count(Premises.exact(weights), Demand.of(Rational.ZERO));
    assertEquals(
        count + " at " + cost, proved + " at " + weights.meter().operations(), options::toString);
  }

  /**
   * A handling by means differs from one by extremes in 5 instead of 2 for each line, of which
   * there are four sets for each m > 0, one for each cell and each set, and 2 for each of 2596
   * corners.
   */
  @Test
  void subCubic() throws IOException, Rejection {
    assertEquals(9769, (1 + 15 * 4) * (5 * 15 + 1) + 421 - 16 * 2 * 15 + 2 * 2596);
    assertSubCubic(DirectOption.MAX_DIFF_EXACT, Handling.MEAN_QUERY, 10, 334385);
    assertSubCubic(DirectOption.MAX_DIFF_EXACT, Handling.DROP_AVERAGE_QUERY, 1, 314847);
    assertSubCubic(DirectOption.MAX_DIFF_EXACT, Handling.ENVELOPE, 5770, 335502);
    assertSubCubic(DirectOption.GLOBAL_MAX_DIFF_EXACT, Handling.MEAN_QUERY, 0, 294838 + 9769);
    assertSubCubic(DirectOption.GLOBAL_MAX_DIFF_EXACT, Handling.DROP_AVERAGE_QUERY, 0, 294838);
    assertSubCubic(DirectOption.MEAN_QUERY, Handling.ENVELOPE, 5770, 298470);
    assertSubCubic(DirectOption.SVD_QUERY, Handling.ENVELOPE, 0, 284439);
    assertSubCubic(DirectOption.MAX_DIFF, Handling.ENVELOPE, 0, 284439);
  }

  private static void assertPotential(
      AttentionOption attention, Optional<DirectOption> direct, int classes, long count, long cost)
      throws IOException, Rejection {
    Weights weights = model();
    PotentialOptions options = new PotentialOptions(attention, direct, false);
    BitSet numbers = new BitSet();
    for (int q = 0; q < V; q++) {
      for (int b = 0; b < 4; b++) {
        numbers.set(12 * q + 11 - b, (q % classes >> b & 1) == 1);
      }
    }
    QueryClasses partition = QueryClasses.of(V, new Bits("classes", numbers, 12 * V));
    BitSet cuts = new BitSet();
    int bits = partition.pairs() * (V - 1 + 2 * V);
    cutAll(cuts, partition.pairs());
    Cover cover = partition.cover(new Bits("cover", cuts, bits));
    BigInteger[] entries = new BigInteger[Math.max(V, weights.dModel())];
    Arrays.setAll(entries, i -> BigInteger.valueOf(100L * i - 700));
    List<BigInteger[]> vectors =
        options.directionLengths(V, weights.dModel()).stream()
            .map(length -> Arrays.copyOf(entries, length))
            .toList();
    PotentialCounting rule =
        new PotentialCounting(options, new Directions(vectors), partition, 64, cover);
    BigInteger proved = rule.count(Premises.exact(weights), Demand.of(Rational.ZERO));
    assertEquals(
        count + " at " + cost, proved + " at " + weights.meter().operations(), options::toString);
  }

  /** Every output apart; bins of all levels. */
  private static void cutAll(BitSet bits, int cuts) {
    int next = 0;
    for (int cut = 0; cut < cuts; cut++) {
      next = cut(V, next, bits);
    }
  }

  private static int cut(int outputs, int next, BitSet bits) {
    if (outputs == 1) {
      bits.set(next, next % 5 == 0);
      bits.set(next + 1, next % 7 == 0);
      return next + 2;
    }
    bits.set(next);
    return cut(outputs - outputs / 2, cut(outputs / 2, next + 1, bits), bits);
  }

  @Test
  void potentialCounting() throws IOException, Rejection {
    Optional<DirectOption> exact = Optional.empty();
    assertPotential(AttentionOption.EXACT, exact, 16, 5770, 920182);
    assertPotential(AttentionOption.EXACT, exact, 4, 5770, 517558);
    assertPotential(AttentionOption.EXACT, exact, 1, 10, 344932);
    Optional<DirectOption> mean = Optional.of(DirectOption.MEAN_QUERY);
    assertPotential(AttentionOption.EXACT, mean, 4, 5770, 504886);
    Optional<DirectOption> direction = Optional.of(DirectOption.SVD_QUERY);
    assertPotential(AttentionOption.MAX_DIFF_EXACT, direction, 4, 0, 523220);
  }
}

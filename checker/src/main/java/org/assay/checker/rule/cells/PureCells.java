// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.cells;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.assay.checker.circuit.Circuits;
import org.assay.checker.exact.Lemma;
import org.assay.checker.exact.Meter;
import org.assay.checker.exact.Rational;
import org.assay.checker.margin.AttentionWeights;
import org.assay.checker.margin.LogitTables;

/**
 * Lemmas L-20 and L-23. Decides the cells (q, m, n, k): inputs with query q and maximum m of which
 * n positions before the query hold the one token k < m, and the others m. Every mixture of tokens
 * whose cells are certain is right.
 *
 * <p>Cost: O(v^3 k + v^2 k log k), and O(v) per cell that is listed for another test.
 */
@Lemma({"L-20", "L-23", "L-48"})
final class PureCells {
  private final Circuits circuits;
  private final AttentionWeights weights;
  private final TogetherTerms together;
  private final ApartTerms apart;
  private final Cells cells;
  private final CellList again;
  private final Meter meter;

  /** {@code again}: the cells to test with the outputs apart if they are not certain together. */
  PureCells(Circuits circuits, Rational margin, CellList again, Meter meter) {
    LogitTables tables = LogitTables.of(circuits, margin, meter);
    this.circuits = circuits;
    this.weights = AttentionWeights.of(circuits, meter);
    this.together = new TogetherTerms(tables, meter);
    this.apart = new ApartTerms(tables);
    this.cells = new Cells(circuits.vocab(), tables.last());
    this.again = again;
    this.meter = meter;
    meter.add(operations());
  }

  /** The number of inputs in cells that are certain, or mixed of such. */
  BigInteger count() {
    return counts(List.of(new long[cells.vocab()])).get(0);
  }

  /**
   * The same, once for each row of raises: what is added to the margin for each query, [query], in
   * units of the tables (lemma L-48). Requires: no row is above the next.
   */
  List<BigInteger> counts(List<long[]> raises) {
    meter.add(raises.size() * operationsOfACount());
    return IntStream.range(0, cells.vocab())
        .parallel()
        .mapToObj(q -> counts(q, raises.stream().mapToLong(ofQueries -> ofQueries[q]).toArray()))
        .reduce(PureCells::sums)
        .map(List::of)
        .orElseThrow();
  }

  private static BigInteger[] sums(BigInteger[] a, BigInteger[] b) {
    BigInteger[] sums = new BigInteger[a.length];
    Arrays.setAll(sums, i -> a[i].add(b[i]));
    return sums;
  }

  private BigInteger[] counts(int q, long[] raises) {
    PositionSums sums = new PositionSums(circuits, weights, q);
    BigInteger[] counts = new BigInteger[raises.length];
    Arrays.fill(counts, BigInteger.ZERO);
    for (int m = q; m < cells.vocab(); m++) {
      sums.admit(m);
      counts = sums(counts, counts(q, m, raises, sums));
    }
    return counts;
  }

  /** The inputs of a query and a maximum. */
  private BigInteger[] counts(int q, int m, long[] raises, PositionSums sums) {
    BigInteger[] counts = new BigInteger[raises.length];
    Arrays.setAll(counts, r -> withoutOthers(new Group(q, m, 0, raises[r]), sums));
    BigInteger choices = BigInteger.ONE; // of n positions before the query
    for (int n = 1; n <= cells.mostOthers(q, m); n++) {
      choices = choices.multiply(BigInteger.valueOf(cells.last() - n + 1));
      choices = choices.divide(BigInteger.valueOf(n));
      BitSet certain = new BitSet(m);
      for (int r = raises.length - 1; r >= 0; r--) { // certain with a raise: so without
        addCertain(new Group(q, m, n, raises[r]), sums, certain);
        BigInteger mixtures = BigInteger.valueOf(certain.cardinality()).pow(n); // L-20 (a)
        counts[r] = counts[r].add(choices.multiply(mixtures));
      }
    }
    return counts;
  }

  /** The one input whose positions before the query all hold m: is it there, and certain? */
  private BigInteger withoutOthers(Group none, PositionSums sums) {
    boolean exists = none.q == none.m || cells.last() > 0;
    boolean certain = exists && apart.isCertain(none.cell(0), sums);
    return certain ? BigInteger.ONE : BigInteger.ZERO;
  }

  /** The cells that differ in k only, and what their margin is raised by. */
  record Group(int q, int m, int n, long raise) {
    private ApartTerms.Cell cell(int k) {
      return new ApartTerms.Cell(q, m, n, k, raise);
    }
  }

  /** The k of a group's cells that are certain. */
  BitSet certain(Group group, PositionSums sums) {
    BitSet certain = new BitSet(group.m);
    addCertain(group, sums, certain);
    return certain;
  }

  private void addCertain(Group group, PositionSums sums, BitSet certain) {
    int m = group.m;
    int rest = cells.last() - group.n;
    long ofM = together.of(group.q, m, m) + group.raise;
    long query = sums.query(together.of(group.q, m, group.q) + group.raise);
    long lightest = sums.lightest(m, rest, ofM) + query;
    long heaviest = sums.heaviest(m, rest, ofM) + query;
    for (int k = certain.nextClearBit(0); k < m; k = certain.nextClearBit(k + 1)) {
      long ofK = together.of(group.q, m, k) + group.raise;
      boolean isCertain =
          lightest + sums.heaviest(k, group.n, ofK) < 0 // L-21 (a), (b)
              && heaviest + sums.lightest(k, group.n, ofK) < 0;
      if (isCertain || isCertainApart(group, k, sums)) {
        certain.set(k);
      }
    }
  }

  private boolean isCertainApart(Group group, int k, PositionSums sums) {
    return again.contains(cells.number(group.q, group.m, group.n, k))
        && apart.isCertain(group.cell(k), sums);
  }

  /** Of what all counts share; the same for each input of these sizes. */
  private long operations() {
    long v = cells.vocab();
    int last = cells.last();
    return v * v * (2 * (last + 1) + PositionSums.operations(last))
        + ApartTerms.tableOperations((int) v, last + 1);
  }

  /** The same whatever the order and the result of the tests. */
  private long operationsOfACount() {
    long v = cells.vocab();
    int last = cells.last();
    long pairs = v * (v + 1) / 2;
    long groups = (v - 1) * last + (pairs - v) * Math.max(0, last - 1);
    long apartTests = pairs + again.size();
    return 18 * groups
        + 14 * cells.count()
        + 5 * groups // choices, a power, a product, a sum
        + apartTests * ApartTerms.testOperations((int) v);
  }
}

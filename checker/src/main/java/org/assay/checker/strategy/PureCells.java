// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.strategy;

import java.math.BigInteger;
import java.util.BitSet;
import java.util.stream.IntStream;
import org.assay.checker.circuit.Circuits;
import org.assay.checker.exact.Lemma;
import org.assay.checker.exact.Meter;
import org.assay.checker.exact.Rational;

/**
 * Lemmas L-20 and L-23. Decides the cells (q, m, n, k): inputs with query q and maximum m of which
 * n positions before the query hold the one token k < m, and the others m. Every mixture of tokens
 * whose cells are certain is right.
 *
 * <p>Cost: O(v^3 k + v^2 k log k), and O(v) per cell that is listed for another test.
 */
@Lemma("L-20")
final class PureCells {
  private final Circuits circuits;
  private final AttentionWeights weights;
  private final TogetherTerms together;
  private final ApartTerms apart;
  private final Cells cells;
  private final CellList again;

  /** {@code again}: the cells to test with the outputs apart if they are not certain together. */
  PureCells(Circuits circuits, Rational margin, CellList again, Meter meter) {
    LogitTables tables = LogitTables.of(circuits, margin, meter);
    this.circuits = circuits;
    this.weights = AttentionWeights.of(circuits, meter);
    this.together = new TogetherTerms(tables, meter);
    this.apart = new ApartTerms(tables);
    this.cells = new Cells(circuits.vocab(), tables.last());
    this.again = again;
    meter.add(operations());
  }

  /** The number of inputs in cells that are certain, or mixed of such. */
  BigInteger count() {
    return IntStream.range(0, cells.vocab())
        .parallel()
        .mapToObj(this::count)
        .reduce(BigInteger.ZERO, BigInteger::add);
  }

  private BigInteger count(int q) {
    PositionSums sums = new PositionSums(circuits, weights, q);
    BigInteger count = BigInteger.ZERO;
    for (int m = q; m < cells.vocab(); m++) {
      sums.admit(m);
      count = count.add(withoutOthers(q, m, sums));
      BigInteger choices = BigInteger.ONE; // of n positions before the query
      for (int n = 1; n <= cells.mostOthers(q, m); n++) {
        choices = choices.multiply(BigInteger.valueOf(cells.last() - n + 1));
        choices = choices.divide(BigInteger.valueOf(n));
        long certain = certain(new Group(q, m, n), sums).cardinality();
        count = count.add(choices.multiply(BigInteger.valueOf(certain).pow(n)));
      }
    }
    return count;
  }

  /** The one input whose positions before the query all hold m: is it there, and certain? */
  private BigInteger withoutOthers(int q, int m, PositionSums sums) {
    boolean exists = q == m || cells.last() > 0;
    boolean certain = exists && apart.isCertain(new ApartTerms.Cell(q, m, 0, 0), sums);
    return certain ? BigInteger.ONE : BigInteger.ZERO;
  }

  /** The cells that differ in k only. */
  record Group(int q, int m, int n) {}

  /** The k of a group's cells that are certain. */
  BitSet certain(Group group, PositionSums sums) {
    int m = group.m;
    int rest = cells.last() - group.n;
    long ofM = together.of(group.q, m, m);
    long query = sums.query(together.of(group.q, m, group.q));
    long lightest = sums.lightest(m, rest, ofM) + query;
    long heaviest = sums.heaviest(m, rest, ofM) + query;
    BitSet certain = new BitSet(m);
    for (int k = 0; k < m; k++) {
      long ofK = together.of(group.q, m, k);
      boolean isCertain =
          lightest + sums.heaviest(k, group.n, ofK) < 0
              && heaviest + sums.lightest(k, group.n, ofK) < 0;
      if (isCertain || isCertainApart(group, k, sums)) {
        certain.set(k);
      }
    }
    return certain;
  }

  private boolean isCertainApart(Group group, int k, PositionSums sums) {
    return again.contains(cells.number(group.q, group.m, group.n, k))
        && apart.isCertain(new ApartTerms.Cell(group.q, group.m, group.n, k), sums);
  }

  /** The same for each input of these sizes, whatever the order and the result of the tests. */
  private long operations() {
    long v = cells.vocab();
    int last = cells.last();
    long pairs = v * (v + 1) / 2;
    long sums = v * v * (2 * (last + 1) + PositionSums.operations(last));
    long groups = (v - 1) * last + (pairs - v) * Math.max(0, last - 1);
    long apartTests = pairs + again.size();
    return sums
        + 18 * groups
        + 14 * cells.count()
        + 5 * groups // choices, a power, a product, a sum
        + ApartTerms.tableOperations((int) v, last + 1)
        + apartTests * ApartTerms.testOperations((int) v);
  }
}

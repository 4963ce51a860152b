// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.cells;

import java.math.BigInteger;
import java.util.BitSet;
import java.util.stream.IntStream;
import org.assay.checker.exact.Lemma;
import org.assay.checker.exact.Rational;
import org.assay.checker.margin.Leads;
import org.assay.checker.margin.MarginParts;

/**
 * Lemmas L-20 and L-23. Decides the cells (q, m, n, k): inputs with query q and maximum m of which
 * n positions before the query hold the one token k < m, and the others m. Every mixture of tokens
 * whose cells are certain is right.
 *
 * <p>Cost: O(v^3 k + v^2 k log k), and O(v) per cell that is listed for another test.
 */
@Lemma({"L-20", "L-23"})
final class PureCells {
  private final MarginParts model;
  private final TogetherTerms together;
  private final ApartTerms apart;
  private final Cells cells;
  private final CellList again;

  /** {@code again}: the cells to test with the outputs apart if they are not certain together. */
  PureCells(MarginParts model, Rational margin, CellList again) {
    Leads leads = Leads.of(model, margin);
    this.model = model;
    this.together = new TogetherTerms(leads);
    this.apart = new ApartTerms(leads);
    this.cells = new Cells(model.vocab(), leads.last());
    this.again = again;
    model.meter().add(operations());
  }

  /** The number of inputs in cells that are certain, or mixed of such. */
  BigInteger count() {
    return IntStream.range(0, cells.vocab())
        .parallel()
        .mapToObj(this::count)
        .reduce(BigInteger.ZERO, BigInteger::add);
  }

  private BigInteger count(int q) {
    PositionSums sums = new PositionSums(model, q);
    BigInteger count = BigInteger.ZERO;
    for (int m = q; m < cells.vocab(); m++) {
      sums.reach(m);
      count = count.add(count(q, m, sums));
    }
    return count;
  }

  /** The inputs of a query and a maximum. */
  private BigInteger count(int q, int m, PositionSums sums) {
    BigInteger count = withoutOthers(new Group(q, m, 0), sums);
    BigInteger choices = BigInteger.ONE; // of n positions before the query
    for (int n = 1; n <= cells.mostOthers(q, m); n++) {
      choices = choices.multiply(BigInteger.valueOf(cells.last() - n + 1));
      choices = choices.divide(BigInteger.valueOf(n));
      BigInteger tokens = BigInteger.valueOf(certain(new Group(q, m, n), sums).cardinality());
      count = count.add(choices.multiply(tokens.pow(n))); // L-20 (a)
    }
    return count;
  }

  /** The one input whose positions before the query all hold m: is it there, and certain? */
  private BigInteger withoutOthers(Group none, PositionSums sums) {
    boolean exists = none.q == none.m || cells.last() > 0;
    boolean certain = exists && apart.isCertain(none.cell(0), sums);
    return certain ? BigInteger.ONE : BigInteger.ZERO;
  }

  /** The cells that differ in k only. */
  record Group(int q, int m, int n) {
    private ApartTerms.PureCell cell(int k) {
      return new ApartTerms.PureCell(q, m, n, k);
    }
  }

  /** The k of a group's cells that are certain. */
  BitSet certain(Group group, PositionSums sums) {
    BitSet certain = new BitSet(group.m);
    int m = group.m;
    int rest = cells.last() - group.n;
    long ofM = together.of(group.q, m, m);
    long query = sums.queryUp(together.of(group.q, m, group.q));
    long lightest = sums.lightestUp(m, rest, ofM) + query;
    long heaviest = sums.heaviestUp(m, rest, ofM) + query;
    for (int k = 0; k < m; k++) {
      long ofK = together.of(group.q, m, k);
      boolean isCertain =
          lightest + sums.heaviestUp(k, group.n, ofK) < 0 // L-21 (a), (b)
              && heaviest + sums.lightestUp(k, group.n, ofK) < 0;
      certain.set(k, isCertain || isCertainApart(group, k, sums));
    }
    return certain;
  }

  private boolean isCertainApart(Group group, int k, PositionSums sums) {
    return again.contains(cells.number(group.q, group.m, group.n, k))
        && apart.isCertain(group.cell(k), sums);
  }

  /** The same for each input of these sizes, whatever the order and the result of the tests. */
  private long operations() {
    long v = cells.vocab();
    int last = cells.last();
    long pairs = v * (v + 1) / 2;
    long groups = (v - 1) * last + (pairs - v) * Math.max(0, last - 1);
    long apartTests = pairs + again.size();
    return v * v * PositionSums.operations(last)
        + TogetherTerms.operations((int) v, last + 1)
        + ApartTerms.tableOperations((int) v, last + 1)
        + 18 * groups
        + 14 * cells.count()
        + 5 * groups // choices, a power, a product, a sum
        + apartTests * ApartTerms.testOperations((int) v);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.gaps;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.assay.checker.exact.Lemma;
import org.assay.checker.rule.gaps.Sharing.Corner;

/** Lemma L-36: the gap cells of one maximum that are answered correctly by more than the margin. */
@Lemma("L-36")
final class Maximum {
  private final RivalTables tables;
  private final int m;
  private final List<Lines> lines = new ArrayList<>(); // one for each direct split
  private final BigInteger[] tokenLeads;
  private final BigInteger[] restLeads; // the largest of tokens 0..t

  Maximum(RivalTables tables, int m) {
    this.tables = tables;
    this.m = m;
    for (int split = 0; split < tables.splits(); split++) {
      lines.add(tables.linesUp(split, m));
    }
    tables.meter().add(3L * m); // a difference, a sum, a maximum
    this.tokenLeads = new BigInteger[m];
    this.restLeads = new BigInteger[m];
    for (int t = 0; t < m; t++) {
      tokenLeads[t] = tables.tokenLeadUp(t, m);
      restLeads[t] = t == 0 ? tokenLeads[t] : restLeads[t - 1].max(tokenLeads[t]);
    }
  }

  /** Those of these cells all of whose inputs are proved correct. */
  List<GapCell> proved(Handling handling, List<Sharing> cells) {
    List<GapCell> proved = new ArrayList<>();
    for (List<Sharing> group : handling.groups(cells)) {
      List<Lines.Bound> bounds = lines.stream().map(one -> handling.bound(one, group)).toList();
      lines.forEach(one -> tables.meter().add(handling.operations(one.count(), group.size())));
      for (Sharing one : group) {
        if (isProved(one, bounds)) {
          proved.add(one.cell());
        }
      }
    }
    return proved;
  }

  /** Whether every rival is behind at every corner. */
  private boolean isProved(Sharing sharing, List<Lines.Bound> bounds) {
    // x and F; for each split the excess, three sums and signs, and the bound
    long each = bounds.stream().mapToLong(bound -> 4 + bound.operations()).sum();
    tables.meter().add(sharing.corners().size() * (5 + each));
    return sharing.corners().stream().allMatch(corner -> isBehind(sharing.cell(), corner, bounds));
  }

  /** Whether F of the lemma is negative for some direct split. */
  private boolean isBehind(GapCell cell, Corner corner, List<Lines.Bound> bounds) {
    BigInteger all = corner.all();
    BigInteger tokens = BigInteger.ZERO;
    if (cell.q() < m) {
      tokens = tokens.add(tokenLeads[cell.q()].multiply(corner.query()));
    }
    if (cell.others() > 0) {
      tokens = tokens.add(restLeads[cell.top()].multiply(corner.rest()));
    }
    for (int split = 0; split < bounds.size(); split++) {
      BigInteger excess = tables.excessUp(split, cell.q(), m).multiply(all);
      if (bounds.get(split).at(all).add(excess).add(tokens).signum() < 0) {
        return true;
      }
    }
    return false;
  }
}

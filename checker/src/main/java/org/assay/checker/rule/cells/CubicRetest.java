// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.cells;

import static org.assay.checker.verdict.RejectCode.HINT_RANGE;

import java.math.BigInteger;
import org.assay.checker.claim.Demand;
import org.assay.checker.claim.Premises;
import org.assay.checker.claim.Rule;
import org.assay.checker.exact.Lemma;
import org.assay.checker.hint.Bits;
import org.assay.checker.json.JsonReader;
import org.assay.checker.json.Limits;
import org.assay.checker.margin.MarginParts;
import org.assay.checker.verdict.Rejection;

/**
 * Rule R-05: as {@link Cubic}, but listed cells that are not certain are tested again with their
 * outputs apart. Hint: the cells. Cost: O(v^3 k^2), as at most v^2 k^2 cells may be listed.
 */
@Lemma("R-05")
public record CubicRetest(CellList cells) implements Rule {
  private static final int APART_BITS = 30;

  /**
   * Reads the hint; whether the cells are some of the model's is told by {@code requireLimits}.
   *
   * @throws Rejection with a code of F-02 or F-11
   */
  public static CubicRetest read(JsonReader in) throws Rejection {
    return new CubicRetest(CellList.of(Bits.read(in, "cells")));
  }

  @Override
  public String name() {
    return "cubic-retest";
  }

  @Override
  public void requireLimits(int vocab, int k) throws Rejection {
    Cubic.requireCells(name(), vocab, k); // R-05 (a)
    BigInteger apart = BigInteger.valueOf((long) cells.size() * vocab);
    Limits.require(name() + " outputs tested apart", apart, APART_BITS); // R-05 (a)
    long known = new Cells(vocab, k - 1).count();
    Rejection.require( // R-05 (c)
        cells.largest() < known,
        HINT_RANGE,
        "number of a cell: got %d, want < %d",
        cells.largest(),
        known);
    long most = (long) vocab * vocab * k * k;
    Rejection.require( // R-05 (d)
        cells.size() <= most, HINT_RANGE, "cells: got %d, want <= %d", cells.size(), most);
  }

  @Override
  public BigInteger count(Premises premises, Demand demand) throws Rejection {
    return count(MarginParts.of(premises), demand);
  }

  /** The same, of a model whose circuits are known. */
  public BigInteger count(MarginParts model, Demand demand) {
    return new PureCells(model, demand.margin(), cells).count();
  }
}

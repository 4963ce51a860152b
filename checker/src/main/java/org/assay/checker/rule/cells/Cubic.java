// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.cells;

import java.math.BigInteger;
import org.assay.checker.claim.Demand;
import org.assay.checker.claim.Premises;
import org.assay.checker.claim.Rule;
import org.assay.checker.exact.Lemma;
import org.assay.checker.json.Limits;
import org.assay.checker.margin.MarginParts;
import org.assay.checker.verdict.Rejection;

/** Rule R-04: pure inputs decide for mixed ones; no hints. Cost: O(v^3 k). */
@Lemma("R-04")
public record Cubic() implements Rule {
  private static final int PAIR_BITS = 18;
  private static final int CELL_BITS = 32;

  @Override
  public String name() {
    return "cubic";
  }

  @Override
  public void requireLimits(int vocab, int k) throws Rejection {
    requireCells(name(), vocab, k); // R-04 (a)
  }

  @Override
  public BigInteger count(Premises premises, Demand demand) throws Rejection {
    return count(MarginParts.of(premises), demand);
  }

  /** The same, of a model whose circuits are known. */
  public BigInteger count(MarginParts model, Demand demand) {
    return new PureCells(model, demand.margin(), CellList.EMPTY).count();
  }

  static void requireCells(String strategy, int vocab, int k) throws Rejection {
    BigInteger v = BigInteger.valueOf(vocab);
    Limits.require(strategy + " pairs of tokens", v.pow(2), PAIR_BITS);
    BigInteger cells = v.pow(3).multiply(BigInteger.valueOf(k));
    Limits.require(strategy + " cells", cells, CELL_BITS);
  }
}

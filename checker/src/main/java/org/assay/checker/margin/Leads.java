// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.margin;

import org.assay.checker.exact.Lemma;
import org.assay.checker.exact.Rational;

/**
 * By how much other outputs lead the maximum m in each logit table, in units of the tables: a sum
 * of three leads, raised by the slack, is above the true one plus margin (lemma L-05, long rows).
 */
@Lemma("L-05")
public record Leads(LogitTables right, LogitTables wrong) {
  public static Leads of(MarginParts model, Rational margin) {
    int bits = Scales.longRows(model, margin);
    LogitTables right = LogitTables.of(model.right(), margin, bits);
    return model.wrong() == model.right()
        ? new Leads(right, right)
        : new Leads(right, LogitTables.of(model.wrong(), margin, bits));
  }

  public long direct(int q, int o, int m) {
    return wrong.direct()[q][o] - right.direct()[q][m]; // L-44 (b)
  }

  public long evou(int t, int o, int m) {
    return wrong.evou()[t][o] - right.evou()[t][m];
  }

  public long pvou(int i, int o, int m) {
    return wrong.pvou()[i][o] - right.pvou()[i][m];
  }

  public long slack() {
    return right.slack();
  }

  public int vocab() {
    return right.vocab();
  }

  /** The position of the query. */
  public int last() {
    return right.last();
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.cells;

import java.math.BigInteger;
import java.util.stream.IntStream;
import org.assay.checker.circuit.Circuits;
import org.assay.checker.exact.ExactMatrix;
import org.assay.checker.exact.Lemma;
import org.assay.checker.exact.Meter;
import org.assay.checker.exact.Rational;
import org.assay.checker.execution.FloatErrors;
import org.assay.checker.execution.UpperBounds;
import org.assay.checker.margin.Scales;

/**
 * Lemma L-48: a margin for each query, in logits, that no execution of a profile uses up.
 *
 * <p>Shape: margins [vocab, 1].
 */
@Lemma("L-48")
record ProfileMargins(UpperBounds margins) {

  static ProfileMargins of(Circuits circuits, FloatErrors errors, Meter meter) {
    UpperBounds widths = widths(circuits.evou(), meter).plus(widths(circuits.pvou(), meter), meter);
    UpperBounds values =
        errors
            .logits()
            .evou()
            .columnMaxima(meter)
            .plus(errors.logits().pvou().columnMaxima(meter), meter);
    UpperBounds ofOutputs =
        errors
            .scores()
            .largest(meter)
            .shifted(-1)
            .times(widths, meter)
            .plus(errors.logits().direct(), meter)
            .plusRow(values, meter);
    return new ProfileMargins(ofOutputs.rowMaxima(meter).shifted(1));
  }

  /**
   * What they add to the margin of a claim, [query], in units of the tables of {@link PureCells}. A
   * margin above 8 times all entries of the circuits is cut there: no cell has it.
   */
  long[] raises(Circuits circuits, Rational margin) {
    int bits = Scales.longRows(circuits, margin);
    BigInteger most = BigInteger.ONE.shiftLeft(61 - length(circuits));
    return IntStream.range(0, circuits.vocab())
        .mapToLong(q -> margins.ceilScaled(q, bits)[0].min(most).longValueExact())
        .toArray();
  }

  /** The l of the lemma: K < 2^l. */
  private static int length(Circuits circuits) {
    return Integer.SIZE - Integer.numberOfLeadingZeros(circuits.k());
  }

  /** The largest minus the least entry of each column, [1, columns]. */
  private static UpperBounds widths(ExactMatrix table, Meter meter) {
    meter.add(2L * table.columns() * table.rows());
    BigInteger[][] widths = new BigInteger[1][table.columns()];
    for (int o = 0; o < table.columns(); o++) {
      BigInteger most = table.significand(0, o);
      BigInteger least = most;
      for (int r = 1; r < table.rows(); r++) {
        most = most.max(table.significand(r, o));
        least = least.min(table.significand(r, o));
      }
      widths[0][o] = most.subtract(least);
    }
    return UpperBounds.of(ExactMatrix.of(widths, table.columns(), table.exponent()));
  }
}

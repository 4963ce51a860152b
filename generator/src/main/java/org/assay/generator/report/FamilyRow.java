// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.report;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

/**
 * A certificate by half-spaces, and why inputs are not proved: each a share of all inputs, by
 * doubles, what a step of the proof adds to the step before.
 *
 * @param norm none, LN or LNPre
 * @param draws inputs that were looked at; 0: all
 * @param wrong answered wrongly
 * @param lines neurons between lines
 * @param deviations the range of what norms divide by
 * @param heads heads taken apart
 * @param blocks outputs and heads that count an input more than once
 * @param operations of the checker, by its own count
 * @param checkMillis as the checker measured it, without the start of Java
 */
@JsonPropertyOrder({
  "model",
  "k",
  "vocab",
  "headCount",
  "mlp",
  "norm",
  "correct",
  "total",
  "draws",
  "wrong",
  "lines",
  "deviations",
  "heads",
  "blocks",
  "operations",
  "checkMillis"
})
public record FamilyRow(
    String model,
    int k,
    int vocab,
    int headCount,
    int mlp,
    String norm,
    String correct,
    String total,
    long draws,
    double wrong,
    double lines,
    double deviations,
    double heads,
    double blocks,
    String operations,
    String checkMillis) {
  private static final RowFile<FamilyRow> FILE = new RowFile<>(FamilyRow.class);

  /**
   * The rows of a file.
   *
   * @throws IOException with file and line if it has not these columns
   */
  public static List<FamilyRow> read(Path file) throws IOException {
    return FILE.read(file);
  }

  /** The text of such a file. */
  public static String text(Collection<FamilyRow> rows) {
    return FILE.text(rows);
  }

  /** The share of inputs that is not proved. */
  double unproved() {
    BigInteger all = new BigInteger(total);
    return new BigDecimal(all.subtract(new BigInteger(correct)))
        .divide(new BigDecimal(all), MathContext.DECIMAL64)
        .doubleValue();
  }

  /** What is left where everything else is told: bins, and roundings. */
  double bins() {
    return unproved() - wrong - lines - deviations - heads - blocks;
  }
}

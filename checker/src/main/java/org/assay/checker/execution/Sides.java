// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.execution;

import java.util.Optional;
import org.assay.checker.exact.ExactMatrix;
import org.assay.checker.exact.Lemma;
import org.assay.checker.exact.Meter;

/**
 * Lemma L-44. A table of logits from both sides: {@code right} is at most, {@code wrong} at least
 * what a proof has to reckon with. The maximum is read from the right, its rivals from the wrong.
 *
 * <p>Over the reals both are the table itself.
 */
@Lemma("L-44")
public record Sides(ExactMatrix right, ExactMatrix wrong) {
  public static Sides exact(ExactMatrix table) {
    return new Sides(table, table);
  }

  /** The table with the errors of an execution, where there are any. */
  public static Sides of(ExactMatrix table, Optional<UpperBounds> errors) {
    return errors
        .map(UpperBounds::values)
        .map(some -> new Sides(table.minus(some), table.plus(some)))
        .orElseGet(() -> exact(table));
  }

  public boolean isExact() {
    return right == wrong;
  }

  public Meter meter() {
    return right.meter();
  }

  public int rows() {
    return right.rows();
  }

  /** The least e such that no entry reaches 2^e in absolute value. */
  public int magnitudeBits() {
    return Math.max(right.magnitudeBits(), wrong.magnitudeBits());
  }
}

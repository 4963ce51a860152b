// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.part;

import java.io.IOException;
import java.math.BigInteger;
import org.assay.checker.rule.evaluation.ProgramCase;
import org.assay.checker.verdict.Findings;
import org.assay.checker.verdict.Rejection;

/** Rule R-07, divided: a unit is an input, by its number. */
record DividedProgram(ProgramCase program) implements Divided {
  @Override
  public Findings.Claimed claimed() {
    return program.claimed();
  }

  @Override
  public Findings read(Findings known) throws Rejection, IOException {
    return program.read(known);
  }

  @Override
  public String unit() {
    return "inputs";
  }

  @Override
  public long units() {
    return program.size();
  }

  @Override
  public Counted count(Range range) throws Rejection {
    long inside = program.requireLimits(range.from(), range.to());
    return new Counted(BigInteger.valueOf(inside), program.count(range.from(), range.to()));
  }
}

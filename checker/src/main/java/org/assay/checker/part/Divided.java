// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.part;

import java.io.IOException;
import java.math.BigInteger;
import org.assay.checker.json.Files;
import org.assay.checker.rule.evaluation.ProgramCase;
import org.assay.checker.verdict.Findings;
import org.assay.checker.verdict.Rejection;

/**
 * A claim whose inputs are those of units 0, 1, ..., each input in one unit: what it says, then
 * {@code read}, then {@code count} of ranges of units.
 */
interface Divided {
  /**
   * Reads a claim that can be divided.
   *
   * @param models model files by digest
   * @param data data files by digest
   * @throws Rejection UNKNOWN_STRATEGY if its strategy cannot be divided, or with a code of F-02,
   *     F-03, F-09 to F-11 or F-15 to F-18
   */
  static Divided of(byte[] payload, Files models, Files data) throws Rejection {
    return ProgramCase.isOne(payload)
        ? new DividedProgram(ProgramCase.divided(payload, models, data))
        : new DividedCircuit(payload, models);
  }

  /** What the payload says. */
  Findings.Claimed claimed();

  /** Reads the files that the claim names; as {@code claim.Case} does. */
  Findings read(Findings known) throws Rejection, IOException;

  /** What a unit is, in words. */
  String unit();

  /** How many there are. Requires: read. */
  long units();

  /**
   * What a range of units says.
   *
   * @param total its inputs inside the task, or their weights
   * @param proof those of them that are proved right
   */
  record Counted(BigInteger total, Findings.Proof proof) {}

  /**
   * Decides the units of a range. Requires: read, and the range is within the units.
   *
   * @throws Rejection as {@code claim.Case} does; LIMIT_EXCEEDED if the range is too long
   */
  Counted count(Range range) throws Rejection;
}

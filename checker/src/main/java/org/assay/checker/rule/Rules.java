// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule;

import org.assay.checker.claim.Case;
import org.assay.checker.claim.Claim;
import org.assay.checker.claim.Rule;
import org.assay.checker.json.Files;
import org.assay.checker.json.JsonReader;
import org.assay.checker.relabelled.RelabelledCase;
import org.assay.checker.rule.cells.Cubic;
import org.assay.checker.rule.cells.CubicRetest;
import org.assay.checker.rule.counting.GroupedCounting;
import org.assay.checker.rule.counting.PotentialCounting;
import org.assay.checker.rule.evaluation.ProgramCase;
import org.assay.checker.rule.exhaustion.BruteForce;
import org.assay.checker.rule.gaps.SubCubic;
import org.assay.checker.verdict.RejectCode;
import org.assay.checker.verdict.Rejection;

/** The rules of the calculus, in its order: the only class that knows more than one family. */
public final class Rules {
  private Rules() {}

  /**
   * Reads a claim of whichever kind; models and data files are found by their digests.
   *
   * @throws Rejection with a code of F-02, F-03, F-09 to F-11 or F-15 to F-23
   */
  public static Case claim(byte[] payload, Files models, Files data) throws Rejection {
    return ProgramCase.isOne(payload)
        ? RelabelledCase.orOther(payload, models, data, Rules::read)
        : new CircuitCase(payload, models, Rules::read);
  }

  /**
   * Reads a rule by its public name: it takes its own hints, no more and no less (F-11 b).
   *
   * @throws Rejection UNKNOWN_STRATEGY if no rule has the name, or with a code of F-02, F-03, F-11
   */
  public static Rule read(JsonReader in, Claim.Shape shape) throws Rejection {
    String name = in.field("name").string();
    return switch (name) { // F-11 (b): each takes its own hints, no more and no less
      case "brute-force" -> new BruteForce();
      case "grouped-counting" -> GroupedCounting.read(in, shape);
      case "potential-counting" -> PotentialCounting.read(in, shape);
      case "cubic" -> new Cubic();
      case "cubic-retest" -> CubicRetest.read(in);
      case "sub-cubic" -> SubCubic.read(in, shape);
      default -> // F-11 (a)
          throw new Rejection(
              RejectCode.UNKNOWN_STRATEGY, "strategy: got %s", Rejection.quoted(name));
    };
  }
}

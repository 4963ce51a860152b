// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.relabelled;

import static org.assay.checker.verdict.RejectCode.UNSUPPORTED_PROFILE;
import static org.assay.checker.verdict.Rejection.require;

import java.util.List;
import java.util.Optional;
import org.assay.checker.json.Files;
import org.assay.checker.json.JsonReader;
import org.assay.checker.question.Relabelling;
import org.assay.checker.rule.evaluation.ProgramClaim;
import org.assay.checker.rule.halfspaces.HalfSpaces;
import org.assay.checker.verdict.Findings;
import org.assay.checker.verdict.Rejection;

/** A claim of version 2 about a program of one layer, proved by half-spaces (spec F-24). */
final class LayerCase extends NetworkCase {
  static final String STRATEGY = "half-spaces";

  private final Relabelling labels;
  private final HalfSpaces rule;

  private LayerCase(ProgramClaim claim, Relabelling labels, HalfSpaces rule, Files models) {
    super(claim, STRATEGY, models);
    this.labels = labels;
    this.rule = rule;
  }

  /**
   * Reads the hints behind the strategy's name.
   *
   * @throws Rejection with a code of F-02, F-11, F-15 or F-24
   */
  static LayerCase of(JsonReader in, ProgramClaim claim, Files models) throws Rejection {
    require( // F-24 (b)
        claim.executed().isEmpty(),
        UNSUPPORTED_PROFILE,
        "profile: half-spaces proves nothing of executions");
    Relabelling labels = labels(claim); // F-24 (c)
    return new LayerCase(claim, labels, HalfSpaces.read(in), models);
  }

  @Override
  public Findings.Proof count() throws Rejection {
    HalfSpaces.Asked asked = new HalfSpaces.Asked(labels, claim.count().margin());
    HalfSpaces.Proved proved = rule.count(network(), asked);
    return new Findings.Proof(proved.count(), Optional.empty(), proved.operations(), List.of());
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.relabelled;

import static org.assay.checker.verdict.RejectCode.CLAIM_RANGE;
import static org.assay.checker.verdict.RejectCode.UNSUPPORTED_PROFILE;
import static org.assay.checker.verdict.Rejection.require;

import java.io.IOException;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.assay.checker.claim.Case;
import org.assay.checker.json.Files;
import org.assay.checker.json.JsonReader;
import org.assay.checker.program.Network;
import org.assay.checker.question.Relabelling;
import org.assay.checker.rule.evaluation.ProgramClaim;
import org.assay.checker.rule.halfspaces.HalfSpaces;
import org.assay.checker.verdict.Findings;
import org.assay.checker.verdict.Rejection;

/** A claim of version 2 about a program of one layer, proved by half-spaces (spec F-24). */
final class LayerCase implements Case {
  static final String STRATEGY = "half-spaces";

  private final ProgramClaim claim;
  private final Relabelling labels;
  private final HalfSpaces rule;
  private final Files models;
  private Network network;

  private LayerCase(ProgramClaim claim, Relabelling labels, HalfSpaces rule, Files models) {
    this.claim = claim;
    this.labels = labels;
    this.rule = rule;
    this.models = models;
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
    ProgramClaim.Count count = claim.count();
    // F-24 (c)
    Relabelling labels = Relabelling.of(claim.inputs(), claim.task(), count.from(), count.to());
    BigInteger inputs = claim.inputs().count();
    require( // F-15 (c)
        count.total().equals(inputs), CLAIM_RANGE, "total: got %s, want %s", count.total(), inputs);
    return new LayerCase(claim, labels, HalfSpaces.read(in), models);
  }

  @Override
  public Findings.Claimed claimed() {
    return claim.claimed(STRATEGY);
  }

  @Override
  public String sha256() {
    return claim.subject().sha256();
  }

  @Override
  public Findings read(Findings known) throws Rejection, IOException {
    network = claim.network(models);
    network.requireToken(claim.inputs().largest());
    return known.with(claim.asked());
  }

  @Override
  public Findings.Proof count() throws Rejection {
    HalfSpaces.Asked asked = new HalfSpaces.Asked(labels, claim.count().margin());
    HalfSpaces.Proved proved = rule.count(network, asked);
    return new Findings.Proof(proved.count(), Optional.empty(), proved.operations(), List.of());
  }
}

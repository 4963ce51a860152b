// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.relabelled;

import static org.assay.checker.verdict.RejectCode.CLAIM_RANGE;
import static org.assay.checker.verdict.Rejection.require;

import java.io.IOException;
import java.math.BigInteger;
import org.assay.checker.claim.Case;
import org.assay.checker.json.Files;
import org.assay.checker.program.Network;
import org.assay.checker.question.Relabelling;
import org.assay.checker.rule.evaluation.ProgramClaim;
import org.assay.checker.verdict.Findings;
import org.assay.checker.verdict.Rejection;

/** A claim of version 2 whose inputs are counted by new numbers of tokens and outputs (L-77). */
abstract class NetworkCase implements Case {
  final ProgramClaim claim;
  private final String strategy;
  private final Files models;
  private Network network;

  NetworkCase(ProgramClaim claim, String strategy, Files models) {
    this.claim = claim;
    this.strategy = strategy;
    this.models = models;
  }

  static Relabelling labels(ProgramClaim claim) throws Rejection {
    ProgramClaim.Count count = claim.count();
    // F-23 (b), (d), F-24 (c)
    Relabelling labels = Relabelling.of(claim.inputs(), claim.task(), count.from(), count.to());
    BigInteger inputs = claim.inputs().count();
    require( // F-15 (c)
        count.total().equals(inputs), CLAIM_RANGE, "total: got %s, want %s", count.total(), inputs);
    return labels;
  }

  @Override
  public final Findings.Claimed claimed() {
    return claim.claimed(strategy);
  }

  @Override
  public final String sha256() {
    return claim.subject().sha256();
  }

  @Override
  public final Findings read(Findings known) throws Rejection, IOException {
    network = claim.network(models);
    network.requireToken(claim.inputs().largest());
    return known.with(claim.asked());
  }

  /** Once it is read. */
  final Network network() {
    return network;
  }
}

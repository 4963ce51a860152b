// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.evaluation;

import static org.assay.checker.verdict.RejectCode.CLAIM_RANGE;
import static org.assay.checker.verdict.RejectCode.LIMIT_EXCEEDED;
import static org.assay.checker.verdict.Rejection.require;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import org.assay.checker.claim.Case;
import org.assay.checker.json.Files;
import org.assay.checker.program.Network;
import org.assay.checker.question.Inputs;
import org.assay.checker.question.Task;
import org.assay.checker.verdict.Findings;
import org.assay.checker.verdict.Rejection;

/** A claim of version 2: about a program (spec F-15 to F-21). */
public final class ProgramCase implements Case {
  private static final int MAX_INPUTS = 1 << 26;
  private static final int TOKEN_BITS = 30;

  private final ProgramClaim claim;
  private final Files models;
  private final Files data;
  private EveryInput rule;

  private ProgramCase(ProgramClaim claim, Files models, Files data) {
    this.claim = claim;
    this.models = models;
    this.data = data;
  }

  /** Whether this reader is the one for a payload. No string in JSON of F-02 has quotes inside. */
  public static boolean isOne(byte[] payload) {
    return new String(payload, StandardCharsets.ISO_8859_1)
        .contains("\"predicateType\":\"" + ProgramClaim.PREDICATE + "\"");
  }

  /**
   * A claim that is proved by trying its inputs.
   *
   * @param strategy how the claim says that it is proved
   * @param models model files by digest
   * @param data data files by digest
   * @throws Rejection UNKNOWN_STRATEGY if that is another way
   */
  public static ProgramCase of(String strategy, ProgramClaim claim, Files models, Files data)
      throws Rejection {
    return new ProgramCase(claim.requireExhaustive(strategy), models, data);
  }

  @Override
  public Findings.Claimed claimed() {
    return claim.claimed(ProgramClaim.STRATEGY);
  }

  @Override
  public String sha256() {
    return claim.subject().sha256();
  }

  @Override
  public Findings read(Findings known) throws Rejection, IOException {
    Network network = claim.network(models);
    rule = new EveryInput(network, question(network), claim.executed().isPresent());
    return known.with(claim.asked());
  }

  @Override
  public Findings.Proof count() throws Rejection {
    rule.requireLimits(claim.count().total().longValueExact());
    EveryInput.Tally tally = rule.count();
    return new Findings.Proof(
        tally.right(),
        claim.executed().map(asked -> tally.executed()),
        tally.operations(),
        tally.levels());
  }

  /** The inputs and their right outputs, once their data are read. */
  private Question question(Network network) throws Rejection, IOException {
    Inputs inputs = claim.inputs();
    Task task = claim.task();
    inputs.load(data);
    require( // F-21 (d)
        inputs.count().compareTo(BigInteger.valueOf(MAX_INPUTS)) <= 0,
        LIMIT_EXCEEDED,
        "inputs: got %s, want <= %d",
        inputs.count(),
        MAX_INPUTS);
    BigInteger tokens = inputs.count().multiply(BigInteger.valueOf(inputs.length()));
    require( // F-21 (d)
        tokens.bitLength() <= TOKEN_BITS,
        LIMIT_EXCEEDED,
        "tokens of all inputs: got %s, want < 2^%d",
        tokens,
        TOKEN_BITS);
    network.requireToken(inputs.largest());
    task.load(data, inputs.count().longValueExact());
    require( // F-18 (c)
        inputs.everyFreeToken(task::admits),
        CLAIM_RANGE,
        "task: %s has no meaning for some free token",
        task.words());
    Question question = new Question(inputs, task, claim.count());
    BigInteger inside = BigInteger.valueOf(question.inside());
    require( // F-15 (c)
        claim.count().total().equals(inside) && inside.signum() > 0,
        CLAIM_RANGE,
        "total: got %s, want %s, at least 1",
        claim.count().total(),
        inside);
    return question;
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.evaluation;

import static org.assay.checker.verdict.RejectCode.CLAIM_NOT_PROVED;
import static org.assay.checker.verdict.RejectCode.CLAIM_RANGE;
import static org.assay.checker.verdict.RejectCode.LIMIT_EXCEEDED;
import static org.assay.checker.verdict.Rejection.require;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.assay.checker.program.Network;
import org.assay.checker.question.Data;
import org.assay.checker.question.Inputs;
import org.assay.checker.question.Task;
import org.assay.checker.verdict.Findings;
import org.assay.checker.verdict.Rejection;

/**
 * Decides a claim of version 2 (spec F-15 to F-21): claim, model, data, proof; the first breach
 * stops.
 */
public final class ProgramCase {
  private static final int MAX_INPUTS = 1 << 26;
  private static final int TOKEN_BITS = 30;

  private final Data models;
  private final Data data;
  private final Findings findings;

  /**
   * @param models model files by digest, verified
   * @param data data files by digest, verified
   */
  public ProgramCase(Data models, Data data, Findings findings) {
    this.models = models;
    this.data = data;
    this.findings = findings;
  }

  /** Whether this reader is the one for a payload. No string in JSON of F-02 has quotes inside. */
  public static boolean isOne(byte[] payload) {
    return new String(payload, StandardCharsets.ISO_8859_1)
        .contains("\"predicateType\":\"" + ProgramClaim.PREDICATE + "\"");
  }

  /**
   * @throws Rejection with a code of F-02, F-03, F-09, F-12 or F-15 to F-21
   * @throws IOException if a model or data file cannot be read
   */
  public void decide(byte[] payload) throws Rejection, IOException {
    ProgramClaim claim = ProgramClaim.parse(payload);
    ProgramClaim.Count count = claim.count();
    findings.found(
        new Findings.Claimed(
            claim.subject().name(),
            ProgramClaim.STRATEGY,
            count.margin().toString(),
            List.of(),
            count.correct(),
            count.total()));
    Network network =
        Network.of(claim.program(), models.read(claim.subject().sha256()), claim.inputs().length());
    require( // F-15 (a)
        count.to() < network.outputs(),
        CLAIM_RANGE,
        "outputs: got %d to %d, the network has %d",
        count.from(),
        count.to(),
        network.outputs());
    Question question = question(claim, network);
    found(claim, List.of());
    EveryInput rule = new EveryInput(network, question);
    rule.requireLimits(count.total().longValueExact());
    EveryInput.Tally tally = rule.count();
    found(claim, tally.levels());
    findings.found(new Findings.Proof(tally.right(), tally.operations()));
    require( // F-15 (e)
        count.correct().compareTo(tally.right()) <= 0,
        CLAIM_NOT_PROVED,
        "correct: got %s, want <= %s (%s, margin %s)",
        count.correct(),
        tally.right(),
        ProgramClaim.STRATEGY,
        count.margin());
  }

  private void found(ProgramClaim claim, List<Long> levels) {
    findings.found(
        new Findings.Question(
            claim.subject().sha256(),
            claim.program().brief(),
            claim.program().words(),
            claim.inputs().words(),
            claim.count().words(),
            claim.task().words(),
            levels));
  }

  /** The inputs and their right outputs, once their data are read. */
  private Question question(ProgramClaim claim, Network network) throws Rejection, IOException {
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

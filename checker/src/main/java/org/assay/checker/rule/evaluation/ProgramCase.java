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
  private static final long MAX_DIVIDED = 1L << 40;

  private final ProgramClaim claim;
  private final Files models;
  private final Files data;
  private final boolean isDivided;
  private Question question;
  private EveryInput rule;

  private ProgramCase(ProgramClaim claim, Files models, Files data, boolean isDivided) {
    this.claim = claim;
    this.models = models;
    this.data = data;
    this.isDivided = isDivided;
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
    return new ProgramCase(claim.requireExhaustive(strategy), models, data, false);
  }

  /**
   * One whose inputs are decided range by range (L-99): how many there may be is then a limit of a
   * range, and whoever adds the ranges up compares the total.
   *
   * @throws Rejection with a code of F-02, F-03, F-09 or F-15
   */
  public static ProgramCase divided(byte[] payload, Files models, Files data) throws Rejection {
    return new ProgramCase(ProgramClaim.parse(payload), models, data, true);
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
    question = question(network);
    rule = new EveryInput(network, question, claim.executed().isPresent());
    return known.with(claim.asked());
  }

  @Override
  public Findings.Proof count() throws Rejection {
    rule.requireLimits(claim.count().total().longValueExact());
    return count(0, question.size());
  }

  /** How many inputs there are, those outside the task included. Requires: read. */
  public long size() {
    return question.size();
  }

  /**
   * How many of the inputs with the numbers {@code from} to {@code to - 1} are inside the task.
   *
   * @throws Rejection LIMIT_EXCEEDED if the range is longer than a claim may be that is not divided
   */
  public long requireLimits(long from, long to) throws Rejection {
    requireInputs(BigInteger.valueOf(to - from), MAX_INPUTS); // L-99 (e)
    long inside = question.inside(from, to);
    rule.requireLimits(inside); // L-99 (e)
    return inside;
  }

  /** The same as {@code count}, of the inputs with the numbers {@code from} to {@code to - 1}. */
  public Findings.Proof count(long from, long to) throws Rejection {
    EveryInput.Tally tally = rule.count(from, to);
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
    requireInputs(inputs.count(), isDivided ? MAX_DIVIDED : MAX_INPUTS); // F-21 (d), L-99 (e)
    network.requireToken(inputs.largest());
    task.load(data, inputs.count().longValueExact());
    require( // F-18 (c)
        inputs.everyFreeToken(task::admits),
        CLAIM_RANGE,
        "task: %s has no meaning for some free token",
        task.words());
    Question asked = new Question(inputs, task, claim.count());
    BigInteger inside =
        isDivided
            ? claim.count().total() // L-99 (c)
            : BigInteger.valueOf(asked.inside(0, asked.size()));
    require( // F-15 (c)
        claim.count().total().equals(inside) && inside.signum() > 0,
        CLAIM_RANGE,
        "total: got %s, want %s, at least 1",
        claim.count().total(),
        inside);
    return asked;
  }

  private void requireInputs(BigInteger inputs, long most) throws Rejection {
    require(
        inputs.compareTo(BigInteger.valueOf(most)) <= 0,
        LIMIT_EXCEEDED,
        "inputs: got %s, want <= %d",
        inputs,
        most);
    BigInteger tokens = inputs.multiply(BigInteger.valueOf(claim.inputs().length()));
    require(
        most > MAX_INPUTS || tokens.bitLength() <= TOKEN_BITS,
        LIMIT_EXCEEDED,
        "tokens of all inputs: got %s, want < 2^%d",
        tokens,
        TOKEN_BITS);
  }
}

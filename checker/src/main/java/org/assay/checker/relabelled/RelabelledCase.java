// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.relabelled;

import static org.assay.checker.verdict.RejectCode.LIMIT_EXCEEDED;
import static org.assay.checker.verdict.RejectCode.SHAPE_MISMATCH;
import static org.assay.checker.verdict.RejectCode.UNKNOWN_STRATEGY;
import static org.assay.checker.verdict.RejectCode.UNSUPPORTED_PROFILE;
import static org.assay.checker.verdict.Rejection.require;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.assay.checker.circuit.Weights;
import org.assay.checker.claim.Case;
import org.assay.checker.claim.Claim;
import org.assay.checker.claim.Demand;
import org.assay.checker.claim.Premises;
import org.assay.checker.claim.Rule;
import org.assay.checker.claim.TokenWeights;
import org.assay.checker.exact.Rational;
import org.assay.checker.json.Files;
import org.assay.checker.json.JsonReader;
import org.assay.checker.json.Limits;
import org.assay.checker.program.OneHead;
import org.assay.checker.question.Relabelling;
import org.assay.checker.rule.evaluation.ProgramCase;
import org.assay.checker.rule.evaluation.ProgramClaim;
import org.assay.checker.verdict.Findings;
import org.assay.checker.verdict.Rejection;

/** A claim of version 2 that is proved by a rule of version 1, of another network (spec F-23). */
public final class RelabelledCase extends NetworkCase {
  private final Proof proof;

  /** How it is proved: the network's sizes as claimed, the new numbers, and the rule. */
  private record Proof(Claim.Shape shape, Relabelling labels, Rule rule) {}

  private RelabelledCase(ProgramClaim claim, Proof proof, Files models) {
    super(claim, proof.rule().name(), models);
    this.proof = proof;
  }

  /**
   * Reads a claim about a program, whichever way it is proved.
   *
   * @param models model files by digest
   * @param data data files by digest
   * @param rules reads a rule of version 1
   * @throws Rejection with a code of F-02, F-03, F-09, F-11 or F-15 to F-23
   */
  public static Case orOther(byte[] payload, Files models, Files data, Rule.Reader rules)
      throws Rejection {
    return ProgramClaim.parse(
        payload,
        (in, claim) ->
            in.hasField("circuit")
                ? new RelabelledCase(claim, proof(in, claim, rules), models)
                : in.field("strategy").object(body -> other(body, claim, models, data)));
  }

  /** By a strategy of programs: their inputs are tried, or counted by half-spaces (F-15 g). */
  private static Case other(JsonReader in, ProgramClaim claim, Files models, Files data)
      throws Rejection {
    String name = in.field("name").string();
    return name.equals(LayerCase.STRATEGY)
        ? LayerCase.of(in, claim, models)
        : ProgramCase.of(name, claim, models, data);
  }

  private static Proof proof(JsonReader in, ProgramClaim claim, Rule.Reader rules)
      throws Rejection {
    int[] sizes = in.field("circuit").object(RelabelledCase::sizes);
    require( // F-23 (f)
        claim.executed().isEmpty(), UNSUPPORTED_PROFILE, "profile: not decided with circuit");
    Relabelling labels = labels(claim);
    int k = claim.inputs().length();
    Claim.Shape shape = new Claim.Shape(k, labels.size(), sizes[0], sizes[1]);
    Rule rule = in.field("strategy").object(body -> rules.read(body, shape));
    require( // F-23 (e)
        rule.isWeighted() || labels.weights().isEmpty(),
        UNKNOWN_STRATEGY,
        "strategy: got %s, which wants every sequence of one range of tokens, all outputs",
        rule.name());
    return new Proof(shape, labels, rule);
  }

  private static int[] sizes(JsonReader in) throws Rejection {
    return new int[] {size(in, "dModel"), size(in, "dHead")};
  }

  private static int size(JsonReader in, String name) throws Rejection {
    int size = in.field(name).integer();
    require( // F-23 (d)
        size <= Limits.WIDTH, LIMIT_EXCEEDED, "%s: got %d, want <= %d", name, size, Limits.WIDTH);
    return size;
  }

  @Override
  public Findings.Proof count() throws Rejection {
    Rational margin = claim.count().margin();
    Weights weights = OneHead.of(network(), proof.labels(), margin);
    Claim.Shape shape =
        new Claim.Shape(weights.k(), proof.labels().size(), weights.dModel(), weights.dHead());
    require( // F-23 (c)
        proof.shape().equals(shape), SHAPE_MISMATCH, "got %s, want %s", proof.shape(), shape);
    proof.rule().requireLimits(shape.vocab(), shape.k());
    Demand demand = new Demand(margin, tokens(proof.labels()));
    BigInteger count = proof.rule().count(Premises.exact(weights), demand);
    return new Findings.Proof(count, Optional.empty(), weights.meter().operations(), List.of());
  }

  /** Lemma L-78: inputs of other tokens weigh nothing. */
  private static TokenWeights tokens(Relabelling labels) {
    return labels.weights().isEmpty()
        ? TokenWeights.UNIFORM
        : new TokenWeights(List.of(), labels.weights().stream().map(TokenWeights::new).toList());
  }
}

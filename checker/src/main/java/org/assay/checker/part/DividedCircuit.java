// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.part;

import static org.assay.checker.verdict.RejectCode.UNKNOWN_STRATEGY;
import static org.assay.checker.verdict.Rejection.require;

import java.io.IOException;
import java.math.BigInteger;
import org.assay.checker.claim.Claim;
import org.assay.checker.claim.Rule;
import org.assay.checker.json.Files;
import org.assay.checker.json.JsonReader;
import org.assay.checker.rule.CircuitCase;
import org.assay.checker.rule.Rules;
import org.assay.checker.rule.exhaustion.BruteForce;
import org.assay.checker.verdict.Findings;
import org.assay.checker.verdict.Rejection;

/** Rule R-01, divided: a unit is the token of the query, so the inputs that end with it. */
final class DividedCircuit implements Divided {
  private final CircuitCase circuit;
  private QueryRange rule;

  DividedCircuit(byte[] payload, Files models) throws Rejection {
    this.circuit = new CircuitCase(payload, models, this::rule);
  }

  private Rule rule(JsonReader hints, Claim.Shape shape) throws Rejection {
    Rule whole = Rules.read(hints, shape);
    require( // L-99 (f)
        whole instanceof BruteForce,
        UNKNOWN_STRATEGY,
        "strategy: got %s, want one that is decided input by input: brute-force, exhaustive",
        whole.name());
    rule = new QueryRange(shape.vocab());
    return rule;
  }

  @Override
  public Findings.Claimed claimed() {
    return circuit.claimed();
  }

  @Override
  public Findings read(Findings known) throws Rejection, IOException {
    return circuit.read(known);
  }

  @Override
  public String unit() {
    return "query tokens";
  }

  @Override
  public long units() {
    return rule.vocab();
  }

  @Override
  public Counted count(Range range) throws Rejection {
    rule.restrict(range);
    Findings.Proof proof = circuit.count();
    BigInteger total = circuit.claimed().total();
    return new Counted(rule.share(total, circuit.claimed().weights()), proof);
  }
}

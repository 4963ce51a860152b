// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.evaluation;

import static org.assay.checker.verdict.RejectCode.CLAIM_RANGE;
import static org.assay.checker.verdict.RejectCode.UNKNOWN_STRATEGY;
import static org.assay.checker.verdict.RejectCode.UNSUPPORTED_PROFILE;
import static org.assay.checker.verdict.Rejection.quoted;
import static org.assay.checker.verdict.Rejection.require;

import java.io.IOException;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.assay.checker.claim.Certificate;
import org.assay.checker.claim.Profile;
import org.assay.checker.exact.Rational;
import org.assay.checker.json.Files;
import org.assay.checker.json.JsonReader;
import org.assay.checker.program.Network;
import org.assay.checker.program.Program;
import org.assay.checker.question.Inputs;
import org.assay.checker.question.InputsReader;
import org.assay.checker.question.Task;
import org.assay.checker.question.TaskReader;
import org.assay.checker.verdict.Findings;
import org.assay.checker.verdict.Rejection;

/** A claim of version 2 (spec F-15), as it is written: nothing is compared with a model here. */
public record ProgramClaim(
    Certificate.Subject subject,
    Program program,
    Inputs inputs,
    Task task,
    Count count,
    Optional<BigInteger> executed) {
  static final String PREDICATE = "urn:assay:certificate:v2";
  static final String STRATEGY = "exhaustive";

  /** The only profile of programs. */
  static final Profile PROFILE = Profile.ANY_ENGINE;

  /** Outputs {@code from} to {@code to} compete; so many of the inputs are right by the margin. */
  public record Count(int from, int to, Rational margin, BigInteger correct, BigInteger total) {
    String words() {
      return from + " to " + to;
    }
  }

  /** Reads what follows a claim in the predicate. */
  public interface Rest<T> {
    /**
     * @throws Rejection with a code of F-02, F-03, F-15 or F-23
     */
    T read(JsonReader in, ProgramClaim claim) throws Rejection;
  }

  /**
   * @throws Rejection with a code of F-02, F-03, F-09 or F-15 to F-18, or one of {@code rest}
   */
  public static <T> T parse(byte[] payload, Rest<T> rest) throws Rejection {
    return Certificate.statement(
        payload,
        PREDICATE,
        (in, subject) -> {
          ProgramClaim claim = in.field("claim").object(body -> claim(body, subject));
          claim.inputs.setPayload(payload);
          return rest.read(in, claim);
        });
  }

  /** One that every input is tried for. */
  static ProgramClaim parse(byte[] payload) throws Rejection {
    return parse(payload, (in, claim) -> claim.exhaustive(in));
  }

  private ProgramClaim exhaustive(JsonReader in) throws Rejection {
    require( // L-99 (f)
        !in.hasField("circuit"), UNKNOWN_STRATEGY, "strategy: got one with circuit");
    return in.field("strategy").object(hints -> requireExhaustive(hints.field("name").string()));
  }

  ProgramClaim requireExhaustive(String strategy) throws Rejection {
    require( // F-15 (g), L-99 (f)
        strategy.equals(STRATEGY),
        UNKNOWN_STRATEGY,
        "strategy: got %s, want the one that is decided input by input: exhaustive",
        quoted(strategy));
    return this;
  }

  /** What it says, whichever strategy proves it. */
  public Findings.Claimed claimed(String strategy) {
    return new Findings.Claimed(
        subject.name(),
        strategy,
        count.margin.toString(),
        List.of(),
        count.correct,
        count.total,
        executed.map(proved -> new Findings.Execution(PROFILE.name(), proved)));
  }

  /**
   * The same in words, and what draws say of other inputs. Requires: the inputs are loaded.
   *
   * @throws Rejection CLAIM_NOT_PROVED if draws say less than is claimed of them
   */
  public Findings.Question asked() throws Rejection {
    return new Findings.Question(
        subject.sha256(),
        new Findings.Words(
            program.brief(), program.words(), inputs.words(), count.words(), task.words()),
        inputs.sample(count.correct, count.total));
  }

  /**
   * The network that it is about.
   *
   * @throws Rejection with a code of F-12, F-16 or F-21, or if it has fewer outputs
   */
  public Network network(Files models) throws Rejection, IOException {
    Network network = Network.of(program, models.read(subject.sha256()), inputs.length());
    require( // F-15 (a)
        count.to < network.outputs(),
        CLAIM_RANGE,
        "outputs: got %d to %d, the network has %d",
        count.from,
        count.to,
        network.outputs());
    return network;
  }

  private static ProgramClaim claim(JsonReader in, Certificate.Subject subject) throws Rejection {
    Program program = in.field("network").object(Program::read);
    Inputs inputs = in.field("inputs").object(InputsReader::read);
    int[] outputs = in.field("outputs").object(ProgramClaim::outputs);
    Task task = in.field("task").object(one -> TaskReader.read(one, inputs.free().size()));
    require( // F-22 (g)
        !task.isListed() || inputs.areKnownBeforehand(),
        CLAIM_RANGE,
        "task: got labels for draws, which nobody knows beforehand");
    Rational margin = in.field("margin").rational();
    require( // F-15 (b)
        margin.signum() >= 0, CLAIM_RANGE, "margin: got %s, want >= 0", margin);
    inputs.readBeacon(in);
    BigInteger correct = in.field("correct").bigInteger();
    BigInteger total = in.field("total").bigInteger();
    require( // F-15 (d)
        correct.signum() >= 0 && correct.compareTo(total) <= 0,
        CLAIM_RANGE,
        "correct: got %s, want 0 to %s",
        correct,
        total);
    inputs.readBound(in);
    Optional<BigInteger> executed =
        in.hasField("profile")
            ? Optional.of(in.field("profile").object(profile -> executed(profile, total)))
            : Optional.empty();
    Count count = new Count(outputs[0], outputs[1], margin, correct, total);
    return new ProgramClaim(subject, program, inputs, task, count, executed);
  }

  private static int[] outputs(JsonReader in) throws Rejection {
    int from = in.field("from").integer();
    int to = in.field("to").integer();
    require(from <= to, CLAIM_RANGE, "outputs: got %d to %d", from, to); // F-15 (a)
    return new int[] {from, to};
  }

  /** How many inputs are right in every execution of {@link #PROFILE}. */
  private static BigInteger executed(JsonReader in, BigInteger total) throws Rejection {
    Profile named = Profile.named(in.field("name").string()); // F-15 (f)
    require( // F-15 (f)
        named.equals(PROFILE),
        UNSUPPORTED_PROFILE,
        "profile of a program: got %s, want %s",
        named.name(),
        PROFILE.name());
    BigInteger correct = in.field("correct").bigInteger();
    require( // F-15 (h)
        correct.signum() >= 0 && correct.compareTo(total) <= 0,
        CLAIM_RANGE,
        "correct of the profile: got %s, want 0 to %s",
        correct,
        total);
    return correct;
  }
}

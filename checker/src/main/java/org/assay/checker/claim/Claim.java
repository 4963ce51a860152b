// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.claim;

import static org.assay.checker.verdict.RejectCode.CLAIM_RANGE;
import static org.assay.checker.verdict.RejectCode.LIMIT_EXCEEDED;
import static org.assay.checker.verdict.Rejection.require;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.assay.checker.exact.Rational;
import org.assay.checker.json.JsonReader;
import org.assay.checker.json.Limits;
import org.assay.checker.verdict.Rejection;

/**
 * What a certificate says of its model (spec F-10): on at least {@code correct} of the {@code
 * total} inputs the right logit is the largest by more than a margin; with token weights, inputs of
 * at least that weight, of {@code total}. And, if there is an execution, that holds of every
 * execution of its profile for at least so many.
 *
 * <p>Not checked here: that the shape is the model's, and that the count is proved.
 */
public record Claim(
    Shape shape,
    Demand demand,
    BigInteger correct,
    BigInteger total,
    Optional<Execution> execution) {
  private static final int MAX_WEIGHT = Integer.MAX_VALUE;

  /** The sizes of the model. */
  public record Shape(int k, int vocab, int dModel, int dHead) {}

  /** How many inputs are right in every execution of a profile. */
  public record Execution(Profile profile, BigInteger correct) {}

  static Claim read(JsonReader in) throws Rejection {
    Shape shape =
        new Shape(
            size(in, "k", Limits.K),
            size(in, "vocab", Limits.WIDTH),
            size(in, "dModel", Limits.WIDTH),
            size(in, "dHead", Limits.WIDTH));
    Rational margin = in.field("margin").rational();
    require( // F-10 (b), L-04 (a)
        margin.signum() >= 0, CLAIM_RANGE, "margin: got %s, want >= 0", margin);
    TokenWeights tokens =
        in.hasField("weights") ? tokens(in.field("weights"), shape.vocab) : TokenWeights.UNIFORM;
    BigInteger correct = in.field("correct").bigInteger();
    BigInteger total = in.field("total").bigInteger();
    BigInteger inputs = tokens.upTo(shape.vocab - 1, 0, shape.k);
    require( // F-10 (c), L-06 (a)
        total.equals(inputs), CLAIM_RANGE, "total: got %s, want %s", total, inputs);
    require( // F-10 (d)
        correct.signum() >= 0 && correct.compareTo(total) <= 0,
        CLAIM_RANGE,
        "correct: got %s, want 0 to %s",
        correct,
        total);
    Optional<Execution> execution =
        in.hasField("profile")
            ? Optional.of(in.field("profile").object(profile -> execution(profile, total)))
            : Optional.empty();
    return new Claim(shape, new Demand(margin, tokens), correct, total, execution);
  }

  private static Execution execution(JsonReader in, BigInteger total) throws Rejection {
    Profile profile = Profile.named(in.field("name").string());
    BigInteger correct = in.field("correct").bigInteger();
    require( // F-10 (g)
        correct.signum() >= 0 && correct.compareTo(total) <= 0,
        CLAIM_RANGE,
        "correct of the profile: got %s, want 0 to %s",
        correct,
        total);
    return new Execution(profile, correct);
  }

  private static TokenWeights tokens(JsonReader in, int vocab) throws Rejection {
    List<Integer> weights = in.list(vocab, CLAIM_RANGE, Claim::weight); // F-10 (l)
    require( // F-10 (l)
        weights.size() == vocab,
        CLAIM_RANGE,
        "weights: got %d elements, want vocab = %d",
        weights.size(),
        vocab);
    return new TokenWeights(weights);
  }

  private static int weight(JsonReader in) throws Rejection {
    long weight = in.longer();
    require( // F-10 (k)
        weight >= 1 && weight <= MAX_WEIGHT,
        CLAIM_RANGE,
        "weights: got %d, want 1 to %d",
        weight,
        MAX_WEIGHT);
    return (int) weight;
  }

  private static int size(JsonReader in, String name, int most) throws Rejection {
    int size = in.field(name).integer();
    require(size <= most, LIMIT_EXCEEDED, "%s: got %d, want <= %d", name, size, most); // F-01
    return size;
  }
}

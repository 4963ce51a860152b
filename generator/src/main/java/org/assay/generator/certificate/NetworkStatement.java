// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.certificate;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;

/**
 * The signed payload about a program (spec F-15).
 *
 * @param subject label of the model for people; the digest decides
 * @param sha256 digest of the model file
 * @param execution what is claimed of every execution within a profile, if anything
 */
public record NetworkStatement(
    String subject,
    String sha256,
    Question question,
    BigInteger correct,
    BigInteger total,
    Optional<Claim.Execution> execution)
    implements Decidable {
  static final String PREDICATE_TYPE = "urn:assay:certificate:v2";
  public static final String STRATEGY = "exhaustive";

  /**
   * What is claimed but the counts, as JSON spells it.
   *
   * @param from the first output that competes
   * @param to the last one
   * @param margin a canonical fraction
   */
  public record Question(
      JsonNode network, JsonNode inputs, int from, int to, JsonNode task, String margin) {}

  /** Nothing is claimed of executions. */
  public NetworkStatement(
      String subject, String sha256, Question question, BigInteger correct, BigInteger total) {
    this(subject, sha256, question, correct, total, Optional.empty());
  }

  /** The same with another count. */
  public NetworkStatement claiming(BigInteger count) {
    return new NetworkStatement(subject, sha256, question, count, total, execution);
  }

  /** The same with a second line, or with another one. */
  public NetworkStatement within(Claim.Execution other) {
    return new NetworkStatement(subject, sha256, question, correct, total, Optional.of(other));
  }

  @Override
  public String strategy() {
    return STRATEGY;
  }

  @Override
  public String margin() {
    return question.margin;
  }

  /** correct/total with ten digits, rounded down: never more than was proved. */
  public String accuracy() {
    return accuracy(correct);
  }

  /** The same of another count. */
  public String accuracy(BigInteger count) {
    BigInteger digits = count.multiply(BigInteger.TEN.pow(10)).divide(total);
    return new BigDecimal(digits, 10).toPlainString();
  }

  @Override
  public byte[] payload() {
    Statement.requireName("model file name", subject);
    ObjectNode root = new JsonMapper().createObjectNode().put("_type", Statement.TYPE);
    ObjectNode model = root.putArray("subject").addObject().put("name", subject);
    model.putObject("digest").put("sha256", sha256);
    root.put("predicateType", PREDICATE_TYPE);
    ObjectNode predicate = root.putObject("predicate");
    ObjectNode claim = predicate.putObject("claim");
    claim.set("network", question.network);
    claim.set("inputs", question.inputs);
    claim.putObject("outputs").put("from", question.from).put("to", question.to);
    claim.set("task", question.task);
    claim.put("margin", question.margin);
    claim.put("correct", correct.toString()).put("total", total.toString());
    execution.ifPresent(
        one ->
            claim
                .putObject("profile")
                .put("name", one.profile())
                .put("correct", one.correct().toString()));
    predicate.putObject("strategy").put("name", STRATEGY);
    return (root + "\n").getBytes(UTF_8);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.certificate;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
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
   * @param draws empty unless the inputs are drawn
   */
  public record Question(
      JsonNode network,
      JsonNode inputs,
      int from,
      int to,
      JsonNode task,
      String margin,
      Optional<Draws> draws) {
    private Question bounding(String share) {
      Optional<Draws> bounded = draws.map(one -> new Draws(one.beacon, share));
      return new Question(network, inputs, from, to, task, margin, bounded);
    }
  }

  /**
   * What inputs are drawn by, and what is claimed of all that they are drawn from (spec F-22).
   *
   * @param beacon a value, in hexadecimal
   * @param bound of the accuracy, a canonical fraction
   */
  public record Draws(String beacon, String bound) {}

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

  /** The same with another bound. */
  public NetworkStatement bounding(String share) {
    Question bounded = question.bounding(share);
    return new NetworkStatement(subject, sha256, bounded, correct, total, execution);
  }

  /** What is fixed before the beacon is known (spec F-22), up to the place of its value. */
  public byte[] commitment() {
    return before(",\"beacon\":");
  }

  /** What decides which inputs are drawn: all but the counts. */
  public byte[] fixed() {
    return before(",\"correct\":");
  }

  private byte[] before(String member) {
    byte[] payload = payload();
    return Arrays.copyOf(payload, new String(payload, ISO_8859_1).indexOf(member));
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
    return decimal(count, total);
  }

  private static String decimal(BigInteger over, BigInteger under) {
    BigInteger digits = over.multiply(BigInteger.TEN.pow(10)).divide(under);
    return new BigDecimal(digits, 10).toPlainString();
  }

  /** The bound with ten digits, rounded down; empty unless the inputs are drawn. */
  public Optional<String> boundDecimal() {
    return question
        .draws
        .map(draws -> (draws.bound + "/1").split("/"))
        .map(parts -> decimal(new BigInteger(parts[0]), new BigInteger(parts[1])));
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
    question.draws.ifPresent(draws -> claim.put("beacon", draws.beacon));
    claim.put("correct", correct.toString()).put("total", total.toString());
    question.draws.ifPresent(draws -> claim.put("bound", draws.bound));
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

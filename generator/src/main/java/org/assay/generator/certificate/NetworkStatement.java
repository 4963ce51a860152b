// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.certificate;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The signed payload about a program (spec F-15).
 *
 * @param of the model
 * @param execution what is claimed of every execution within a profile, if anything
 */
public record NetworkStatement(
    Subject of,
    Question question,
    BigInteger correct,
    BigInteger total,
    Optional<Claim.Execution> execution,
    Proof proof)
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

  /** By trying every input; nothing is claimed of executions. */
  public NetworkStatement(
      String name, String sha256, Question question, BigInteger correct, BigInteger total) {
    this(
        new Subject(name, sha256),
        question,
        correct,
        total,
        Optional.empty(),
        new Proof(STRATEGY, Optional.empty(), Map.of()));
  }

  /**
   * The model.
   *
   * @param name label for people; the digest decides
   * @param sha256 digest of the model file
   */
  public record Subject(String name, String sha256) {
    public Subject {
      Statement.requireName("model file name", name);
    }
  }

  /**
   * How it is proved.
   *
   * @param circuit the network as one head of attention (F-23), if a strategy for these proves it
   * @param hints the other fields of the strategy in their order, each as JSON spells it
   */
  public record Proof(String strategy, Optional<Circuit> circuit, Map<String, String> hints) {
    public Proof {
      hints = Collections.unmodifiableMap(new LinkedHashMap<>(hints));
    }
  }

  /** Sizes of one head of attention. */
  public record Circuit(int dModel, int dHead) {}

  /** The name of the model. */
  public String subject() {
    return of.name;
  }

  @Override
  public String sha256() {
    return of.sha256;
  }

  /** The same with another count. */
  public NetworkStatement claiming(BigInteger count) {
    return new NetworkStatement(of, question, count, total, execution, proof);
  }

  /** The same with a second line, or with another one. */
  public NetworkStatement within(Claim.Execution other) {
    return new NetworkStatement(of, question, correct, total, Optional.of(other), proof);
  }

  /** The same with another bound. */
  public NetworkStatement bounding(String share) {
    Question bounded = question.bounding(share);
    return new NetworkStatement(of, bounded, correct, total, execution, proof);
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
    return proof.strategy;
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
    ObjectNode root = new JsonMapper().createObjectNode().put("_type", Statement.TYPE);
    ObjectNode model = root.putArray("subject").addObject().put("name", of.name);
    model.putObject("digest").put("sha256", of.sha256);
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
    proof.circuit.ifPresent(
        sizes ->
            predicate.putObject("circuit").put("dModel", sizes.dModel).put("dHead", sizes.dHead));
    ObjectNode strategy = predicate.putObject("strategy").put("name", proof.strategy);
    proof.hints.forEach((name, value) -> strategy.putRawValue(name, new RawValue(value)));
    return (root + "\n").getBytes(UTF_8);
  }
}

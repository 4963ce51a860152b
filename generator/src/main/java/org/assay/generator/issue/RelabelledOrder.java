// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.issue;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.Optional;
import org.assay.generator.certificate.NetworkStatement;
import org.assay.generator.certificate.Statement;
import org.assay.generator.model.Model;
import org.assay.generator.network.OneHead;
import org.assay.generator.network.Relabelling;
import org.assay.generator.network.Template;
import org.assay.generator.strategy.Demand;
import org.assay.generator.strategy.Strategy;

/**
 * What is to be proved of a program of one head, by a strategy for such networks: its tokens and
 * outputs get new numbers, by which the task is the maximum (spec F-23).
 */
public record RelabelledOrder(ProgramOrder question, Strategy strategy) {
  /**
   * A statement that the checker accepted, if there was one, and the best constant answer, by the
   * network's own numbers.
   */
  public record Proved(NetworkStatement statement, Accepted accepted, ConstantAnswer constant) {}

  /**
   * @param file of the model, for the checker
   * @param checker decides; empty leaves that out
   * @throws IllegalArgumentException naming the option, if these strategies cannot prove it
   * @throws CheckerProcess.NotAccepted if the checker decided otherwise
   */
  public Proved prove(Path file, Optional<CheckerProcess> checker) throws IOException {
    ProgramOrder.Range outputs = question.outputs();
    question.requireOutputs();
    Relabelling labels =
        Relabelling.of(question.inputs(), question.task(), outputs.from(), outputs.to());
    requireWeighted(labels);
    double margin = question.margin().above(0);
    Model model = OneHead.model(question.program(), question.model(), labels, margin);
    Pipeline pipeline = new Pipeline(file, model, checker, Work::of, this::spelled);
    Strategy searched = labels.isAll() ? strategy : new CountedByChecker(strategy);
    Order order = new Order(searched, Demand.of(question.margin()), Optional.empty());
    Accepted accepted = pipeline.accepted(order);
    return new Proved(spelled(accepted.statement()), accepted, constant(labels));
  }

  private void requireWeighted(Relabelling labels) {
    if (labels.isAll() || strategy.isWeighted()) return;
    throw new IllegalArgumentException(
        "strategy: "
            + strategy.name()
            + " wants one range of tokens at all positions, and these outputs; else use"
            + " brute-force, grouped-counting or potential-counting");
  }

  /** The best constant answer, by the network's own numbers. */
  static ConstantAnswer constant(Relabelling labels) {
    ConstantAnswer best = new ConstantAnswer(0, BigInteger.valueOf(-1));
    for (int j = labels.fixed(); j < labels.fixed() + labels.free(); j++) {
      BigInteger right = labels.rightOn(j);
      if (right.compareTo(best.correct()) > 0) best = new ConstantAnswer(labels.tokens()[j], right);
    }
    return best;
  }

  /** The same in version 2. */
  private NetworkStatement spelled(Statement statement) {
    return new NetworkStatement(
        new NetworkStatement.Subject(statement.subject(), statement.sha256()),
        question.question(),
        statement.correct(),
        ((Template) question.inputs()).size(),
        Optional.empty(),
        new NetworkStatement.Proof(
            statement.strategy(),
            Optional.of(
                new NetworkStatement.Circuit(
                    statement.claim().sizes().dModel(), statement.claim().sizes().dHead())),
            statement.hints()));
  }
}

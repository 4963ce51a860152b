// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.issue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.assay.generator.certificate.NetworkStatement;
import org.assay.generator.certificate.Statement;
import org.assay.generator.model.Model;
import org.assay.generator.network.OneHead;
import org.assay.generator.network.Relabelling;
import org.assay.generator.strategy.Demand;
import org.assay.generator.strategy.Strategy;

/**
 * What is to be proved of a program of one head, by a strategy for such networks: its tokens and
 * outputs get new numbers, by which the task is the maximum (spec F-22).
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
    int[] labels = Relabelling.of(question.inputs(), question.task(), outputs.from(), outputs.to());
    int n = question.inputs().length();
    Model model = OneHead.model(question.program(), question.model(), labels, n);
    Pipeline pipeline = new Pipeline(file, model, checker, Work::of, this::spelled);
    Order order = new Order(strategy, Demand.of(question.margin()), Optional.empty());
    Accepted accepted = pipeline.accepted(order);
    ConstantAnswer constant = ConstantAnswer.of(accepted.statement().claim());
    return new Proved(
        spelled(accepted.statement()),
        accepted,
        new ConstantAnswer(labels[constant.token()], constant.correct()));
  }

  /** The same in version 2. */
  private NetworkStatement spelled(Statement statement) {
    return new NetworkStatement(
        statement.subject(),
        statement.sha256(),
        question.question(),
        statement.correct(),
        statement.total(),
        new NetworkStatement.Proof(
            statement.strategy(),
            Optional.of(
                new NetworkStatement.Circuit(
                    statement.claim().sizes().dModel(), statement.claim().sizes().dHead())),
            statement.hints()));
  }
}

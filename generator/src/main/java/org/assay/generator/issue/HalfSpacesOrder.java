// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.issue;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.assay.generator.certificate.NetworkStatement;
import org.assay.generator.model.ModelRefusal;
import org.assay.generator.network.Relabelling;
import org.assay.generator.network.Template;
import org.assay.generator.strategy.BudgetTooSmall;
import org.assay.generator.strategy.halfspaces.HalfSpaces;

/**
 * What is to be proved of a network of one layer by counting half-spaces. The search counts by
 * doubles, which is a prediction; what is claimed is what the checker counts.
 *
 * @param budget operations that the checker may spend; bins that were not chosen are halved until
 *     it does not spend more
 */
public record HalfSpacesOrder(ProgramOrder question, HalfSpaces strategy, OptionalLong budget) {
  /** With as many operations as it takes. */
  public HalfSpacesOrder(ProgramOrder question, HalfSpaces strategy) {
    this(question, strategy, OptionalLong.empty());
  }

  /**
   * A statement that the checker accepted, if there was one.
   *
   * @param predicted what the search counts
   * @param constant the best constant answer
   * @param operations what checking took, by the checker's own count
   */
  public record Proved(
      NetworkStatement statement,
      BigInteger predicted,
      ConstantAnswer constant,
      OptionalLong operations) {}

  /**
   * @param file of the model, for the checker
   * @param checker decides; empty leaves that out
   * @throws BudgetTooSmall if the checker spends more with the fewest bins, or with those chosen
   * @throws IllegalArgumentException naming the option, if the strategy cannot prove it
   * @throws CheckerProcess.NotAccepted if the checker decided otherwise
   */
  public Proved prove(Path file, Optional<CheckerProcess> checker) throws IOException {
    if (checker.isEmpty() && budget.isPresent()) {
      throw new IllegalArgumentException("budget: needs the checker's count of operations");
    }
    Relabelling labels = labels();
    Proved proved = proved(labels, strategy, file, checker);
    int bins = bins(proved);
    long least = Long.MAX_VALUE; // fewer bins may have more slices
    while (isTooDear(proved)) {
      least = Math.min(least, proved.operations.orElse(Long.MAX_VALUE));
      bins /= 2;
      if (strategy.bins().isPresent() || bins < question.inputs().length()) {
        throw new BudgetTooSmall(budget.getAsLong(), least);
      }
      proved = proved(labels, strategy.withBins(bins), file, checker);
    }
    return proved;
  }

  private boolean isTooDear(Proved proved) {
    return budget.isPresent() && proved.operations.orElse(Long.MAX_VALUE) > budget.getAsLong();
  }

  private static int bins(Proved proved) {
    return Integer.parseInt(proved.statement.proof().hints().get("bins"));
  }

  private Proved proved(
      Relabelling labels, HalfSpaces strategy, Path file, Optional<CheckerProcess> checker)
      throws IOException {
    HalfSpaces.Found found;
    BigInteger classes = BigInteger.valueOf(labels.free() * (labels.free() + 1L) / 2);
    try (Work work = Work.of(HalfSpaces.NAME, classes)) {
      found =
          strategy.search(
              question.program(), question.model(), labels, question.margin().above(0), work);
    }
    BigInteger total = ((Template) question.inputs()).size();
    BigInteger predicted = predicted(total, found.lost());
    ConstantAnswer constant = RelabelledOrder.constant(labels);
    if (checker.isEmpty()) {
      return new Proved(
          statement(found.hints(), predicted, total), predicted, constant, OptionalLong.empty());
    }
    NetworkStatement asked = statement(found.hints(), total, total);
    return decided(
        file, checker.get(), new Proved(asked, predicted, constant, OptionalLong.empty()));
  }

  /**
   * To be called before the long work.
   *
   * @throws IllegalArgumentException naming the option, if the strategy cannot prove it
   * @throws ModelRefusal if the program is another one
   */
  public void requirePossible() throws IOException {
    HalfSpaces.requireOneLayer(question.program(), question.model(), labels());
  }

  private Relabelling labels() throws IOException {
    ProgramOrder.Range outputs = question.outputs();
    question.requireOutputs();
    Relabelling labels =
        Relabelling.of(question.inputs(), question.task(), outputs.from(), outputs.to());
    if (labels.isAll()) return labels;
    throw new IllegalArgumentException(
        "inputs: got "
            + question.inputs().words()
            + ", want one range of tokens at all positions, and these outputs");
  }

  /** All are claimed first; where the checker counts fewer, it says how many. */
  private Proved decided(Path file, CheckerProcess checker, Proved asked) throws IOException {
    NetworkStatement statement = asked.statement;
    Decision decision = decide(checker, file, statement);
    if (!decision.accepted()) {
      statement = statement.claiming(decision.correct());
      decision = decide(checker, file, statement);
    }
    if (decision.accepted()) {
      return new Proved(statement, asked.predicted, asked.constant, decision.operations());
    }
    throw new CheckerProcess.NotAccepted(
        "the checker did not accept the count that it proved, " + statement.correct());
  }

  private static BigInteger predicted(BigInteger total, double lost) {
    BigDecimal share = BigDecimal.ONE.subtract(new BigDecimal(Math.min(1, Math.max(0, lost))));
    return new BigDecimal(total).multiply(share).setScale(0, RoundingMode.FLOOR).toBigInteger();
  }

  private NetworkStatement statement(
      Map<String, String> hints, BigInteger correct, BigInteger total) {
    return new NetworkStatement(
        new NetworkStatement.Subject(question.model().fileName(), question.model().sha256()),
        question.question(),
        correct,
        total,
        Optional.empty(),
        new NetworkStatement.Proof(HalfSpaces.NAME, Optional.empty(), hints));
  }

  private static Decision decide(CheckerProcess checker, Path file, NetworkStatement statement)
      throws IOException {
    Work shown = Work.of(Work.CHECKER, Work.UNKNOWN);
    try {
      return Decisions.of(checker, file, List.of(statement)).of(0);
    } finally {
      shown.close();
    }
  }
}

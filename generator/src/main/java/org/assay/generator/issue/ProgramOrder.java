// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.issue;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.assay.generator.certificate.Claim;
import org.assay.generator.certificate.NetworkStatement;
import org.assay.generator.model.TensorFile;
import org.assay.generator.network.Drawn;
import org.assay.generator.network.Inputs;
import org.assay.generator.network.Labels;
import org.assay.generator.network.Program;
import org.assay.generator.network.Rows;
import org.assay.generator.network.Shapes;
import org.assay.generator.network.Step;
import org.assay.generator.network.Task;
import org.assay.generator.network.evaluate.Count;
import org.assay.generator.strategy.Margin;

/**
 * What is to be proved of a program: how many inputs it answers rightly, found by going through
 * them all. The count by doubles is only a prediction; what is claimed is what the checker counts.
 */
public record ProgramOrder(
    TensorFile model, Program program, Inputs inputs, Task task, Range outputs, Margin margin) {

  /** From one number to another, both included. */
  public record Range(int from, int to) {}

  /**
   * A statement that the checker accepted, if there was one.
   *
   * @param predicted what the doubles told
   * @param operations what checking took, by the checker's own count
   */
  public record Proved(NetworkStatement statement, Count predicted, OptionalLong operations) {}

  /**
   * To be called before the long work.
   *
   * @throws IllegalArgumentException if task, inputs, outputs and program do not fit each other
   * @throws IOException if the tensors do not fit the program
   */
  public void requirePossible() throws IOException {
    requireOutputs();
    if (inputs.count() > Inputs.MOST) {
      throw new IllegalArgumentException(
          "inputs: got more than "
              + Inputs.MOST
              + ", too many to go through one by one (spec F-21)");
    }
    if (inputs instanceof Drawn && task instanceof Labels) {
      throw new IllegalArgumentException(
          "task: got labels for draws, which nobody knows beforehand (spec F-22)");
    }
    task.requireFree(inputs.free().length, inputs.count());
    requireTokens();
  }

  /**
   * @throws IllegalArgumentException if inputs, outputs and program do not fit each other
   * @throws IOException if the tensors do not fit the program
   */
  void requireOutputs() throws IOException {
    requirePositions();
    Shapes shapes = Shapes.of(program, model, inputs.length());
    int last = program.steps().size() - 1;
    int width = shapes.of(program.steps().get(last).name()).width();
    if (outputs.from > outputs.to || outputs.to >= width) {
      throw new IllegalArgumentException(
          "outputs: got " + outputs.from + ".." + outputs.to + ", the network has " + width);
    }
    if (inputs.largest() >= shapes.tokens()) {
      throw new IllegalArgumentException(
          "inputs: got token " + inputs.largest() + ", the network has " + shapes.tokens());
    }
  }

  /** The commonest of what does not fit, in the words of the question, not of a step. */
  private void requirePositions() throws IOException {
    for (Step step : program.steps()) {
      if (!(step instanceof Step.Positions positions)) continue;
      List<Long> shape = model.shape(positions.table());
      if (shape.size() != 2) continue; // whatever that is, it does not fit its step
      long most = shape.get(positions.layout().equals("columns") ? 1 : 0);
      if (inputs.length() > most) {
        throw new IllegalArgumentException(
            "inputs: got " + inputs.length() + " positions, the network has " + most);
      }
    }
  }

  private void requireTokens() {
    boolean[] seen = new boolean[inputs.largest() + 1];
    inputs.forEachFreeToken(
        token -> {
          if (!seen[token]) task.requireToken(token);
          seen[token] = true;
        });
  }

  /**
   * @param file of the model, for the checker
   * @param checker decides; empty leaves that out
   * @param profile of executions, to claim something of them, too
   * @throws IllegalArgumentException if there is a profile and no checker
   * @throws CheckerProcess.NotAccepted if the checker decided otherwise
   */
  public Proved prove(Path file, Optional<CheckerProcess> checker, Optional<String> profile)
      throws IOException {
    if (profile.isPresent() && checker.isEmpty()) {
      throw new IllegalArgumentException(
          "profile " + profile.get() + ": only the checker proves what it counts");
    }
    Count count;
    Count.Question question =
        new Count.Question(asked(), task, outputs.from, outputs.to, margin.above(0));
    try (Work work = Work.of("exhaustive", BigInteger.valueOf(inputs.count()))) {
      count = Count.of(program, model, question, work);
    }
    if (count.total() == 0) throw new IllegalArgumentException("task: every input is outside");
    long claimed = checker.isPresent() ? count.right() + count.open() : count.right();
    NetworkStatement statement = statement(claimed, count.total());
    if (checker.isEmpty()) return new Proved(statement, count, OptionalLong.empty());
    if (profile.isPresent()) {
      statement = statement.within(new Claim.Execution(profile.get(), statement.correct()));
    }
    Decision decision = decide(checker.get(), file, statement);
    if (!decision.accepted()) {
      statement = counted(statement, decision);
      decision = decide(checker.get(), file, statement);
    }
    if (decision.accepted() && decision.bound().isPresent()) {
      statement = statement.bounding(Margin.parse(decision.bound().get()).toString());
      decision = decide(checker.get(), file, statement);
    }
    if (decision.accepted()) return new Proved(statement, count, decision.operations());
    throw new CheckerProcess.NotAccepted(
        "the checker did not accept the count that it proved, " + statement.correct());
  }

  /** The same with the counts that the checker proved. */
  private static NetworkStatement counted(NetworkStatement asked, Decision decision) {
    NetworkStatement counted = asked.claiming(decision.correct());
    if (asked.execution().isEmpty()) return counted;
    BigInteger executed =
        decision
            .execution()
            .orElseThrow(
                () -> new CheckerProcess.NotAccepted("the checker counts nothing of the profile"));
    String profile = asked.execution().get().profile();
    return counted.within(new Claim.Execution(profile, executed.min(decision.correct())));
  }

  /** The inputs, drawn if they are to be. */
  private Inputs asked() {
    return inputs instanceof Drawn drawn ? drawn.by(statement(0, 0).fixed()) : inputs;
  }

  /** What has to be fixed before the beacon is known (spec F-22). */
  public byte[] commitment() {
    return statement(0, 0).commitment();
  }

  private NetworkStatement statement(long correct, long total) {
    return new NetworkStatement(
        model.fileName(),
        model.sha256(),
        question(),
        BigInteger.valueOf(correct),
        BigInteger.valueOf(total));
  }

  private static NetworkStatement.Draws undecided(Drawn drawn) {
    return new NetworkStatement.Draws(drawn.value().orElse(""), "0");
  }

  /** What is asked, as a claim spells it; before the beacon is known an empty value. */
  public NetworkStatement.Question question() {
    return new NetworkStatement.Question(
        program.json(),
        inputs.json(),
        outputs.from,
        outputs.to,
        task.json(),
        margin.toString(),
        inputs instanceof Drawn drawn ? Optional.of(undecided(drawn)) : Optional.empty());
  }

  private Decision decide(CheckerProcess checker, Path file, NetworkStatement statement)
      throws IOException {
    Work shown = Work.of(Work.CHECKER, Work.UNKNOWN);
    try {
      return Decisions.of(checker, file, List.of(statement), dataFiles()).of(0);
    } finally {
      shown.close();
    }
  }

  private List<Path> dataFiles() {
    List<Path> files = new ArrayList<>();
    if (inputs instanceof Rows rows) files.add(rows.file());
    if (task instanceof Labels labels) files.add(labels.file());
    return files;
  }
}

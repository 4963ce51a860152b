// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.issue;

import java.io.IOException;
import java.math.BigInteger;
import java.util.Optional;
import java.util.OptionalLong;
import org.assay.generator.certificate.Claim;
import org.assay.generator.certificate.Statement;
import org.assay.generator.model.Model;
import org.assay.generator.strategy.BudgetTooSmall;
import org.assay.generator.strategy.Proof;
import org.assay.generator.strategy.Strategy;

/**
 * A statement on its way: searched for or given, then decided, at last accepted or failed.
 *
 * <p>A strategy may count a little more or less than the checker does, because the two round
 * differently and a term near the edge of a bin may fall on either side of it. Both counts are
 * proved, but only the checker's can be claimed. Without hints it never proves less.
 *
 * <p>What is claimed of executions within a profile is what the checker proves of them, and never
 * more than what it proves over the reals: all inputs are asked for first, to learn it.
 */
public final class Draft {
  private final Optional<Order> order;
  private Strategy tried; // with the budget of this attempt
  private Statement statement;
  private Decision decision;
  private boolean isSettled;
  private Exception failure;
  private long nanos;
  private Accepted elsewhere;

  private Draft(Optional<Order> order, Statement statement) {
    this.order = order;
    this.tried = order.map(Order::strategy).orElse(null);
    this.statement = statement;
  }

  /** To be searched for. */
  public static Draft of(Order order) {
    return new Draft(Optional.of(order), null);
  }

  /** Was searched for before; decided as it stands. */
  public static Draft of(Statement statement) {
    return new Draft(Optional.empty(), statement);
  }

  /** Was searched for and decided on another machine. */
  public static Draft of(Accepted accepted) {
    Draft draft = new Draft(Optional.empty(), accepted.statement());
    draft.elsewhere = accepted;
    draft.isSettled = true;
    return draft;
  }

  /** Failed on another machine. */
  public static Draft failed(Exception why) {
    Draft draft = new Draft(Optional.empty(), null);
    draft.failure = why;
    return draft;
  }

  /**
   * @throws IllegalArgumentException if the strategy or the format cannot hold the model
   * @throws CheckerProcess.NotAccepted if the checker decided otherwise
   * @throws IOException if the checker refuses the model
   */
  public Accepted accepted() throws IOException {
    if (failure instanceof IOException) throw (IOException) failure;
    if (failure != null) throw (RuntimeException) failure;
    if (elsewhere != null) return elsewhere;
    if (decision == null) {
      return new Accepted(statement, OptionalLong.empty(), OptionalLong.empty(), nanos);
    }
    return new Accepted(statement, decision.operations(), decision.millis(), nanos);
  }

  /** Why there is no statement, if there is none. */
  public Optional<Exception> failure() {
    return Optional.ofNullable(failure);
  }

  void fail(Exception why) {
    failure = why;
  }

  boolean hasFailed() {
    return failure != null;
  }

  /** Whether the checker has yet to accept it as it stands now. */
  boolean isOpen() {
    return failure == null && !isSettled;
  }

  /** Does nothing if it was given. */
  void search(Model model, Pipeline.Progress progress) {
    if (order.isEmpty()) return;
    long start = System.nanoTime();
    Order wanted = order.get();
    Proof proof;
    try (Work work = progress.of(tried.name(), tried.steps(model))) {
      proof = tried.prove(model, wanted.searched(), work);
    } catch (BudgetTooSmall e) { // in terms of the budget that was asked for
      long asked = wanted.strategy().budget().orElseThrow();
      throw new BudgetTooSmall(asked, e.smallest() + asked - tried.budget().orElseThrow());
    }
    Claim.Sizes sizes = new Claim.Sizes(model.k(), model.vocab(), model.dModel(), model.dHead());
    Claim claim =
        new Claim(
            sizes,
            wanted.demand().margin().toString(),
            wanted.demand().tokens().listed(),
            proof.correct());
    statement = new Statement(model.fileName(), model.sha256(), claim, tried.name(), proof.hints());
    isSettled = false;
    nanos += System.nanoTime() - start;
  }

  /** What the checker is asked next: what is to be claimed, or more, to learn what it proves. */
  Statement asked() {
    Optional<String> profile = order.flatMap(Order::profile);
    if (profile.isEmpty() || statement.claim().execution().isPresent()) return statement;
    Claim claim = statement.claim();
    return statement.claiming(claim.within(new Claim.Execution(profile.get(), claim.total())));
  }

  /** Settled if accepted with the count that it claims, else claims what the checker proved. */
  void take(Decision first) {
    Statement asked = asked();
    Statement counted = counted(asked, first);
    isSettled = first.accepted() && (order.isEmpty() || counted.equals(asked));
    if (!isSettled && !mayClaim(first.correct())) throw otherwise(first.correct());
    decision = first;
    if (order.isPresent()) statement = counted;
  }

  private static Statement counted(Statement asked, Decision first) {
    Statement counted = asked.claiming(first.correct());
    Optional<Claim.Execution> execution = asked.claim().execution();
    if (execution.isEmpty()) return counted;
    BigInteger proved =
        first
            .execution()
            .orElseThrow(
                () -> new CheckerProcess.NotAccepted("the checker counts nothing of the profile"));
    String profile = execution.get().profile();
    return counted.claiming(
        counted.claim().within(new Claim.Execution(profile, proved.min(first.correct()))));
  }

  private boolean mayClaim(BigInteger proved) {
    return order.isPresent()
        && (!statement.hints().isEmpty() || proved.compareTo(statement.claim().correct()) >= 0);
  }

  /** What the checker proved, it must accept. */
  void confirm(Decision second) {
    if (!second.accepted()) throw otherwise(second.correct());
    decision = second;
    isSettled = true;
  }

  private CheckerProcess.NotAccepted otherwise(BigInteger proved) {
    Claim claim = statement.claim();
    return new CheckerProcess.NotAccepted(
        "the checker did not accept the proof: it counts "
            + proved
            + " right inputs, want "
            + claim.correct()
            + claim
                .execution()
                .map(one -> ", and " + one.correct() + " of profile " + one.profile())
                .orElse(""));
  }

  /** Operations beyond the budget, by the checker's count; not positive if it is kept. */
  long over() {
    OptionalLong budget = order.map(one -> one.strategy().budget()).orElse(OptionalLong.empty());
    if (budget.isEmpty() || decision == null || decision.operations().isEmpty()) return 0;
    return decision.operations().getAsLong() - budget.getAsLong();
  }

  /** For another attempt to meet the budget. Requires: it is over it. */
  void tighten() {
    tried = tried.withBudget(tried.budget().getAsLong() - over() - over() / 8);
    isSettled = false;
  }

  /** No attempt met the budget. */
  IllegalArgumentException overBudget() {
    return new BudgetTooSmall(
        order.orElseThrow().strategy().budget().getAsLong(), decision.operations().getAsLong());
  }

  Optional<Order> order() {
    return order;
  }
}

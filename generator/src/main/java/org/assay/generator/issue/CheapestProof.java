// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.issue;

import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.assay.generator.certificate.Claim;
import org.assay.generator.strategy.BudgetTooSmall;
import org.assay.generator.strategy.Demand;
import org.assay.generator.strategy.Margin;
import org.assay.generator.strategy.Strategy;
import org.assay.generator.strategy.cells.Cubic;
import org.assay.generator.strategy.cells.CubicRetest;
import org.assay.generator.strategy.counting.GroupedCounting;
import org.assay.generator.strategy.counting.PotentialCounting;
import org.assay.generator.strategy.counting.PotentialOptions;
import org.assay.generator.strategy.exhaustion.BruteForce;
import org.assay.generator.strategy.gaps.SubCubic;

/**
 * The cheapest proof of a bound: strategies are tried from cheap to dear, and of the proofs that
 * meet the bound the one is taken on which the checker, by its own count, spent least.
 *
 * <p>Tried: sub-cubic, cubic, potential counting with budgets that grow until the bound is met, and
 * cubic-retest, whose costs differ by model; only if none of them meets it grouped counting, and
 * only then brute force, which cost more than all of those on every model.
 */
public final class CheapestProof {
  /** Budgets of potential counting, in hundredths of the fewest operations that any cover takes. */
  private static final int[] LADDER = {105, 150, 200, 400, 800, 1600};

  private final Path model;
  private final Demand demand;
  private final CheckerProcess checker;
  private final Margin wanted;
  private final long budget;
  private final PrintWriter out;
  private final Set<String> said = new HashSet<>();
  private Certifier.Certified cheapest; // of those that meet the bound
  private Certifier.Certified best; // largest bound within the budget

  /** No proof meets the request; the message names the best bound. */
  public static final class NotMet extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotMet(String message) {
      super(message);
    }
  }

  /** What is asked for: an accuracy in (0, 1], and the most operations of the checker. */
  public record Request(Margin atLeast, OptionalLong budget) {}

  public CheapestProof(
      Path model, Demand demand, CheckerProcess checker, Request request, PrintWriter out) {
    this.model = model;
    this.demand = demand;
    this.checker = checker;
    this.wanted = request.atLeast;
    this.budget = request.budget.orElse(Long.MAX_VALUE);
    this.out = out;
  }

  /** Without signatures. */
  public Certifier.Certified find() throws IOException {
    attempt("by default", SubCubic.DEFAULT);
    attempt("no options", new Cubic());
    potentials();
    attempt("cells by default", new CubicRetest());
    if (cheapest == null) attempt("bins by default", new GroupedCounting(OptionalInt.empty()));
    if (cheapest == null) attempt("no options", new BruteForce());
    if (cheapest == null) throw new NotMet(notMet());
    return cheapest;
  }

  private String notMet() {
    String within = budget == Long.MAX_VALUE ? "" : " within " + budget + " operations";
    if (best == null) return "--at-least: no strategy proves anything" + within;
    Claim claim = best.statement().claim();
    return String.format(
        Locale.ROOT,
        "--at-least: no strategy proves %s%s; best bound %s/%s >= %s, by %s in %d operations",
        wanted,
        within,
        claim.correct(),
        claim.total(),
        claim.accuracy(),
        best.statement().strategy(),
        best.operations().orElseThrow());
  }

  private void potentials() throws IOException {
    long smallest;
    try {
      new Certifier(potential(OptionalLong.of(0)), demand, Optional.of(checker), Optional.empty())
          .certify(model);
      throw new IllegalStateException("a proof without operations");
    } catch (BudgetTooSmall e) {
      smallest = e.smallest();
    } catch (IllegalArgumentException e) {
      said("potential-counting", "any budget", e.getMessage());
      return;
    }
    for (int percent : LADDER) {
      long operations = Math.min(budget, Math.multiplyExact(smallest, percent) / 100);
      boolean met = attempt("budget " + operations, potential(OptionalLong.of(operations)));
      if (met || operations == budget) return;
    }
    attempt("4 classes, bins by default", potential(OptionalLong.empty()));
  }

  private static PotentialCounting potential(OptionalLong operations) {
    return new PotentialCounting(
        PotentialOptions.EXACT, OptionalInt.empty(), OptionalInt.empty(), operations);
  }

  /** Whether the proof meets the bound within the budget. */
  private boolean attempt(String options, Strategy strategy) throws IOException {
    if (!demand.tokens().isUniform() && !strategy.isWeighted()) {
      said(strategy.name(), options, "left out: counts without token weights");
      return false;
    }
    Certifier.Certified found;
    try {
      found =
          new Certifier(strategy, demand, Optional.of(checker), Optional.empty()).certify(model);
    } catch (IllegalArgumentException e) { // too large for this strategy, or for the budget
      said(strategy.name(), options, e.getMessage());
      return false;
    }
    long operations = found.operations().orElseThrow();
    boolean within = operations <= budget;
    boolean met = within && meets(found.statement().claim());
    Claim claim = found.statement().claim();
    said(
        strategy.name(),
        options,
        String.format(
            Locale.ROOT,
            "%s/%s >= %s; %d operations; %s",
            claim.correct(),
            claim.total(),
            claim.accuracy(),
            operations,
            met ? "met" : within ? "not met" : "over the budget"));
    if (within && (best == null || correct(found).compareTo(correct(best)) > 0)) best = found;
    if (met && (cheapest == null || operations < cheapest.operations().orElseThrow())) {
      cheapest = found;
    }
    return met;
  }

  private static BigInteger correct(Certifier.Certified certified) {
    return certified.statement().claim().correct();
  }

  /** correct / total >= p / q, without rounding. */
  private boolean meets(Claim claim) {
    return claim.correct().multiply(wanted.q()).compareTo(claim.total().multiply(wanted.p())) >= 0;
  }

  /** Each distinct proof once: another budget often leads to the same. */
  private void said(String strategy, String options, String what) {
    if (!said.add(strategy + what)) return;
    out.println("tried: " + strategy + " (" + options + "): " + what);
    out.flush();
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.issue;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.assay.generator.certificate.Claim;
import org.assay.generator.certificate.Envelope;
import org.assay.generator.certificate.Statement;
import org.assay.generator.model.Model;
import org.assay.generator.signing.Signatory;
import org.assay.generator.strategy.BudgetTooSmall;
import org.assay.generator.strategy.Demand;
import org.assay.generator.strategy.Margin;
import org.assay.generator.strategy.Proof;
import org.assay.generator.strategy.Strategy;
import org.assay.generator.strategy.cells.CubicRetest;

/**
 * From a model to the bytes of a certificate: prove, have the checker decide, sign.
 *
 * <p>A strategy may count a little more or less than the checker does, because the two round
 * differently and a term near the edge of a bin may fall on either side of it. Both counts are
 * proved, but only the checker's can be claimed: if it proves another, its count is claimed
 * instead, and it decides that certificate, too. Without hints it never proves less.
 *
 * <p>What is claimed of executions within a profile is what the checker proves of them, and never
 * more than what it proves over the reals.
 *
 * @param checker decides before anything is signed; empty leaves that out
 * @param signatory signs; empty makes an unsigned certificate
 * @param profile the name of a profile of executions to claim something of, too; needs the checker
 */
public record Certifier(
    Strategy strategy,
    Demand demand,
    Optional<CheckerProcess> checker,
    Optional<Signatory> signatory,
    Optional<String> profile) {

  /** Of real numbers only. */
  public Certifier(
      Strategy strategy,
      Demand demand,
      Optional<CheckerProcess> checker,
      Optional<Signatory> signatory) {
    this(strategy, demand, checker, signatory, Optional.empty());
  }

  /** Logits: about what rounding errors of trained models come to (L-44). */
  private static final Margin EXECUTION = Margin.parse("3/100");

  /** Attempts to meet a budget: the first is nearly always enough. */
  private static final int ATTEMPTS = 4;

  /** The proved statement, the certificate that holds it, and what checking it took. */
  public record Certified(Statement statement, byte[] bytes, OptionalLong operations) {}

  private record Accepted(Statement statement, OptionalLong operations) {}

  /**
   * @throws CheckerProcess.NotAccepted if the checker decides otherwise; nothing was signed then
   * @throws IllegalArgumentException if the strategy or the format cannot hold the model
   */
  public Certified certify(Path modelFile) throws IOException {
    Model model = Model.read(modelFile);
    Statement.requireName("model file name", model.fileName()); // before the long work
    demand.tokens().requireVocab(model.vocab());
    if (checker.isEmpty() && strategy.isProvedByChecker()) {
      throw new IllegalArgumentException(
          strategy.name() + " with these options: only the checker proves what it counts");
    }
    if (checker.isEmpty() && profile.isPresent()) {
      throw new IllegalArgumentException(
          "profile " + profile.get() + ": only the checker proves what it counts");
    }
    Accepted accepted = accepted(modelFile, model);
    return signed(accepted.statement, signatory, accepted.operations);
  }

  /** The certificate of a statement that the checker accepted, as far as there is one. */
  private static Certified signed(
      Statement statement, Optional<Signatory> by, OptionalLong operations) throws IOException {
    byte[] payload = statement.payload();
    byte[] bytes = new Envelope(payload, signatures(payload, by)).bytes();
    return new Certified(statement, bytes, operations);
  }

  /** A proof that was found without signatures, with them. */
  public static Certified signed(Certified unsigned, Optional<Signatory> by) throws IOException {
    return signed(unsigned.statement, by, unsigned.operations);
  }

  /** Within the budget, if the strategy has one, by the checker's own count of operations. */
  private Accepted accepted(Path modelFile, Model model) throws IOException {
    Strategy tried = strategy;
    for (int attempt = 1; ; attempt++) {
      Proof proof = prove(tried, model);
      Statement own = statement(model, proof);
      if (checker.isEmpty()) return new Accepted(own, OptionalLong.empty());
      Accepted accepted = accepted(modelFile, own);
      OptionalLong budget = strategy.budget();
      if (budget.isEmpty() || accepted.operations.isEmpty()) return accepted;
      long over = accepted.operations.getAsLong() - budget.getAsLong();
      if (over <= 0) return accepted;
      if (attempt == ATTEMPTS) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "budget: got %d operations, the checker needs %d",
                budget.getAsLong(),
                accepted.operations.getAsLong()));
      }
      tried = tried.withBudget(tried.budget().getAsLong() - over - over / 8);
    }
  }

  private Proof prove(Strategy tried, Model model) {
    try (Work work = Work.of(tried.name(), tried.steps(model))) {
      return tried.prove(model, searched(tried), work);
    } catch (BudgetTooSmall e) { // in terms of the budget that was asked for
      long asked = strategy.budget().orElseThrow();
      throw new BudgetTooSmall(asked, e.smallest() + asked - tried.budget().orElseThrow());
    }
  }

  /**
   * Cells that are certain over the reals but not in every execution are to be tested again, too.
   * What is claimed is what the checker counts with the margin that was asked for.
   */
  private Demand searched(Strategy tried) {
    return profile.isPresent() && tried instanceof CubicRetest && demand.margin().isZero()
        ? new Demand(EXECUTION, demand.tokens())
        : demand;
  }

  private Statement statement(Model model, Proof proof) {
    Claim.Sizes sizes = new Claim.Sizes(model.k(), model.vocab(), model.dModel(), model.dHead());
    Claim claim =
        new Claim(sizes, demand.margin().toString(), demand.tokens().listed(), proof.correct());
    return new Statement(model.fileName(), model.sha256(), claim, strategy.name(), proof.hints());
  }

  /** The statement, with the most that the checker accepts. */
  private Accepted accepted(Path modelFile, Statement own) throws IOException {
    if (profile.isPresent()) return acceptedWithProfile(modelFile, own);
    CheckerProcess.Decision first = decide(modelFile, own);
    if (first.correct().equals(own.claim().correct())) {
      return new Accepted(own, first.operations());
    }
    Statement counted = own.claiming(first.correct());
    boolean mayDiffer = first.accepted() || !own.hints().isEmpty();
    if (!mayDiffer || !decide(modelFile, counted).accepted()) {
      throw new CheckerProcess.NotAccepted(
          String.format(
              Locale.ROOT,
              "the checker did not accept the proof: it counts %s right inputs, want %s",
              first.correct(),
              own.claim().correct()));
    }
    return new Accepted(counted, first.operations());
  }

  /** Asks for all inputs in every execution first, to learn how many the checker proves. */
  private Accepted acceptedWithProfile(Path modelFile, Statement own) throws IOException {
    Claim claim = own.claim();
    Claim.Execution all = new Claim.Execution(profile.orElseThrow(), claim.total());
    CheckerProcess.Decision first = decide(modelFile, own.claiming(claim.within(all)));
    if (own.hints().isEmpty() && !first.correct().equals(claim.correct())) {
      throw new CheckerProcess.NotAccepted(
          String.format(
              Locale.ROOT,
              "the checker did not accept the proof: it counts %s right inputs, want %s",
              first.correct(),
              claim.correct()));
    }
    BigInteger proved =
        first
            .execution()
            .orElseThrow(
                () -> new CheckerProcess.NotAccepted("the checker counts nothing of the profile"));
    Claim.Execution execution = new Claim.Execution(all.profile(), proved.min(first.correct()));
    Statement counted = own.claiming(first.correct());
    Statement claimed = counted.claiming(counted.claim().within(execution));
    CheckerProcess.Decision second = decide(modelFile, claimed);
    if (!second.accepted()) {
      throw new CheckerProcess.NotAccepted(
          String.format(
              Locale.ROOT,
              "the checker did not accept what it proved of profile %s: %s",
              execution.profile(),
              proved));
    }
    return new Accepted(claimed, second.operations());
  }

  private CheckerProcess.Decision decide(Path modelFile, Statement statement) throws IOException {
    Path unsigned = Files.createTempFile("assay-", ".cert.json");
    try {
      Files.write(unsigned, new Envelope(statement.payload(), List.of()).bytes());
      return checker.orElseThrow().decide(modelFile, unsigned, statement.claim().correct());
    } finally {
      Files.delete(unsigned);
    }
  }

  private static List<Envelope.Signature> signatures(byte[] payload, Optional<Signatory> signatory)
      throws IOException {
    if (signatory.isEmpty()) return List.of();
    Map<String, byte[]> signatures = signatory.get().sign(Envelope.PAYLOAD_TYPE, payload);
    return signatures.entrySet().stream()
        .map(signature -> new Envelope.Signature(signature.getKey(), signature.getValue()))
        .toList();
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.issue;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.assay.generator.certificate.Decidable;
import org.assay.generator.certificate.Statement;
import org.assay.generator.model.Model;

/**
 * The one way from a model to statements that may be signed: search, have the checker decide, claim
 * what it counts, have it decide again. All statements of a model are decided in one process.
 *
 * @param file of the model, for the checker
 * @param checker decides; empty leaves that out
 * @param progress of the searches
 * @param spelled how the checker is asked what a draft says
 */
public record Pipeline(
    Path file,
    Model model,
    Optional<CheckerProcess> checker,
    Progress progress,
    Function<Statement, Decidable> spelled) {

  /** The file is that of the model. */
  public Pipeline(Path file, Model model, Optional<CheckerProcess> checker, Progress progress) {
    this(file, model, checker, progress, statement -> statement);
  }

  /** Attempts to meet a budget: the first is nearly always enough. */
  private static final int ATTEMPTS = 4;

  /** Shows a person how far a search of so many steps is. */
  public interface Progress {
    Work of(String task, BigInteger steps);
  }

  /** One draft alone. */
  public Accepted accepted(Order order) throws IOException {
    Draft draft = Draft.of(order);
    run(List.of(draft));
    return draft.accepted();
  }

  /** Brings each draft to its end. A draft that fails says so itself and stops no other. */
  public void run(List<Draft> drafts) throws IOException {
    List<Draft> open = drafts;
    for (int attempt = 1; !open.isEmpty(); attempt++) {
      open.forEach(this::search);
      if (checker.isEmpty()) return;
      decide(open, Draft::take);
      decide(open, Draft::confirm);
      open = open.stream().filter(draft -> !draft.hasFailed() && draft.over() > 0).toList();
      for (Draft draft : open) {
        if (attempt == ATTEMPTS) draft.fail(draft.overBudget());
        else draft.tighten();
      }
      if (attempt == ATTEMPTS) return;
    }
  }

  private void search(Draft draft) {
    try {
      draft.order().ifPresent(order -> order.requirePossible(model, checker.isPresent()));
      draft.search(model, progress);
    } catch (IllegalArgumentException e) { // too large for this strategy, or for the budget
      draft.fail(e);
    }
  }

  private void decide(List<Draft> drafts, BiConsumer<Draft, Decision> then) throws IOException {
    List<Draft> open = drafts.stream().filter(Draft::isOpen).toList();
    if (open.isEmpty()) return;
    List<Decidable> asked = open.stream().map(Draft::asked).map(spelled).toList();
    Work shown = progress.of(Work.CHECKER, Work.UNKNOWN);
    Decisions decisions;
    try {
      decisions = Decisions.of(checker.orElseThrow(), file, asked);
    } finally {
      shown.close();
    }
    for (int i = 0; i < open.size(); i++) {
      try {
        then.accept(open.get(i), decisions.of(i));
      } catch (CheckerProcess.NotAccepted | IOException e) {
        open.get(i).fail(e);
      }
    }
  }
}

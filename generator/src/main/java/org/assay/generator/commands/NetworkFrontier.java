// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.commands;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.assay.generator.archive.Archive;
import org.assay.generator.certificate.NetworkStatement;
import org.assay.generator.issue.CheckerProcess;
import org.assay.generator.issue.HalfSpacesOrder;
import org.assay.generator.issue.ProgramOrder;
import org.assay.generator.model.ModelRefusal;
import org.assay.generator.network.Template;
import org.assay.generator.strategy.halfspaces.HalfSpaces;

/**
 * Proofs of a network with a question, by half-spaces with ever more bins, its classes cut or not,
 * and by exhaustion.
 */
record NetworkFrontier(Path model, CheckerProcess checker, FrontierProofs proofs) {
  private static final int[] LADDER = {16, 64, 256, 1024, 4096};
  private static final int[] QUICK = {64};

  /** More inputs than this would take many times what half-spaces do. */
  private static final long MOST = 1L << 20;

  /**
   * @param isQuick two proofs only
   * @throws IOException naming the model or its question, if half-spaces cannot hold it
   */
  void prove(boolean isQuick) throws IOException {
    ProgramOrder order = AskedNetwork.of(model, false).order();
    requirePossible(order);
    int length = order.inputs().length();
    for (int bins : isQuick ? QUICK : LADDER) {
      if (bins < length) continue;
      halfSpaces(order, "bins " + bins, new HalfSpaces(OptionalInt.of(bins)));
      halfSpaces(order, "bins " + bins + " uncut", uncut(bins));
    }
    if (!isQuick && ((Template) order.inputs()).count() <= MOST) exhaustive(order);
  }

  private void requirePossible(ProgramOrder order) throws IOException {
    try {
      new HalfSpacesOrder(order, uncut(order.inputs().length())).requirePossible();
    } catch (ModelRefusal e) {
      throw e.of(model);
    } catch (IllegalArgumentException e) {
      throw new IOException("question " + Archive.question(model) + ": " + e.getMessage(), e);
    }
  }

  private static HalfSpaces uncut(int bins) {
    return new HalfSpaces(OptionalInt.of(bins), false);
  }

  private void halfSpaces(ProgramOrder order, String options, HalfSpaces strategy)
      throws IOException {
    HalfSpacesOrder.Proved proved =
        new HalfSpacesOrder(order, strategy).prove(model, Optional.of(checker));
    add(options, options, proved.statement(), proved.operations().orElseThrow());
  }

  private void exhaustive(ProgramOrder order) throws IOException {
    ProgramOrder.Proved proved = order.prove(model, Optional.of(checker), Optional.empty());
    add("", NetworkStatement.STRATEGY, proved.statement(), proved.operations().orElseThrow());
  }

  private void add(String options, String label, NetworkStatement statement, long operations) {
    FrontierProofs.Count count =
        new FrontierProofs.Count(statement.correct(), statement.total(), statement.accuracy());
    proofs.add(statement.proof().strategy(), options, label, operations, count);
  }
}

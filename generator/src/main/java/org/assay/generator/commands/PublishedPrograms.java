// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.commands;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.assay.generator.archive.Archive;
import org.assay.generator.certificate.NetworkStatement;
import org.assay.generator.issue.Certifier;
import org.assay.generator.issue.CheckerProcess;
import org.assay.generator.issue.HalfSpacesOrder;
import org.assay.generator.issue.ProgramOrder;
import org.assay.generator.model.ModelRefusal;
import org.assay.generator.network.Inputs;
import org.assay.generator.signing.Signatory;
import org.assay.generator.strategy.halfspaces.HalfSpaces;

/** What {@code assay publish} does with networks that are written out step by step. */
record PublishedPrograms(
    Archive archive,
    String strategy,
    HalfSpaces halfSpaces,
    PrintWriter stdout,
    PrintWriter stderr) {
  /**
   * What is asked of each model that the strategy can hold.
   *
   * @throws IOException naming the question or the model that does not fit
   */
  Map<Path, AskedNetwork> orders(List<Path> models) throws IOException {
    Map<Path, AskedNetwork> orders = new LinkedHashMap<>();
    for (Path model : models) {
      AskedNetwork asked = AskedNetwork.of(model, isExhaustive());
      Optional<String> reason = tooMuch(asked.order());
      if (reason.isEmpty()) orders.put(model, asked);
      else stderr.println(model + ": left out: " + reason.get());
    }
    return orders;
  }

  private boolean isExhaustive() {
    return strategy.equals(NetworkStatement.STRATEGY);
  }

  /** Why the strategy cannot hold the model; empty if it can. */
  private Optional<String> tooMuch(ProgramOrder order) throws IOException {
    if (isExhaustive()) {
      boolean isTooMuch = order.inputs().count() > Inputs.MOST;
      return isTooMuch ? Optional.of("more inputs than " + Inputs.MOST) : Optional.empty();
    }
    try {
      new HalfSpacesOrder(order, halfSpaces).requirePossible();
      return Optional.empty();
    } catch (ModelRefusal | IllegalArgumentException e) {
      return Optional.of(e.getMessage());
    }
  }

  /** Accepted by the checker, and signed; none is written yet. */
  Map<Path, byte[]> certificates(
      Map<Path, AskedNetwork> orders, CheckerProcess checker, Signatory signatory)
      throws IOException {
    Map<Path, byte[]> certificates = new LinkedHashMap<>();
    for (Map.Entry<Path, AskedNetwork> asked : orders.entrySet()) {
      Path model = asked.getKey();
      NetworkStatement statement = proved(asked.getValue(), model, checker);
      certificates.put(
          archive.certificate(model, strategy),
          Certifier.signed(statement, Optional.of(signatory)));
      stdout.printf(
          Locale.ROOT,
          "%s: proved %s of %s (accuracy %s)%n",
          model,
          statement.correct(),
          statement.total(),
          statement.accuracy());
      stdout.flush();
    }
    return certificates;
  }

  private NetworkStatement proved(AskedNetwork asked, Path model, CheckerProcess checker)
      throws IOException {
    return isExhaustive()
        ? asked.order().prove(model, Optional.of(checker), asked.profile()).statement()
        : new HalfSpacesOrder(asked.order(), halfSpaces)
            .prove(model, Optional.of(checker))
            .statement();
  }
}

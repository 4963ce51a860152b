// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.study;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.Optional;
import org.assay.generator.issue.Accepted;
import org.assay.generator.issue.Certifier;
import org.assay.generator.issue.CheckerProcess;
import org.assay.generator.issue.Order;
import org.assay.generator.issue.Pipeline;
import org.assay.generator.issue.Work;
import org.assay.generator.model.Model;
import org.assay.generator.signing.Signatory;
import org.assay.generator.strategy.Strategy;

/** Proves one model by one strategy after the other, and has the checker say what that is worth. */
public record Measurement(Model model, Path file, CheckerProcess checker, Signatory signatory) {
  /**
   * @throws IllegalArgumentException if the model is too large for the strategy
   * @throws CheckerProcess.NotAccepted if the checker did not accept a count
   * @throws IOException if the checker refuses the model, or does not say what it spent
   */
  public Comparison.Row of(Strategy strategy) throws IOException {
    Pipeline pipeline = new Pipeline(file, model, Optional.of(checker), Work::silent);
    Accepted accepted = pipeline.accepted(Order.plain(strategy));
    return new Comparison.Row(
        strategy,
        accepted.statement().claim().correct(),
        BigInteger.valueOf(accepted.operations().orElseThrow(() -> untold(strategy))),
        Certifier.signed(accepted, Optional.of(signatory)).bytes().length,
        accepted.millis().orElseThrow(() -> untold(strategy)));
  }

  private IOException untold(Strategy strategy) {
    return new IOException(
        "the checker " + checker.program() + " does not say what it spent on " + strategy);
  }
}

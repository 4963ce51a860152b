// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.study;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.assay.generator.catalog.Catalog;
import org.assay.generator.certificate.Claim;
import org.assay.generator.certificate.Statement;
import org.assay.generator.issue.CheckerProcess;
import org.assay.generator.strategy.PaperMetrics;

/**
 * What a proof costs and how much of the model it explains.
 *
 * @param singularRatio of the attention scores; empty without the model
 * @param check what the checker spent; empty if it was not run
 */
public record Metrics(
    long certificateBytes,
    PaperMetrics paper,
    OptionalDouble singularRatio,
    Optional<CheckerProcess.Spent> check) {
  private static final MathContext DIGITS = new MathContext(4);

  static Optional<String> shown(OptionalDouble ratio) {
    return ratio.isEmpty()
        ? Optional.empty()
        : Optional.of(BigDecimal.valueOf(ratio.getAsDouble()).round(DIGITS).toPlainString());
  }

  /** By what Gross et al. 2024 measure proofs; nothing for a strategy that is not known here. */
  public static PaperMetrics paper(Statement statement) {
    Claim.Sizes sizes = statement.claim().sizes();
    return Catalog.certified(statement.strategy(), statement.hints())
        .map(
            strategy ->
                strategy.paper(
                    new PaperMetrics.Sizes(
                        sizes.k(), sizes.vocab(), sizes.dModel(), sizes.dHead())))
        .orElse(PaperMetrics.UNKNOWN);
  }

  public void print(PrintWriter stdout) {
    stdout.printf(Locale.ROOT, "bytes:     %d%n", certificateBytes);
    paper
        .flops()
        .ifPresent(
            n ->
                stdout.printf(
                    Locale.ROOT, "paper:     %d floating-point operations, as published%n", n));
    paper
        .unexplainedDimension()
        .ifPresent(n -> stdout.printf(Locale.ROOT, "paper:     unexplained dimension %s%n", n));
    shown(singularRatio)
        .ifPresent(
            n -> stdout.printf(Locale.ROOT, "EQKE:      first over second singular value %s%n", n));
    check.ifPresent(
        spent ->
            stdout.printf(
                Locale.ROOT,
                "checker:   %s operations, %d ms%n",
                spent.operations(),
                spent.millis()));
  }

  /** What is not known is null. */
  public void addTo(ObjectNode metrics) {
    metrics.put("certificateBytes", certificateBytes);
    metrics.put("flops", paper.flops().isPresent() ? "" + paper.flops().getAsLong() : null);
    metrics.put(
        "unexplainedDimension",
        paper.unexplainedDimension().map(BigInteger::toString).orElse(null));
    metrics.put("singularRatio", shown(singularRatio).orElse(null));
    metrics.put("operations", check.map(CheckerProcess.Spent::operations).orElse(null));
    metrics.put("millis", check.map(CheckerProcess.Spent::millis).orElse(null));
  }
}

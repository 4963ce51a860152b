// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.issue;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.assay.generator.certificate.Claim;
import org.assay.generator.certificate.NetworkStatement;
import org.assay.generator.strategy.Margin;

/**
 * How much of its lead the right output of one input keeps in every execution within a profile, by
 * the checker: the largest margin at which it counts the input for a second line, to within a few
 * percent of what is lost.
 *
 * @param checker decides
 * @param model the file
 * @param of a statement about that input alone
 */
public record KeptMargin(CheckerProcess checker, Path model, NetworkStatement of, String profile) {
  private static final int POWERS = 12; // of 4: what is lost is looked for down to lead / 4^12
  private static final int PARTS = 8; // of a range, twice

  /**
   * The lead less the largest margin that is kept; empty if not even the margin 0 is.
   *
   * @param lead in units of the outputs
   * @throws IOException if the checker decides nothing of this model
   */
  public Optional<Double> lost(double lead) throws IOException {
    double[] powers = IntStream.rangeClosed(0, POWERS).mapToDouble(k -> lead * part(k)).toArray();
    int kept = kept(lead, powers);
    if (kept < 0) return Optional.empty();
    double most = powers[kept];
    if (kept == POWERS) return Optional.of(most);
    double least = powers[kept + 1];
    for (int round = 0; round < 2; round++) {
      double step = (most - least) / PARTS;
      double from = most;
      double[] lost = IntStream.range(0, PARTS).mapToDouble(i -> from - i * step).toArray();
      int last = Math.max(0, kept(lead, lost)); // the first is known to be kept
      most = lost[last];
      least = most - step;
    }
    return Optional.of(most);
  }

  private static double part(int k) {
    return Math.scalb(1.0, -2 * k);
  }

  /** The place of the last of some losses, in falling order, that leaves a margin kept; or -1. */
  private int kept(double lead, double[] lost) throws IOException {
    List<NetworkStatement> statements =
        IntStream.range(0, lost.length).mapToObj(i -> statement(lead - lost[i])).toList();
    Decisions decisions = Decisions.of(checker, model, statements);
    int last = -1;
    for (int i = 0; i < lost.length; i++) {
      Optional<BigInteger> count = decisions.of(i).execution();
      if (count.isEmpty() || count.get().signum() == 0) break;
      last = i;
    }
    return last;
  }

  private NetworkStatement statement(double margin) {
    NetworkStatement.Question asked = of.question();
    String text = Margin.parse(new BigDecimal(margin).toPlainString()).toString();
    NetworkStatement.Question at =
        new NetworkStatement.Question(
            asked.network(),
            asked.inputs(),
            asked.from(),
            asked.to(),
            asked.task(),
            text,
            Optional.empty());
    NetworkStatement.Subject model = new NetworkStatement.Subject(of.subject(), of.sha256());
    return new NetworkStatement(model.name(), model.sha256(), at, BigInteger.ZERO, BigInteger.ONE)
        .within(new Claim.Execution(profile, BigInteger.ZERO));
  }
}

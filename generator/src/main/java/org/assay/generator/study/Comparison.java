// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.study;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.assay.generator.model.Model;
import org.assay.generator.strategy.PaperMetrics;
import org.assay.generator.strategy.Strategy;
import org.assay.generator.strategy.split.SingularRatio;

/** Proofs of one model side by side, as Markdown. */
public record Comparison(Model model, List<Row> rows) {
  private static final int DIGITS = 6;
  private static final String HEAD =
      """
      | group | strategy, options | bound | operations | bytes | check, ms | FLOPs | dimension |
      |---|---|---|---|---|---|---|---|
      """;

  /** One proof: what the checker derived, and what that took. */
  public record Row(
      Strategy strategy, BigInteger proved, BigInteger operations, int bytes, long millis) {
    String group() {
      return strategy.group();
    }

    private String options() {
      return strategy.told().stream().collect(Collectors.joining("` `", "`", "`"));
    }
  }

  public String markdown() {
    return String.format(
        Locale.ROOT,
        """
        # %s by every strategy

        Model SHA-256 `%s`: k = %d, vocab = %d, dModel = %d, dHead = %d; %d^%d inputs.
        Attention scores of tokens (EQKE): first over second singular value %s.
        Made by `assay compare`. Every row was decided by the checker, each in a process of its own.

        * bound: the share of inputs that the checker proves right, rounded down
        * operations: of the checker, by its own count (spec/operations.md)
        * bytes: of the signed certificate
        * check, ms: what the checker measured itself, without the start of Java; not to be compared between computers
        * FLOPs, dimension: floating-point operations and "unexplained dimension" by the rules of Gross et al. 2024, where these
          are published or have a counterpart (spec/decisions.md); `envelope` and `spectral` are ours
        * group: that of Gross et al. 2024, `direct` `handling` `attention` its options

        ## The best of each group

        %s
        ## All

        %s""",
        model.fileName(),
        model.sha256(),
        model.k(),
        model.vocab(),
        model.dModel(),
        model.dHead(),
        model.vocab(),
        model.k(),
        Metrics.shown(SingularRatio.of(model)).orElse("unknown"),
        table(best()),
        table(rows.stream().sorted(byBound()).toList()));
  }

  private static Comparator<Row> byBound() {
    return Comparator.comparing(Row::proved).reversed().thenComparing(Row::operations);
  }

  private Collection<Row> best() {
    Map<String, Row> best =
        rows.stream()
            .sorted(byBound())
            .collect(
                Collectors.toMap(
                    Row::group, row -> row, (first, second) -> first, LinkedHashMap::new));
    return best.values();
  }

  private String table(Collection<Row> some) {
    return HEAD + some.stream().map(this::line).collect(Collectors.joining());
  }

  private String line(Row row) {
    PaperMetrics metrics =
        row.strategy.paper(
            new PaperMetrics.Sizes(model.k(), model.vocab(), model.dModel(), model.dHead()));
    String flops = metrics.flops().isPresent() ? "" + metrics.flops().getAsLong() : "";
    String dimension = metrics.unexplainedDimension().map(BigInteger::toString).orElse("");
    return String.format(
            Locale.ROOT,
            "| %s | %s | %s | %s | %d | %d | %s | %s |%n",
            row.group(),
            row.options(),
            share(row.proved),
            row.operations,
            row.bytes,
            row.millis,
            flops,
            dimension)
        .replace("\r\n", "\n");
  }

  private String share(BigInteger proved) {
    BigDecimal total = new BigDecimal(BigInteger.valueOf(model.vocab()).pow(model.k()));
    return new BigDecimal(proved).divide(total, DIGITS, RoundingMode.DOWN).toPlainString();
  }
}

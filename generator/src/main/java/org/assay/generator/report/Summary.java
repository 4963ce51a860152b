// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.report;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/** The table of one length of inputs: a line for each kind of proof, over all its models. */
record Summary(Results results, Map<String, Double> truth, Published published) {
  private static final int DIGITS = 5;
  private static final int LONG_DIMENSION = 15;

  List<Map<String, Object>> lines(int k) {
    List<Map<String, Object>> table = new ArrayList<>();
    results
        .byKind()
        .forEach(
            (kind, rows) -> {
              if (kind.k() == k) table.add(line(kind, rows));
            });
    return table;
  }

  private Map<String, Object> line(Results.Kind kind, List<StudyRow> rows) {
    Statistics bound = Statistics.of(rows.stream().map(StudyRow::bound).toList());
    Map<String, Object> line = new HashMap<>();
    line.put("group", kind.group());
    line.put("options", kind.words());
    line.put("count", rows.size());
    line.put("mean", Numbers.digits(bound.mean(), DIGITS));
    line.put("deviation", Numbers.digits(bound.deviation(), DIGITS));
    line.put("normalised", normalised(rows));
    line.put("operations", Numbers.thousands(mean(rows, r -> number(r.operations()))));
    line.put("operationsValue", mean(rows, r -> number(r.operations())));
    line.put("flops", flops(rows.get(0).flopsPaper()));
    line.put("dimension", dimension(rows.get(0).dimension()));
    line.put("bytes", Numbers.thousands(mean(rows, StudyRow::certificateBytes)));
    line.put("millis", Numbers.thousands(median(rows, r -> number(r.checkMillis()))));
    line.put("millisValue", median(rows, r -> number(r.checkMillis())));
    Optional<Published.Row> paper = published.find(kind.group(), kind.k());
    line.put("paper", paper.map(p -> p.mean() + " ± " + p.deviation()).orElse(""));
    line.put("paperFlops", paper.map(p -> Numbers.thousands(p.flops())).orElse(""));
    return line;
  }

  private String normalised(List<StudyRow> rows) {
    List<Double> shares =
        rows.stream()
            .map(row -> results.normalised(row, truth))
            .filter(OptionalDouble::isPresent)
            .map(OptionalDouble::getAsDouble)
            .toList();
    return shares.isEmpty() ? "" : Numbers.digits(Statistics.of(shares).mean(), DIGITS);
  }

  private static String flops(String flops) {
    return flops.isEmpty() ? "" : Numbers.thousands(number(flops));
  }

  private static String dimension(String dimension) {
    if (dimension.isEmpty()) return "";
    return dimension.length() > LONG_DIMENSION
        ? "2^" + (new BigInteger(dimension).bitLength() - 1)
        : Numbers.thousands(number(dimension));
  }

  private static double number(String text) {
    return Double.parseDouble(text);
  }

  private static double mean(Collection<StudyRow> rows, ToDoubleFunction<StudyRow> value) {
    return Statistics.of(rows.stream().map(value::applyAsDouble).toList()).mean();
  }

  private static double median(Collection<StudyRow> rows, ToDoubleFunction<StudyRow> value) {
    return Statistics.of(rows.stream().map(value::applyAsDouble).toList()).median();
  }
}

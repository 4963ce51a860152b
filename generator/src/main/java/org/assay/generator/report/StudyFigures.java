// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** The figures of Gross et al. 2024 over all models of one length of inputs. */
final class StudyFigures {
  private static final String PUBLISHED = "published (FLOPs)";
  private static final String COST = "operations of the checker (published: FLOPs)";

  private final int k;
  private final Results results;
  private final Map<String, Double> truth;
  private final Map<String, Double> ratios;
  private final List<Published.Row> published;

  /**
   * @param ratios first over second singular value of EQKE, by file name of the model
   */
  StudyFigures(int k, Results results, Map<String, Double> ratios, Published published) {
    this.k = k;
    this.results = new Results(results.rows().stream().filter(row -> row.k() == k).toList());
    this.truth = this.results.truth();
    this.ratios = ratios;
    this.published = published.rows().stream().filter(row -> row.k() == k).toList();
  }

  /** Bound against cost and its frontier. */
  List<Figure> costs() {
    return List.of(boundAgainstCost(), frontier());
  }

  /** What models and proofs have to do with it. */
  List<Figure> causes() {
    return List.of(dimensionAgainstCost(), boundAgainstRatio());
  }

  private Figure boundAgainstCost() {
    Scatter scatter = new Scatter(COST, "share of inputs proved right").logarithmicX();
    groups()
        .forEach(
            (group, rows) ->
                scatter.points(group, points(rows, StudyFigures::cost, Results::bound)));
    scatter.points(PUBLISHED, published(row -> (double) row.flops(), StudyFigures::mean));
    return Figure.of(
        "bound-against-cost-k" + k,
        "Bound against cost, K = " + k,
        "Each point is a certificate: the share of inputs it proves right, over what checking it"
            + " costs. Up and to the left is better. The published points are means over the"
            + " authors' models; their FLOPs and our operations are counted by different rules"
            + " (spec/operations.md).",
        scatter.chart());
  }

  private Figure frontier() {
    List<Line.Point> means =
        results.byKind().values().stream()
            .map(
                rows ->
                    new Line.Point(
                        mean(rows, StudyFigures::cost), 1 - mean(rows, row -> normalised(row))))
            .filter(point -> point.y() > 0)
            .sorted(Comparator.comparingDouble(Line.Point::x))
            .toList();
    List<Line.Point> best = new ArrayList<>();
    for (Line.Point point : means) {
      if (best.isEmpty() || point.y() < best.get(best.size() - 1).y()) best.add(point);
    }
    Scatter scatter =
        new Scatter(COST, "share of right inputs left unproved, mean")
            .logarithmicX()
            .logarithmicY()
            .joined("Pareto frontier of ours", best)
            .points("our strategies, means", means)
            .points(PUBLISHED, published(row -> (double) row.flops(), row -> 1 - mean(row)));
    return Figure.of(
        "frontier-k" + k,
        "Pareto frontier, K = " + k,
        "Means over the models. Lower and to the left is better; no strategy of ours is better in"
            + " both than one on the line.",
        scatter.chart());
  }

  private Figure dimensionAgainstCost() {
    Scatter scatter = new Scatter(COST, "unexplained dimension").logarithmicX().logarithmicY();
    Map<String, List<Line.Point>> dimensions = new LinkedHashMap<>();
    results
        .byKind()
        .forEach(
            (kind, rows) ->
                dimensions
                    .computeIfAbsent(kind.group(), group -> new ArrayList<>())
                    .addAll(dimension(rows)));
    dimensions.forEach(scatter::points);
    scatter.points(
        PUBLISHED,
        published(row -> (double) row.flops(), row -> Double.parseDouble(row.dimension())));
    return Figure.of(
        "dimension-against-cost-k" + k,
        "Unexplained dimension against cost, K = " + k,
        "How many numbers a proof treats as having no structure, by the published rules, over what"
            + " checking it costs, mean over the models.",
        scatter.chart());
  }

  /** One point for proofs of one kind; none if they have no dimension. */
  private static List<Line.Point> dimension(List<StudyRow> rows) {
    List<StudyRow> known = rows.stream().filter(row -> !row.dimension().isEmpty()).toList();
    if (known.isEmpty()) return List.of();
    double dimension = Double.parseDouble(known.get(0).dimension());
    return List.of(new Line.Point(mean(known, StudyFigures::cost), dimension));
  }

  private Figure boundAgainstRatio() {
    Scatter scatter =
        new Scatter("first over second singular value of EQKE", "proved share of right inputs");
    strongest()
        .forEach(
            (group, rows) -> {
              boolean isOfThePaper = !group.endsWith("counting") && !group.startsWith("brute");
              List<StudyRow> some =
                  isOfThePaper
                      ? rows.stream().filter(row -> ratios.containsKey(row.model())).toList()
                      : List.of();
              scatter.fitted(group, points(some, row -> ratios.get(row.model()), this::normalised));
            });
    return Figure.of(
        "bound-against-singular-ratio-k" + k,
        "Bound against the model's singular ratio, K = " + k,
        "Proofs that replace the attention scores by something of rank 1 prove more of models whose"
            + " scores are nearly of rank 1. Of each group the options that prove most. Lines are"
            + " fitted by least squares.",
        scatter.chart());
  }

  private Map<String, List<StudyRow>> groups() {
    Map<String, List<StudyRow>> groups = new LinkedHashMap<>();
    results
        .byKind()
        .forEach(
            (kind, rows) ->
                groups.computeIfAbsent(kind.group(), group -> new ArrayList<>()).addAll(rows));
    return groups;
  }

  /** Of each group the kind with the best mean. */
  private Map<String, List<StudyRow>> strongest() {
    Map<String, List<StudyRow>> strongest = new LinkedHashMap<>();
    Comparator<List<StudyRow>> byBound =
        Comparator.comparingDouble(rows -> mean(rows, Results::bound));
    results
        .byKind()
        .forEach(
            (kind, rows) -> strongest.merge(kind.group(), rows, BinaryOperator.maxBy(byBound)));
    return strongest;
  }

  private double normalised(StudyRow row) {
    return results.normalised(row, truth).orElse(Results.bound(row));
  }

  private List<Line.Point> published(
      ToDoubleFunction<Published.Row> x, ToDoubleFunction<Published.Row> y) {
    return published.stream()
        .filter(row -> !row.group().equals("brute-force"))
        .map(row -> new Line.Point(x.applyAsDouble(row), y.applyAsDouble(row)))
        .toList();
  }

  private static double mean(Published.Row row) {
    return Double.parseDouble(row.mean());
  }

  private static double mean(List<StudyRow> rows, ToDoubleFunction<StudyRow> value) {
    return rows.stream().mapToDouble(value).average().orElseThrow();
  }

  private static double cost(StudyRow row) {
    return Double.parseDouble(row.operations());
  }

  private static List<Line.Point> points(
      List<StudyRow> rows, ToDoubleFunction<StudyRow> x, ToDoubleFunction<StudyRow> y) {
    return rows.stream()
        .map(row -> new Line.Point(x.applyAsDouble(row), y.applyAsDouble(row)))
        .collect(Collectors.toList());
  }
}

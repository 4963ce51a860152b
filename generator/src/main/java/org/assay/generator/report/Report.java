// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeSet;
import org.assay.generator.model.Model;
import org.assay.generator.strategy.split.CircuitTables;
import org.assay.generator.strategy.split.SingularRatio;

/** A study as one page, and its figures as files beside it. */
public final class Report {
  private static final int SHOWN_MODELS = 1;

  /** Numbers from here on are too long for a column of a table. */
  private static final double LONG = 1e11;

  private final Results results;
  private final Map<String, Model> models;
  private final Published published = Published.read();
  private final Map<String, Double> truth;
  private final Map<String, Double> ratios = new HashMap<>();

  /**
   * @param models by file name; a model of the rows may be missing, then the figures lack it
   */
  public Report(List<StudyRow> rows, Map<String, Model> models) {
    this.results = new Results(rows);
    this.models = models;
    this.truth = results.truth();
    models.forEach(
        (name, model) -> SingularRatio.of(model).ifPresent(ratio -> ratios.put(name, ratio)));
  }

  /** The files of the report by their names; {@code index.html} needs none of the others. */
  public Map<String, byte[]> files() {
    Map<String, byte[]> files = new LinkedHashMap<>();
    List<Map<String, Object>> lengths = new ArrayList<>();
    for (int k : new TreeSet<>(results.rows().stream().map(StudyRow::k).toList())) {
      StudyFigures ofStudy = new StudyFigures(k, results, ratios, published);
      List<Figure> figures = new ArrayList<>(ofStudy.costs());
      if (k == shortest()) figures.addAll(ofStudy.causes());
      figures.forEach(figure -> files.put(figure.name() + ".svg", figure.svg()));
      List<Figure> circuits = circuits(k);
      circuits.forEach(figure -> files.put(figure.name() + ".svg", figure.svg()));
      Map<String, Object> length = new HashMap<>();
      length.put("k", k);
      length.put("rows", table(k));
      length.put(
          "count", results.byModel().values().stream().filter(m -> m.get(0).k() == k).count());
      length.put("figures", shown(figures));
      length.put("circuits", shown(circuits));
      length.put("hasCircuits", !circuits.isEmpty());
      length.put("circuitsOf", first(k).orElse(""));
      lengths.add(length);
    }
    Map<String, Object> page = new HashMap<>();
    page.put("lengths", lengths);
    page.put("models", modelSections());
    page.put("modelCount", results.byModel().size());
    page.put("certificateCount", results.rows().size());
    page.put(
        "accepted", results.rows().stream().filter(r -> r.verdict().equals("accepted")).count());
    page.put("source", published.source());
    files.put("index.html", render("report.html.mustache", page, true));
    files.put("BENCHMARKS.md", render("benchmarks.md.mustache", page, false));
    return files;
  }

  private Optional<String> first(int k) {
    return results.byModel().entrySet().stream()
        .filter(model -> model.getValue().get(0).k() == k && models.containsKey(model.getKey()))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  private int shortest() {
    return results.rows().stream().mapToInt(StudyRow::k).min().orElseThrow();
  }

  /** Of one model of the shortest inputs. */
  private List<Figure> circuits(int k) {
    if (k != shortest()) return List.of();
    return first(k).stream()
        .limit(SHOWN_MODELS)
        .flatMap(name -> new ModelFigures(CircuitTables.of(models.get(name))).all().stream())
        .toList();
  }

  private static List<Map<String, Object>> shown(List<Figure> figures) {
    return figures.stream()
        .map(
            figure ->
                Map.<String, Object>of(
                    "name", figure.name(),
                    "title", figure.title(),
                    "text", figure.text(),
                    "data", figure.data()))
        .toList();
  }

  private List<Map<String, Object>> table(int k) {
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
    Statistics bound = Statistics.of(rows.stream().map(Results::bound).toList());
    List<Double> shares =
        rows.stream()
            .map(row -> results.normalised(row, truth))
            .filter(OptionalDouble::isPresent)
            .map(OptionalDouble::getAsDouble)
            .toList();
    Optional<Published.Row> paper = published.find(kind.group(), kind.k());
    Map<String, Object> line = new HashMap<>();
    line.put("group", kind.group());
    line.put("strategy", kind.strategy());
    line.put("options", words(kind.options()));
    line.put("cost", kind.cost());
    line.put("count", rows.size());
    line.put("mean", digits(bound.mean(), 5));
    line.put("deviation", digits(bound.deviation(), 5));
    line.put("normalised", shares.isEmpty() ? "" : digits(Statistics.of(shares).mean(), 5));
    line.put(
        "operations", thousands(mean(rows.stream().map(r -> number(r.operations())).toList())));
    line.put("flops", flops(rows));
    line.put("dimension", dimension(rows));
    line.put(
        "bytes", thousands(mean(rows.stream().map(r -> (double) r.certificateBytes()).toList())));
    line.put(
        "millis",
        thousands(
            Statistics.of(rows.stream().map(r -> number(r.checkMillis())).toList()).median()));
    line.put("paper", paper.map(p -> p.mean() + " ± " + p.deviation()).orElse(""));
    line.put("paperFlops", paper.map(p -> thousands(p.flops())).orElse(""));
    return line;
  }

  private static String flops(List<StudyRow> rows) {
    String flops = rows.get(0).flopsPaper();
    return flops.isEmpty() ? "" : thousands(number(flops));
  }

  private static String dimension(List<StudyRow> rows) {
    String dimension = rows.get(0).dimension();
    if (dimension.isEmpty()) return "";
    return dimension.length() > 15
        ? "2^" + (new BigInteger(dimension).bitLength() - 1)
        : thousands(number(dimension));
  }

  private List<Map<String, Object>> modelSections() {
    List<Map<String, Object>> sections = new ArrayList<>();
    results
        .byModel()
        .forEach(
            (name, rows) -> {
              StudyRow best =
                  rows.stream().max((a, b) -> correct(a).compareTo(correct(b))).orElseThrow();
              Map<String, Object> section = new HashMap<>();
              String stem = name.replaceFirst("\\.safetensors$", "");
              section.put("name", stem);
              section.put("k", best.k());
              section.put("last", best.vocab() - 1);
              section.put("vocab", best.vocab());
              section.put("sha256", best.sha256());
              section.put("best", best.strategy());
              section.put("correct", grouped(correct(best)));
              section.put("total", grouped(new BigInteger(best.total())));
              section.put("accuracy", best.accuracy());
              section.put("exact", best.strategy().equals("brute-force"));
              section.put(
                  "ratio",
                  ratios.containsKey(name)
                      ? String.format(Locale.ROOT, "%.4g", ratios.get(name))
                      : "");
              section.put("proofs", rows.stream().map(Report::proof).toList());
              sections.add(section);
            });
    return sections;
  }

  private static Map<String, Object> proof(StudyRow row) {
    return Map.of(
        "strategy", row.strategy(),
        "options", words(row.options()),
        "accuracy", row.accuracy(),
        "operations", thousands(number(row.operations())),
        "verdict", row.verdict());
  }

  private static BigInteger correct(StudyRow row) {
    return new BigInteger(row.correct());
  }

  /** With blanks between thousands, or as a power if that is too long to read. */
  private static String grouped(BigInteger number) {
    return number.toString().length() > 24
        ? String.format(Locale.ROOT, "%.6e", number.doubleValue())
        : String.format(Locale.ROOT, "%,d", number);
  }

  /** Words of options speak for themselves; numbers do not. */
  private static String words(String options) {
    return options.replaceAll("--[a-z]+ (?![0-9])", "");
  }

  private static double number(String text) {
    return Double.parseDouble(text);
  }

  private static double mean(Collection<Double> numbers) {
    return Statistics.of(numbers).mean();
  }

  private static String digits(double value, int digits) {
    return String.format(Locale.ROOT, "%." + digits + "f", value);
  }

  private static String thousands(double value) {
    return value < LONG
        ? String.format(Locale.ROOT, "%,d", Math.round(value))
        : String.format(Locale.ROOT, "%.3e", value);
  }

  private static byte[] render(String name, Object context, boolean escaped) {
    try (InputStream in = Report.class.getResourceAsStream(name);
        InputStreamReader text = new InputStreamReader(in, UTF_8)) {
      Template template = Mustache.compiler().escapeHTML(escaped).compile(text);
      return template.execute(context).getBytes(UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

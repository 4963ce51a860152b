// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assay.generator.catalog.Catalog;
import org.assay.generator.model.Model;
import org.assay.generator.strategy.split.SingularRatio;

/** A study as one page, and its tables once more as Markdown. */
public final class Report {
  private static final int RATIO_DIGITS = 4;

  private final Results results;
  private final Published published;
  private final Places places;
  private final Kept kept;
  private final List<Inside> insides = new ArrayList<>();
  private final List<ProgramRow> programs = new ArrayList<>();
  private final List<FamilyRow> families = new ArrayList<>();
  private Optional<Growth> growth = Optional.empty();
  private final List<Theorems.Row> theorems = new ArrayList<>();
  private final Map<String, Double> ratios = new HashMap<>();

  /**
   * @param models by file name; a model of the rows may be missing, then the figures lack it
   * @throws IOException if what has the name of a row's certificate is none
   */
  public Report(List<StudyRow> rows, Map<String, Model> models, Places places) throws IOException {
    this.results = new Results(rows);
    this.published = Published.read().beside(rows);
    this.places = places;
    this.kept = Kept.of(rows, places.certificates());
    models.forEach(
        (name, model) -> SingularRatio.of(model).ifPresent(ratio -> ratios.put(name, ratio)));
  }

  /** The page also shows what is inside this model. */
  public Report with(Inside inside) {
    insides.add(inside);
    return this;
  }

  /** The page also has a line for each of these. */
  public Report with(List<ProgramRow> more) {
    programs.addAll(more);
    return this;
  }

  /** The page also has a line for each family of these. */
  public Report withFamilies(List<FamilyRow> more) {
    families.addAll(more);
    return this;
  }

  /** The page also shows how work grows, if that was measured. */
  public Report withGrowth(Optional<Growth> measured) {
    growth = measured;
    return this;
  }

  /**
   * The page also shows what random claims and hints proved, if the folder has that.
   *
   * @throws IOException naming the file, if it is not what it should be
   */
  public Report withTheorems(Path folder) throws IOException {
    theorems.addAll(Theorems.in(folder));
    return this;
  }

  /** Whether a row has its certificate. */
  public boolean isKept(StudyRow row) {
    return kept.file(row).isPresent();
  }

  /** What the page calls the kind of proof. */
  public String title(StudyRow row) {
    return Results.kind(row).name();
  }

  /** How many rows have their certificate. */
  public int kept() {
    return kept.count();
  }

  /** The files of the report by their names; {@code index.html} needs none of the others. */
  public Map<String, byte[]> files() {
    ObjectNode data = new StudyData(results, ratios, kept, places).json(published);
    ArrayNode inside = (ArrayNode) data.get("inside");
    insides.forEach(one -> inside.add(one.json(inside.size())));
    Map<String, Object> context = context(inside);
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("index.html", Page.html("report.html.mustache", context, data));
    files.put("BENCHMARKS.md", Page.text("benchmarks.md.mustache", context));
    return files;
  }

  private Map<String, Object> context(ArrayNode inside) {
    Map<String, Object> page = new HashMap<>();
    page.put("lengths", lengths());
    page.put("models", models());
    page.put("modelCount", results.byModel().size());
    page.put("rowCount", results.rows().size());
    page.put("accepted", results.rows().stream().filter(StudyRow::isAccepted).count());
    page.put("kept", kept.count());
    page.put("notKept", results.rows().size() - kept.count());
    page.put("someLeft", kept.count() < results.rows().size());
    page.put("anyKept", kept.count() > 0);
    page.put("checking", places.checking(places.certificates()));
    page.put("published", !published.rows().isEmpty());
    page.put("source", published.source());
    page.put("programCount", programs.size());
    page.put("programs", programs.stream().map(one -> one.cells(places)).toList());
    page.put("anyProgram", !programs.isEmpty());
    page.put("families", Families.cells(families));
    page.put("familyCount", families.size());
    page.put("anyFamily", !families.isEmpty());
    page.put("anyGrowth", growth.isPresent());
    growth.ifPresent(one -> page.put("growthImage", one.image()));
    page.put(
        "growth", growth.stream().flatMap(g -> g.rows().stream()).map(Growth.Row::cells).toList());
    page.putAll(theorems());
    page.put("strategies", strategies());
    page.put("study", true);
    page.put("ofTruth", results.ofTruth());
    page.put("hasGroups", results.rows().stream().anyMatch(r -> r.strategy().equals("sub-cubic")));
    List<Map<String, Object>> sections = new ArrayList<>();
    inside.forEach(
        one ->
            sections.add(Map.of("id", one.get("id").asText(), "name", one.get("name").asText())));
    page.put("insides", sections);
    page.put("anyInside", !sections.isEmpty());
    return page;
  }

  private Map<String, Object> theorems() {
    long executions = theorems.stream().mapToLong(Theorems.Row::executions).sum();
    return Map.of(
        "theorems",
        theorems.stream().map(Theorems.Row::cells).toList(),
        "anyTheorem",
        !theorems.isEmpty(),
        "theoremCount",
        Numbers.thousands(executions));
  }

  private List<Map<String, Object>> lengths() {
    Summary summary = new Summary(results, results.truth(), published);
    List<Map<String, Object>> lengths = new ArrayList<>();
    for (int k : results.lengths()) {
      long count = results.byModel().values().stream().filter(m -> m.get(0).k() == k).count();
      lengths.add(Map.of("k", k, "count", count, "rows", summary.lines(k)));
    }
    return lengths;
  }

  /** Those of the study, each in the words of its own help. */
  private List<Map<String, Object>> strategies() {
    Set<String> used =
        Set.copyOf(results.rows().stream().map(StudyRow::strategy).distinct().toList());
    return Catalog.all().stream()
        .filter(strategy -> used.contains(strategy.name()))
        .map(
            one ->
                Map.<String, Object>of(
                    "name", one.name(), "summary", one.summary(), "cost", one.cost()))
        .toList();
  }

  private List<Map<String, Object>> models() {
    List<Map<String, Object>> sections = new ArrayList<>();
    results.byModel().forEach((name, rows) -> sections.add(model(sections.size(), rows)));
    return sections;
  }

  private Map<String, Object> model(int number, List<StudyRow> rows) {
    StudyRow best = rows.stream().max((a, b) -> correct(a).compareTo(correct(b))).orElseThrow();
    Double ratio = ratios.get(best.model());
    Map<String, Object> model = new HashMap<>();
    model.put("number", number);
    model.put("name", best.stem());
    model.put("k", best.k());
    model.put("best", Results.kind(best).name());
    model.put("correct", Numbers.grouped(correct(best)));
    model.put("correctValue", best.correct());
    model.put("total", Numbers.grouped(new BigInteger(best.total())));
    model.put("accuracy", best.accuracy());
    model.put("ratio", ratio == null ? "" : Numbers.significant(ratio, RATIO_DIGITS));
    model.put("proofs", rows.size());
    model.put("kept", rows.stream().filter(row -> kept.file(row).isPresent()).count());
    model.put("link", kept.file(best).map(places::link).orElse(""));
    model.put("hasLink", kept.file(best).isPresent());
    return model;
  }

  private static BigInteger correct(StudyRow row) {
    return new BigInteger(row.correct());
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the scripts of the page draw of a study: kinds of proofs, models, published values. */
final class StudyData {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final Results results;
  private final Map<String, Double> ratios;
  private final Kept kept;
  private final Places places;
  private final List<Results.Kind> kinds;

  /**
   * @param ratios first over second singular value of EQKE, by file name of the model
   */
  StudyData(Results results, Map<String, Double> ratios, Kept kept, Places places) {
    this.results = results;
    this.ratios = ratios;
    this.kept = kept;
    this.places = places;
    this.kinds = new ArrayList<>(results.byKind().keySet());
  }

  ObjectNode json(Published published) {
    ObjectNode data = JSON.objectNode();
    results.lengths().forEach(data.putArray("lengths")::add);
    data.put("truthBy", String.join(" or ", results.truthBy()));
    ArrayNode ofKinds = data.putArray("kinds");
    results.byKind().forEach((kind, rows) -> ofKinds.add(kind(kind, rows.get(0))));
    ArrayNode models = data.putArray("models");
    results.byModel().forEach((name, rows) -> models.add(model(models.size(), rows)));
    ArrayNode theirs = data.putArray("published");
    published.rows().forEach(row -> theirs.add(published(row)));
    data.putArray("inside");
    return data;
  }

  private ObjectNode kind(Results.Kind kind, StudyRow row) {
    ObjectNode node = JSON.objectNode();
    node.put("k", kind.k());
    node.put("group", kind.group());
    node.put("name", kind.name());
    node.put("short", shortName(kind));
    node.put("byCells", kind.isByCells());
    putNumber(node, "flops", row.flopsPaper());
    putNumber(node, "dimension", row.dimension());
    return node;
  }

  /** The group, and those of its options that tell it from the others of the group. */
  private String shortName(Results.Kind kind) {
    List<List<String>> alike =
        kinds.stream()
            .filter(other -> other.k() == kind.k() && other.group().equals(kind.group()))
            .map(other -> List.of(other.words().split(" ")))
            .toList();
    String own =
        Stream.of(kind.words().split(" "))
            .filter(word -> !alike.stream().allMatch(words -> words.contains(word)))
            .collect(Collectors.joining(" "));
    return own.isEmpty() ? kind.group() : kind.group() + " " + own;
  }

  /** Null where the rules have no price. */
  private static void putNumber(ObjectNode node, String name, String text) {
    if (text.isEmpty()) {
      node.putNull(name);
    } else {
      node.put(name, Double.parseDouble(text));
    }
  }

  private ObjectNode model(int number, List<StudyRow> rows) {
    StudyRow first = rows.get(0);
    ObjectNode node = JSON.objectNode();
    node.put("number", number);
    node.put("name", first.stem());
    node.put("k", first.k());
    node.put("total", first.total());
    node.put("sha256", first.sha256());
    putDouble(node, "truth", truth(rows));
    putDouble(node, "ratio", Optional.ofNullable(ratios.get(first.model())));
    boolean anyKept = rows.stream().anyMatch(row -> kept.file(row).isPresent());
    node.put("check", anyKept ? places.checking(places.certificates().resolve(first.stem())) : "");
    ArrayNode proofs = node.putArray("proofs");
    rows.forEach(row -> proofs.add(proof(row)));
    return node;
  }

  /** With the ten digits of the rows, so that the proof that counts all has exactly the truth. */
  private Optional<Double> truth(List<StudyRow> rows) {
    return rows.stream()
        .filter(row -> Results.TRUTH.contains(row.strategy()))
        .map(row -> Double.parseDouble(row.accuracy()))
        .max(Double::compare)
        .filter(most -> most > 0);
  }

  private static void putDouble(ObjectNode node, String name, Optional<Double> value) {
    value.ifPresentOrElse(some -> node.put(name, some), () -> node.putNull(name));
  }

  /** Kind, correct, accuracy, operations, link or "", command or "", verdict. */
  private ArrayNode proof(StudyRow row) {
    Optional<String> link = kept.file(row).map(places::link);
    return JSON.arrayNode()
        .add(kinds.indexOf(Results.kind(row)))
        .add(row.correct())
        .add(row.accuracy())
        .add(Double.parseDouble(row.operations()))
        .add(link.orElse(""))
        .add(link.isPresent() ? "" : places.making(row))
        .add(row.verdict());
  }

  private static ObjectNode published(Published.Row row) {
    return JSON.objectNode()
        .put("group", row.group())
        .put("k", row.k())
        .put("mean", row.mean())
        .put("deviation", row.deviation())
        .put("flops", row.flops())
        .put("dimension", row.dimension())
        .put("normalised", row.normalised());
  }
}

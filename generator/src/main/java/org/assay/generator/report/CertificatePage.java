// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.assay.generator.catalog.Catalog;
import org.assay.generator.certificate.Claim;
import org.assay.generator.certificate.Statement;

/**
 * One certificate as a page that stands by itself: what is claimed, what the checker derived, by
 * what that can be checked again, and what the proof leaves out.
 *
 * @param sha256 of the certificate's file
 * @param decision the line that the checker printed about it
 */
public record CertificatePage(
    Statement statement, String sha256, JsonNode decision, Inside inside, Commands commands) {
  private static final int SHOWN_HINT = 40;

  /** What a person types: where the files are, and how the certificate is checked again. */
  public record Commands(String certificate, String model, String checking) {}

  /** The one file of the page. */
  public byte[] html() {
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    ArrayNode insides = data.putArray("inside");
    insides.add(inside.json(0));
    return Page.html("certificate.html.mustache", context(insides.get(0)), data);
  }

  private Map<String, Object> context(JsonNode figures) {
    Claim claim = statement.claim();
    Map<String, Object> page = new HashMap<>();
    page.put("verdict", decision.path("verdict").asText("none"));
    page.put("isAccepted", decision.path("verdict").asText().equals("accepted"));
    page.put("message", decision.path("message").asText(""));
    page.put("accuracy", claim.accuracy());
    page.put("correct", Numbers.grouped(claim.correct()));
    page.put("total", Numbers.grouped(claim.total()));
    page.put("unit", claim.weights().isEmpty() ? "sequences" : "weighted sequences");
    page.put("k", claim.sizes().k());
    page.put("last", claim.sizes().vocab() - 1);
    page.put("margin", claim.margin());
    page.put("hasMargin", !claim.margin().equals("0"));
    page.put("name", commands.certificate);
    page.put("checking", commands.checking);
    page.put("isSigned", !decision.path("unsigned").asBoolean(true));
    page.put("facts", facts(claim));
    page.put("strategies", strategies());
    page.put("inside", figures.get("id").asText());
    page.put("looked", figures.has("pairs"));
    return page;
  }

  private List<Map<String, Object>> strategies() {
    return Catalog.named(statement.strategy()).stream()
        .map(
            one ->
                Map.<String, Object>of(
                    "name", one.name(), "summary", one.summary(), "cost", one.cost()))
        .toList();
  }

  private List<Map<String, Object>> facts(Claim claim) {
    List<Map<String, Object>> facts = new ArrayList<>();
    add(facts, "Certificate", commands.certificate);
    add(facts, "SHA-256 of the certificate", sha256);
    add(facts, "Model", commands.model + ", called " + statement.subject());
    add(facts, "SHA-256 of the model", statement.sha256());
    add(facts, "Sizes", sizes(claim.sizes()));
    add(facts, "Read as", "one layer of attention with one head, without layer norm");
    add(facts, "Task", "the largest token of the sequence");
    add(facts, "Strategy", statement.strategy());
    statement.hints().forEach((name, value) -> add(facts, "Hint " + name, shown(value)));
    claim.execution().ifPresent(one -> add(facts, "Profile " + one.profile(), executions(one)));
    if (!claim.weights().isEmpty()) add(facts, "Token weights", claim.weights().toString());
    add(facts, "Proved by the checker", proved(claim));
    add(facts, "Operations of the checker", decision.path("operations").asText("unknown"));
    add(facts, "Signed by", signers(decision));
    return facts;
  }

  private static void add(List<Map<String, Object>> facts, String name, String value) {
    facts.add(Map.of("name", name, "value", value));
  }

  private static String sizes(Claim.Sizes sizes) {
    return String.format(
        Locale.ROOT,
        "K %d, vocabulary %d, d_model %d, d_head %d",
        sizes.k(),
        sizes.vocab(),
        sizes.dModel(),
        sizes.dHead());
  }

  private String executions(Claim.Execution one) {
    return "every execution within it is right on at least " + Numbers.grouped(one.correct());
  }

  private String proved(Claim claim) {
    String proved = decision.path("proved").asText();
    return proved.matches("[0-9]{1,1000}")
        ? Numbers.grouped(new BigInteger(proved)) + " of " + Numbers.grouped(claim.total())
        : "nothing";
  }

  static String signers(JsonNode decision) {
    if (decision.path("unsigned").asBoolean(true)) return "not verified";
    List<String> names = new ArrayList<>();
    for (JsonNode signer : decision.path("signers")) {
      List<String> algorithms = new ArrayList<>();
      signer.path("algorithms").forEach(one -> algorithms.add(one.asText()));
      names.add(signer.path("name").asText() + " (" + String.join(", ", algorithms) + ")");
    }
    return names.isEmpty() ? "nobody whom the policy names" : String.join("; ", names);
  }

  /** Numbers and code words are shown, tables only by their length. */
  private static String shown(String hint) {
    return hint.length() <= SHOWN_HINT
        ? hint.replace("\"", "")
        : "a packed table of " + (hint.length() - 2) + " characters";
  }
}

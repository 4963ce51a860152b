// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.samskivert.mustache.Mustache;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/** A template filled in; a page has its style, scripts and data in it and loads nothing. */
final class Page {
  private static final JsonMapper JSON = new JsonMapper();

  private Page() {}

  /**
   * An HTML page.
   *
   * @param context what the template names; markup in it is shown, not obeyed
   * @param data what the scripts draw
   */
  static byte[] html(String template, Map<String, Object> context, JsonNode data) {
    String d3 = Scripts.d3();
    String ours = Scripts.ours();
    Map<String, Object> all = new HashMap<>(context);
    all.put("style", Scripts.text("report.css"));
    all.put("policy", Scripts.hash(d3) + " " + Scripts.hash(ours));
    all.put("d3", d3);
    all.put("ours", ours);
    all.put("data", embedded(data));
    return fill(template, all, true);
  }

  /** Text without markup. */
  static byte[] text(String template, Map<String, Object> context) {
    return fill(template, context, false);
  }

  private static byte[] fill(String template, Map<String, Object> context, boolean escaped) {
    return Mustache.compiler()
        .escapeHTML(escaped)
        .withLoader(name -> new java.io.StringReader(Scripts.text(name + ".mustache")))
        .compile(Scripts.text(template))
        .execute(context)
        .getBytes(UTF_8);
  }

  /** JSON in which HTML finds no tag. */
  static String embedded(JsonNode data) {
    try {
      return JSON.writeValueAsString(data).replace("<", "\\u003c");
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}

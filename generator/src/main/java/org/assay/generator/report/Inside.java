// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.report;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.assay.generator.model.Model;
import org.assay.generator.strategy.split.CircuitTables;

/** What is inside one model, for the page that shows it. */
public record Inside(String name, Model model) {
  /**
   * For the scripts.
   *
   * @param number which of the page's models it is, from 0
   */
  ObjectNode json(int number) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("id", "inside-" + number);
    node.put("name", name);
    node.put("k", model.k());
    node.put("vocab", model.vocab());
    node.set("circuits", new CircuitData(CircuitTables.of(model)).json());
    return node;
  }
}

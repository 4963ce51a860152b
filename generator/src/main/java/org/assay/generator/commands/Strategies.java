// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.commands;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.assay.generator.catalog.Catalog;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code assay strategies}. */
@Command(
    name = "strategies",
    description = "Lists the proof strategies: name, cost in operations of the checker, one line.",
    footer = {"", "Example:", "  assay strategies"},
    exitCodeListHeading = Exit.HEADING,
    exitCodeList = {Exit.DONE_LINE, Exit.USAGE_LINE, Exit.INTERNAL_LINE})
public final class Strategies implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--json", description = "print a JSON array (default: false)")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    PrintWriter stdout = spec.commandLine().getOut();
    ArrayNode array = new JsonMapper().createArrayNode();
    for (Catalog.Entry strategy : Catalog.entries()) {
      array
          .addObject()
          .put("name", strategy.name())
          .put("cost", strategy.cost())
          .put("summary", strategy.summary());
      if (!json) {
        stdout.printf(
            Locale.ROOT, "%-18s %-42s %s%n", strategy.name(), strategy.cost(), strategy.summary());
      }
    }
    if (json) stdout.println(array);
    return Exit.DONE;
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.commands;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * Lines of help texts, broken between words only: picocli breaks where a text may be broken by the
 * rules of Unicode, which is also behind the dot of a file name.
 */
final class Help {
  private static final int WIDTH = 79;

  private Help() {}

  /** The same with all descriptions wrapped; a paragraph is one string. */
  static CommandLine wrapped(CommandLine line) {
    UsageMessageSpec usage = line.getCommandSpec().usageMessage();
    List<String> lines = new ArrayList<>();
    for (String paragraph : usage.description()) {
      if (lines.isEmpty()) lines.add(paragraph); // the summary, also listed with the commands
      else wrap(paragraph, lines);
    }
    usage.description(lines.toArray(String[]::new));
    line.getSubcommands().values().forEach(Help::wrapped);
    return line;
  }

  private static void wrap(String paragraph, List<String> lines) {
    if (paragraph.length() <= WIDTH) { // as it stands: an example may be indented
      lines.add(paragraph);
      return;
    }
    StringBuilder line = new StringBuilder();
    for (String word : paragraph.split(" ")) {
      if (line.length() > 0 && line.length() + 1 + word.length() > WIDTH) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.length() == 0 ? "" : " ").append(word);
    }
    lines.add(line.toString());
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class HelpTest {
  @Test
  void everyHelpHasAnExampleThatParsesAndTheExitCodes() {
    for (CommandLine command : Assay.commandLine().getSubcommands().values()) {
      if (command.getCommandName().equals("help")) continue;
      String help = command.getUsageMessage();
      assertTrue(help.contains("Exit codes:") && help.contains("64"), help);
      String example = help.substring(help.indexOf("Example:") + 8).replace("\\", "").trim();
      String[] words = example.split("\\s+");
      assertEquals("assay", words[0], help);
      Assay.commandLine().parseArgs(Arrays.copyOfRange(words, 1, words.length));
      for (CommandLine.Model.OptionSpec option : command.getCommandSpec().options()) {
        String text = String.join(" ", option.description());
        boolean standard =
            option.longestName().equals("--help") || option.longestName().equals("--version");
        assertTrue(
            standard
                || text.contains("default")
                || text.contains("required")
                || option.group() != null,
            option.longestName() + ": " + text);
      }
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
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

  /** No line is broken inside a word, or before it is full. */
  @Test
  void helpIsBrokenBetweenWords() {
    for (CommandLine command : Assay.commandLine().getSubcommands().values()) {
      if (command.getCommandName().equals("help")) continue; // picocli's own
      String help = command.getUsageMessage();
      List<String> words = List.of(help.split("\\s+"));
      List<String> texts =
          new ArrayList<>(List.of(command.getCommandSpec().usageMessage().description()));
      command.getCommandSpec().options().forEach(o -> texts.addAll(List.of(o.description())));
      for (String text : texts) {
        for (String word : text.strip().split("\\s+")) {
          assertTrue(words.contains(word) || word.contains("${"), help + word);
        }
      }
      String[] lines = command.getCommandSpec().usageMessage().description();
      for (int i = 1; i < lines.length - 1; i++) {
        assertTrue(lines[i].length() <= 79, lines[i]);
        String next = lines[i + 1].split(" ")[0];
        boolean isEnd = lines[i].matches(".*[.:,]") || lines[i].startsWith("{");
        assertTrue(isEnd || lines[i].length() + 1 + next.length() > 79, lines[i]);
      }
    }
  }

  @Test
  void theRootListsEveryExitCode() {
    Set<String> all = new TreeSet<>();
    for (CommandLine command : Assay.commandLine().getSubcommands().values()) {
      all.addAll(command.getCommandSpec().usageMessage().exitCodeList().keySet());
    }
    Set<String> root = Assay.commandLine().getCommandSpec().usageMessage().exitCodeList().keySet();
    assertEquals(all, new TreeSet<>(root));
  }
}

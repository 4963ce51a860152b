// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.commands;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What people type: values of options, and words that are none. */
final class Words {
  /** What the launcher hands to assay-archive before this program is started. */
  private static final List<String> LAUNCHED = List.of("archive", "policy");

  private Words() {}

  /** Values that are none get a message of got and want. */
  static CommandLine convert(CommandLine line) {
    return line.registerConverter(Path.class, Words::path)
        .registerConverter(Integer.class, text -> Math.toIntExact(number(text, Integer.MAX_VALUE)))
        .registerConverter(int.class, text -> Math.toIntExact(number(text, Integer.MAX_VALUE)))
        .registerConverter(Long.class, text -> number(text, Long.MAX_VALUE))
        .registerConverter(long.class, text -> number(text, Long.MAX_VALUE));
  }

  private static Path path(String text) {
    if (text.isEmpty()) throw new TypeConversionException("got nothing, want a name");
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new TypeConversionException(
          "got '" + text + "', want a name that this system allows: " + e.getReason());
    }
  }

  /** Negative ones are refused by whoever knows what the number is. */
  private static long number(String text, long most) {
    try {
      long number = Long.parseLong(text);
      if (number <= most && number >= -most - 1) return number;
    } catch (NumberFormatException e) {
      // said below
    }
    throw new TypeConversionException("got '" + text + "', want a whole number up to " + most);
  }

  /**
   * @throws ParameterException if a command is to write to stdout, which none does: a file called
   *     "-" is rarely what was meant
   */
  static void requireFiles(CommandLine command) {
    for (String name : List.of("--out", "--dir")) {
      OptionSpec option = command.getCommandSpec().findOption(name);
      if (option == null || option.getValue() == null) continue;
      if (option.getValue().toString().equals("-")) {
        throw new ParameterException(
            command,
            name + ": got -, want a name: nothing is written to stdout; ./- is one called so");
      }
    }
  }

  /** A word that is none may be why another one is missing. */
  static ParameterException cause(ParameterException e) {
    if (e instanceof UnmatchedArgumentException) return e;
    List<String> unknown = e.getCommandLine().getUnmatchedArguments();
    return unknown.isEmpty()
        ? e
        : new UnmatchedArgumentException(e.getCommandLine(), new ArrayList<>(unknown));
  }

  /** The nearest command alone; options whose names are near. Empty if there is nothing near. */
  static List<String> suggestions(ParameterException e) {
    if (!(e instanceof UnmatchedArgumentException)) return List.of();
    UnmatchedArgumentException unmatched = withLauncher((UnmatchedArgumentException) e);
    String typed = unmatched.getUnmatched().get(0);
    List<String> near = unmatched.getSuggestions(); // words with two letters in common, too
    if (!unmatched.isUnknownOption()) {
      near = near.stream().filter(word -> isNear(typed, word)).toList();
    }
    if (near.isEmpty()) return List.of();
    return unmatched.isUnknownOption()
        ? List.of("Possible solutions: " + String.join(", ", near))
        : List.of(
            "Did you mean: "
                + e.getCommandLine().getCommandSpec().qualifiedName()
                + " "
                + near.get(0)
                + "?");
  }

  /** Whether a third of the letters, and one more, are mistyped at most. */
  private static boolean isNear(String typed, String word) {
    return distance(typed, word) <= 1 + typed.length() / 3;
  }

  /** How many letters must be put in, taken out or changed (Levenshtein). */
  private static int distance(String from, String to) {
    int[] least = IntStream.rangeClosed(0, to.length()).toArray();
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = least[0];
      least[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int changed = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = least[j];
        least[j] = Math.min(changed, 1 + Math.min(least[j], least[j - 1]));
      }
    }
    return least[to.length()];
  }

  /** The same where the commands are those of the launcher, which has two more. */
  private static UnmatchedArgumentException withLauncher(UnmatchedArgumentException e) {
    if (e.getCommandLine().getParent() != null || e.isUnknownOption()) return e;
    CommandLine all = Assay.commandLine();
    LAUNCHED.forEach(word -> all.addSubcommand(word, CommandSpec.create()));
    return new UnmatchedArgumentException(all, e.getUnmatched());
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The command line, read: {@link Usage}. Certificates and directories are in the order given. */
record Arguments(Inputs inputs, Manner manner, Portion portion, List<Path> certificates) {
  /** Which files are read besides certificates. */
  record Inputs(
      Optional<Path> model,
      Optional<Path> models,
      Optional<Path> policy,
      Optional<Path> shownPolicy,
      Optional<Path> program) {
    Map<String, Optional<Path>> named() {
      return Map.of("--model", model, "--models", models, "--policy", policy);
    }
  }

  /** How a verdict is printed. */
  enum Form {
    SHORT,
    LONG,
    JSON
  }

  /** Whose word counts besides: nobody's, the checker's of spec/python, a program's, of parts. */
  enum Second {
    NOBODY,
    CHECKER,
    PROGRAM,
    PARTS
  }

  /** How several are checked, and what is said of them. */
  record Manner(Form form, boolean quiet, boolean failFast, Second second, int jobs) {}

  private static final int MAX_JOBS = 64;

  private static final Set<String> WITH_VALUE =
      Set.of("--model", "--models", "--policy", "--jobs", "--show-policy", "--range", "--parts");
  private static final String SECOND = "--second-opinion"; // with or without a value
  private static final Set<String> FLAGS =
      Set.of("--unsigned", "--json", "--long", "--quiet", "--fail-fast", SECOND);
  private static final Set<String> ALONE = Set.of("--help", "-h", "--version");

  /** A command line that this program does not understand. */
  static final class Wrong extends Exception {
    private static final long serialVersionUID = 1;

    Wrong(String message) {
      super(message);
    }
  }

  static Arguments parse(String... args) throws Wrong {
    Words words = new Words();
    Deque<String> rest = new ArrayDeque<>(List.of(args));
    boolean options = true;
    while (!rest.isEmpty()) {
      String word = rest.pop();
      if (options && word.equals("--")) {
        options = false;
      } else if (options && word.startsWith("-") && !word.equals("-")) {
        words.option(word.equals("-q") ? "--quiet" : word, rest);
      } else {
        words.names.add(word);
      }
    }
    return words.arguments();
  }

  /** What was read so far. */
  private static final class Words {
    private final Map<String, String> values = new HashMap<>();
    private final Set<String> flags = new HashSet<>();
    private final Set<String> given = new HashSet<>();
    private final List<String> names = new ArrayList<>();

    private void option(String word, Deque<String> rest) throws Wrong {
      int equals = word.indexOf('=');
      String name = equals < 0 ? word : word.substring(0, equals);
      if (WITH_VALUE.contains(name) || name.equals(SECOND) && equals >= 0) {
        require(equals >= 0 || !rest.isEmpty(), name + " needs a value");
        String value = equals < 0 ? rest.pop() : word.substring(equals + 1);
        require(!value.isEmpty(), name + " needs a value");
        values.put(name, value);
      } else {
        require(!ALONE.contains(name), name + " stands alone");
        require(FLAGS.contains(name), unknown(name));
        require(equals < 0, name + " takes no value");
        flags.add(name);
      }
      require(given.add(name), name + " is given twice");
    }

    private static String unknown(String name) {
      if (name.equals("--receipt")) { // the launchers hand it over, a jar alone cannot
        return "unknown option --receipt: assay-archive receipt makes receipts";
      }
      Set<String> known = new TreeSet<>(WITH_VALUE);
      known.addAll(FLAGS);
      known.addAll(ALONE);
      return "unknown option " + name + Suggestion.of(name, known);
    }

    private Arguments arguments() throws Wrong {
      Inputs inputs =
          new Inputs(
              path("--model"),
              path("--models"),
              path("--policy"),
              path("--show-policy"),
              path(SECOND));
      List<Path> certificates = new ArrayList<>();
      for (String name : names) {
        certificates.add(Arguments.path(name));
      }
      if (inputs.shownPolicy.isPresent()) {
        require(
            names.isEmpty() && values.size() == 1 && flags.isEmpty(),
            "--show-policy FILE stands alone");
      } else {
        requireComplete();
      }
      Portion portion = Portion.of(values, flags, certificates);
      return new Arguments(inputs, manner(), portion, List.copyOf(certificates));
    }

    private void requireComplete() throws Wrong {
      require(!names.isEmpty(), "no certificate is named");
      require(names.indexOf("-") == names.lastIndexOf("-"), "- is given twice");
      require(
          values.containsKey("--policy") != flags.contains("--unsigned"),
          "one of --policy FILE and --unsigned is needed, and not both");
      require(
          !values.containsKey("--model") || !values.containsKey("--models"),
          "--model and --models exclude each other");
      require(
          !values.containsKey(SECOND)
              || flags.contains("--unsigned") && values.containsKey("--model"),
          SECOND + "=PROGRAM needs --unsigned and --model: the program is given no policy");
      require(
          !flags.contains("--json") || !flags.contains("--long"),
          "--json and --long exclude each other");
    }

    private Manner manner() throws Wrong {
      String jobs = values.getOrDefault("--jobs", "1");
      require(
          jobs.matches("[1-9][0-9]?") && Integer.parseInt(jobs) <= MAX_JOBS,
          "--jobs: got \"" + jobs + "\", want 1 to " + MAX_JOBS);
      Form form =
          flags.contains("--json") ? Form.JSON : flags.contains("--long") ? Form.LONG : Form.SHORT;
      Second second =
          values.containsKey(SECOND)
              ? Second.PROGRAM
              : flags.contains(SECOND)
                  ? Second.CHECKER
                  : values.containsKey("--parts") ? Second.PARTS : Second.NOBODY;
      boolean asks = second == Second.CHECKER || second == Second.PROGRAM;
      require(!asks || !names.contains("-"), SECOND + " and - exclude each other");
      boolean quiet = flags.contains("--quiet") || values.containsKey("--range");
      return new Manner(form, quiet, flags.contains("--fail-fast"), second, Integer.parseInt(jobs));
    }

    private Optional<Path> path(String option) throws Wrong {
      String value = values.get(option);
      return value == null ? Optional.empty() : Optional.of(Arguments.path(value));
    }
  }

  static Path path(String word) throws Wrong {
    try {
      return Path.of(word);
    } catch (InvalidPathException notEncodable) {
      String hint = "; Java opens names in the character set of the locale only: set LC_ALL";
      boolean ascii = word.matches("\\p{ASCII}*");
      throw new Wrong("not a path here: " + notEncodable.getMessage() + (ascii ? "" : hint));
    }
  }

  static void require(boolean holds, String message) throws Wrong {
    if (!holds) {
      throw new Wrong(message);
    }
  }
}

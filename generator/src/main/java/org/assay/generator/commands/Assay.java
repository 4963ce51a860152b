// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.commands;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import org.assay.generator.issue.CheckerProcess;
import org.assay.generator.model.ModelRefusal;
import org.assay.generator.options.PasswordOption;
import org.assay.generator.options.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.ParseResult;

/** {@code assay}: the root of all commands. */
@Command(
    name = "assay",
    version = "assay 0.1.0",
    mixinStandardHelpOptions = true,
    scope = CommandLine.ScopeType.INHERIT,
    description = "Makes signed proofs of how accurate a neural network is.",
    subcommands = {
      Demo.class,
      Train.class,
      Keygen.class,
      Keys.class,
      Certify.class,
      Inspect.class,
      Publish.class,
      Frontier.class,
      Compare.class,
      Study.class,
      ReportCommand.class,
      Strategies.class,
      HelpCommand.class
    },
    footer = {"", "Example:", "  assay demo"},
    exitCodeListHeading = Exit.HEADING,
    exitCodeList = {Exit.DONE_LINE, Exit.USAGE_LINE, Exit.INPUT_OUTPUT_LINE, Exit.INTERNAL_LINE})
public final class Assay {
  private Assay() {}

  /**
   * Runs one command. Every outcome has its own exit code; results on stdout, reasons on stderr.
   */
  public static int run(String... arguments) {
    return commandLine().execute(arguments);
  }

  public static CommandLine commandLine() {
    return commandLine(Terminal.ofProcess());
  }

  /** With somebody else to ask for passwords. */
  static CommandLine commandLine(Terminal terminal) {
    return new CommandLine(new Assay(), new Factory(terminal))
        .setExpandAtFiles(false) // a certificate may be called @name
        .setExecutionStrategy(Assay::runLast)
        .setParameterExceptionHandler(Assay::wrongUsage)
        .setExecutionExceptionHandler(Assay::failed);
  }

  /** Makes the commands and their parts, of which some ask for passwords. */
  private record Factory(Terminal terminal) implements CommandLine.IFactory {
    @Override
    public <T> T create(Class<T> type) throws Exception {
      if (type == PasswordOption.class) return type.cast(new PasswordOption(terminal));
      return CommandLine.defaultFactory().create(type);
    }
  }

  /** Help is for commands that there are: picocli gives it whatever else is on the line. */
  private static int runLast(ParseResult result) {
    for (CommandLine command : result.asCommandLineList()) {
      List<String> unknown = command.getUnmatchedArguments();
      if (!unknown.isEmpty()) throw new CommandLine.UnmatchedArgumentException(command, unknown);
    }
    return new CommandLine.RunLast().execute(result);
  }

  private static int wrongUsage(CommandLine.ParameterException e, String[] arguments) {
    PrintWriter stderr = e.getCommandLine().getErr();
    stderr.println(printable(e.getMessage()));
    CommandLine.UnmatchedArgumentException.printSuggestions(e, stderr); // "Did you mean"
    stderr.println("see: " + e.getCommandLine().getCommandSpec().qualifiedName() + " --help");
    return Exit.USAGE;
  }

  private static int failed(Exception e, CommandLine command, ParseResult result)
      throws IOException {
    PrintWriter stderr = command.getErr();
    if (e instanceof IOException) {
      stderr.println(printable(reason((IOException) e)));
      if (e instanceof ModelRefusal) {
        ((ModelRefusal) e).advice().forEach(line -> stderr.println("  " + printable(line)));
      }
      return Exit.INPUT_OUTPUT;
    }
    if (e instanceof NotMet) {
      stderr.println(printable(e.getMessage()));
      return Exit.NOT_MET;
    }
    if (e instanceof CheckerProcess.NotAccepted) {
      stderr.println("internal error: " + printable(e.getMessage()));
    } else {
      e.printStackTrace(stderr);
    }
    return Exit.INTERNAL;
  }

  /** The exceptions of {@code java.nio.file} carry the bare path as their message. */
  private static String reason(IOException e) {
    if (e instanceof NoSuchFileException) return e.getMessage() + ": no such file";
    if (e instanceof AccessDeniedException) return e.getMessage() + ": access denied";
    if (e instanceof FileAlreadyExistsException
        && ((FileAlreadyExistsException) e).getReason() == null) {
      return e.getMessage() + ": exists";
    }
    return e.getMessage() == null ? e.toString() : e.getMessage();
  }

  private static String printable(String message) {
    return String.valueOf(message).replaceAll("\\p{C}", "?");
  }
}

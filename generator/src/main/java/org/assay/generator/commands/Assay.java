// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.commands;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.List;
import org.assay.generator.issue.CheckerProcess;
import org.assay.generator.issue.Stop;
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
      Import.class,
      Certify.class,
      Inspect.class,
      Export.class,
      Run.class,
      Publish.class,
      Frontier.class,
      LossesCommand.class,
      Compare.class,
      Study.class,
      Check.class,
      ReportCommand.class,
      Strategies.class,
      HelpCommand.class
    },
    footer = {
      "",
      "Two more, of assay-archive, which need no generator:",
      "  policy       Writes a policy that trusts the owners of public keys.",
      "  archive      Keeps certificates, their dates, logs and bundles (assay archive --help).",
      "",
      "Example:",
      "  assay demo"
    },
    exitCodeListHeading = Exit.HEADING,
    exitCodeList = {
      Exit.DONE_LINE,
      Exit.NOT_MET_LINE,
      Exit.DECLINED_LINE,
      Exit.USAGE_LINE,
      Exit.INPUT_OUTPUT_LINE,
      Exit.INTERNAL_LINE
    })
public final class Assay {
  private Assay() {}

  /**
   * Runs one command. Every outcome has its own exit code; results on stdout, reasons on stderr.
   */
  public static int run(String... arguments) {
    Stop.listen();
    OutputStream stdout = new FileOutputStream(FileDescriptor.out);
    PrintWriter out = new PrintWriter(new OutputStreamWriter(stdout, UTF_8), true);
    try {
      return ended(commandLine().setOut(out), arguments);
    } finally {
      Stop.done();
    }
  }

  /** A result that is not there is no success. */
  static int ended(CommandLine line, String... arguments) {
    int exit = line.execute(arguments);
    if (!line.getOut().checkError()) return exit;
    line.getErr().println("stdout cannot be written");
    return exit == Exit.DONE ? Exit.INTERNAL : exit;
  }

  public static CommandLine commandLine() {
    return commandLine(Terminal.ofProcess());
  }

  /** With somebody else to ask for passwords. */
  static CommandLine commandLine(Terminal terminal) {
    return Help.wrapped(Words.convert(new CommandLine(new Assay(), new Factory(terminal))))
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
      Words.requireFiles(command);
    }
    return new CommandLine.RunLast().execute(result);
  }

  private static int wrongUsage(CommandLine.ParameterException parsed, String[] arguments) {
    CommandLine.ParameterException e = Words.cause(parsed);
    PrintWriter stderr = e.getCommandLine().getErr();
    stderr.println(printable(e.getMessage()));
    Words.suggestions(e).forEach(stderr::println);
    stderr.println("see: " + e.getCommandLine().getCommandSpec().qualifiedName() + " --help");
    return Exit.USAGE;
  }

  private static int failed(Exception e, CommandLine command, ParseResult result)
      throws IOException {
    PrintWriter stderr = command.getErr();
    if (Stop.isAsked()) return Exit.INTERNAL; // it says so itself
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
    if (e instanceof NotDirectoryException) return e.getMessage() + ": is no folder";
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

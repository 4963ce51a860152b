// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import org.assay.archive.refusal.Refusal;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** {@code assay-archive}: the root of all commands. Exit codes are those of the checker (F-13). */
@Command(
    name = "assay-archive",
    version = "assay-archive 0.1.0",
    mixinStandardHelpOptions = true,
    scope = CommandLine.ScopeType.INHERIT,
    description = "Keeps certificates for longer than their keys live, and verifies what is kept.",
    subcommands = {
      ArchiveCommands.Init.class,
      ArchiveCommands.Add.class,
      TimeCommands.Stamp.class,
      VerifyCommand.class,
      TimeCommands.Renew.class,
      ArchiveCommands.ListFiles.class,
      ArchiveCommands.MakeIndex.class,
      ArchiveCommands.WriteExport.class,
      ArchiveCommands.ReadExport.class,
      LogCommand.class,
      BundleCommand.class,
      PolicyCommand.class,
      ReceiptCommand.class,
      EvidenceCommand.class,
      CommittedCommand.class,
      ExchangeCommands.MakeBom.class,
      ExchangeCommands.MakeSigstore.class,
      TimeCommands.Tsa.class,
      TimeCommands.PrintAgeing.class,
      HelpCommand.class
    },
    footer = {"", "What is verified, and why: spec/archive.md, log.md, bundle.md"},
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      " 0:done, or verified",
      " 1:something in it is wrong",
      " 2:nothing is wrong, but it proves too little to conclude",
      "64:wrong usage",
      "66:a file cannot be read or written",
      "70:internal error"
    })
public final class Main {
  static final int USAGE = 64;
  static final int INPUT = 66;
  static final int INTERNAL = 70;

  private Main() {}

  public static void main(String[] args) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    // The launcher tells our codes from those of a JVM that cannot start by an offset.
    System.exit(Integer.getInteger("assay.exit.offset", 0) + run(args, out, System.err));
  }

  /** Everything but {@code System.exit}. */
  public static int run(String[] args, PrintStream out, PrintStream err) {
    CommandLine line = new CommandLine(new Main());
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    line.setParameterExceptionHandler((wrong, words) -> usage(wrong, err));
    line.setExecutionExceptionHandler((why, command, words) -> failed(why, err));
    line.setExpandAtFiles(false);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    int exit = line.getSubcommands().isEmpty() || args.length > 0 ? line.execute(args) : help(line);
    if (out.checkError()) {
      err.println("assay-archive: stdout cannot be written");
      return INTERNAL;
    }
    return exit;
  }

  private static int help(CommandLine line) {
    line.usage(line.getErr());
    return USAGE;
  }

  private static int usage(CommandLine.ParameterException wrong, PrintStream err) {
    String command = wrong.getCommandLine().getCommandSpec().qualifiedName();
    err.println("assay-archive: " + wrong.getMessage() + " (see " + command + " --help)");
    return USAGE;
  }

  private static int failed(Exception why, PrintStream err) {
    if (why instanceof Refusal refusal) {
      err.println("assay-archive: " + refusal.code() + ": " + refusal.getMessage());
      return refusal.code().declines() ? 2 : 1;
    }
    if (why instanceof IOException unreadable) {
      err.println("assay-archive: " + sentence(unreadable));
      return INPUT;
    }
    if (why instanceof UncheckedIOException walking) {
      return failed(walking.getCause(), err);
    }
    why.printStackTrace(err);
    return INTERNAL;
  }

  /** Java's message is often the path alone. */
  static String sentence(IOException why) {
    if (!(why instanceof FileSystemException named)) {
      return String.valueOf(why.getMessage());
    }
    String reason = named.getReason();
    if (why instanceof NoSuchFileException) {
      reason = "no such file";
    } else if (why instanceof NotDirectoryException) {
      reason = "no such folder";
    } else if (why instanceof AccessDeniedException) {
      reason = "permission denied";
    } else if (why instanceof FileAlreadyExistsException && reason == null) {
      reason = "exists";
    }
    return named.getFile() + ": " + (reason == null ? why.getClass().getSimpleName() : reason);
  }
}

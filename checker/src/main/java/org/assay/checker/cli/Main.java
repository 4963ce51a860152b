// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.assay.checker.Checker;
import org.assay.checker.verdict.Findings;
import org.assay.checker.verdict.Rejection;
import org.assay.checker.verdict.Verdict;
import org.assay.checker.verdict.Verdict.Outcome;

/** The command {@code assay-check}: verdicts on stdout, reasons on stderr, exit codes of F-13. */
public final class Main {
  private static final int MAX_POLICY = 1 << 20; // F-01 (h)
  private static final int USAGE = 64;

  private final Arguments arguments;
  private final ModelFolder models = new ModelFolder();
  private final PrintStream out;
  private final PrintStream err;

  private Main(Arguments arguments, PrintStream out, PrintStream err) {
    this.arguments = arguments;
    this.out = out;
    this.err = err;
  }

  public static void main(String[] args) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    // The launcher tells our codes from those of a JVM that cannot start by an offset.
    System.exit(Integer.getInteger("assay.exit.offset", 0) + run(args, out, System.err));
  }

  /** Everything but {@code System.exit}. */
  public static int run(String[] args, PrintStream out, PrintStream err) {
    try {
      if (List.of(args).equals(List.of("--help"))) {
        out.print(Arguments.USAGE);
        return 0;
      }
      if (List.of(args).equals(List.of("--version"))) {
        out.println("assay-check " + Main.class.getPackage().getImplementationVersion());
        return 0;
      }
      return new Main(Arguments.parse(args), out, err).checkAll();
    } catch (Arguments.Wrong usage) {
      err.println("assay-check: " + usage.getMessage() + " (see assay-check --help)");
      return USAGE;
    } catch (IOException unreadable) {
      err.println("assay-check: cannot read: " + unreadable.getMessage());
      return Outcome.INPUT_ERROR.exitCode();
    } catch (Throwable bug) { // left uncaught, the JVM would exit with 1, which means "rejected"
      bug.printStackTrace(err);
      return Outcome.INTERNAL_ERROR.exitCode();
    }
  }

  private int checkAll() {
    long start = System.nanoTime();
    Tally tally = new Tally();
    try {
      Checker checker = checker();
      for (Path certificate : arguments.certificates()) {
        tally.add(report(checker, certificate));
      }
    } catch (IOException unusable) { // the policy: no certificate can be decided
      failAll(unusable, tally);
    }
    if (arguments.certificates().size() > 1 && !arguments.json()) {
      err.println(tally.text(millisSince(start)));
    }
    return tally.exitCode();
  }

  private Outcome report(Checker checker, Path certificate) {
    long start = System.nanoTime();
    Verdict verdict = check(checker, certificate);
    print(new Report(certificate.toString(), verdict, millisSince(start)));
    return verdict.outcome();
  }

  private static long millisSince(long start) {
    return (System.nanoTime() - start) / 1_000_000;
  }

  private void failAll(IOException unusable, Tally tally) {
    String message = "cannot read: " + unusable.getMessage();
    for (Path certificate : arguments.certificates()) {
      Verdict verdict = Verdict.failed(Outcome.INPUT_ERROR, message, new Findings(false));
      print(new Report(certificate.toString(), verdict, 0));
      tally.add(Outcome.INPUT_ERROR);
    }
  }

  private Checker checker() throws IOException {
    if (arguments.policy().isEmpty()) {
      return Checker.unsigned();
    }
    Path policy = arguments.policy().get();
    byte[] bytes = ModelFolder.readAtMost(policy, MAX_POLICY);
    if (bytes.length > MAX_POLICY) {
      throw new IOException(policy + ": got more than " + MAX_POLICY + " bytes");
    }
    try {
      return Checker.under(bytes);
    } catch (Rejection malformed) { // the reader's own file: no verdict on a certificate
      throw new IOException(policy + ": " + malformed.getMessage(), malformed);
    }
  }

  private Verdict check(Checker checker, Path certificate) {
    Findings nothing = new Findings(arguments.policy().isEmpty());
    try {
      byte[] bytes = ModelFolder.readAtMost(certificate, Checker.MAX_CERTIFICATE);
      return checker.check(bytes, sha256 -> model(certificate, sha256));
    } catch (IOException unreadable) {
      return Verdict.failed(
          Outcome.INPUT_ERROR, "cannot read: " + unreadable.getMessage(), nothing);
    } catch (Throwable bug) { // also out of memory: the other certificates are still checked
      bug.printStackTrace(err);
      return Verdict.failed(Outcome.INTERNAL_ERROR, bug.toString(), nothing);
    }
  }

  private byte[] model(Path certificate, String sha256) throws IOException {
    if (arguments.model().isPresent()) {
      return ModelFolder.readAtMost(arguments.model().get(), Checker.MAX_MODEL);
    }
    Path folder = certificate.toAbsolutePath().normalize().getParent();
    List<Path> folders =
        Stream.concat(
                Stream.of(folder, folder.resolve("models"), folder.resolveSibling("models")),
                arguments.models().stream())
            .toList();
    return models.read(sha256, folders);
  }

  private void print(Report report) {
    String line = arguments.json() ? report.json() : report.text();
    if (!line.isEmpty()) {
      out.println(line);
    }
    String file = Report.printable(report.file());
    report.verdict().message().ifPresent(why -> err.println(file + ": " + Report.printable(why)));
  }
}

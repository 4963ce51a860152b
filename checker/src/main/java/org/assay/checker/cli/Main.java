// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assay.checker.Checker;
import org.assay.checker.opinion.SecondChecker;
import org.assay.checker.part.PartChecker;
import org.assay.checker.signature.Policy;
import org.assay.checker.verdict.Findings;
import org.assay.checker.verdict.Rejection;
import org.assay.checker.verdict.Verdict;
import org.assay.checker.verdict.Verdict.Outcome;

/** The command {@code assay-check}: verdicts on stdout, reasons on stderr, exit codes of F-13. */
public final class Main {
  private static final int MAX_POLICY = 1 << 20; // F-01 (h)
  private static final int USAGE = 64;

  private final Arguments arguments;
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
      int exit = decide(args, out, err);
      if (!out.checkError()) {
        return exit;
      }
      err.println("assay-check: stdout cannot be written");
    } catch (Arguments.Wrong usage) {
      err.println("assay-check: " + usage.getMessage() + " (see assay-check --help)");
      return USAGE;
    } catch (IOException unreadable) {
      err.println("assay-check: " + Report.printable(Unreadable.sentence(unreadable)));
      return Outcome.INPUT_ERROR.exitCode();
    } catch (Throwable bug) { // left uncaught, the JVM would exit with 1, which means "rejected"
      bug.printStackTrace(err);
    }
    return Outcome.INTERNAL_ERROR.exitCode();
  }

  private static int decide(String[] args, PrintStream out, PrintStream err)
      throws Arguments.Wrong, IOException {
    switch (args.length == 1 ? args[0] : "") {
      case "--help", "-h" -> out.print(Usage.TEXT);
      case "--version" ->
          out.println("assay-check " + Main.class.getPackage().getImplementationVersion());
      default -> {
        return new Main(Arguments.parse(args), out, err).decide();
      }
    }
    return 0;
  }

  private int decide() throws Arguments.Wrong, IOException {
    Optional<Path> shown = arguments.inputs().shownPolicy();
    if (shown.isPresent()) {
      for (String line : policy(shown.get(), Policy::parse).lines()) {
        out.println(Report.printable(line));
      }
      return 0;
    }
    List<Target> targets = new ArrayList<>();
    for (Path path : arguments.certificates()) {
      targets.addAll(CertificateTree.expand(path));
    }
    return new Batch(arguments.manner(), out, err).run(targets, check());
  }

  private Batch.Check check() {
    try {
      requireFolder(arguments.inputs().models());
      Decision decision = new Decision(judge(), arguments);
      Arguments.Second asked = arguments.manner().second();
      if (asked == Arguments.Second.NOBODY || asked == Arguments.Second.PARTS) {
        return target -> guarded(decision, target);
      }
      SecondChecker second = second();
      return target -> confirmed(second, guarded(decision, target));
    } catch (IOException unusable) { // policy or --models: no certificate can be decided
      return target -> failed(target, Outcome.INPUT_ERROR, Unreadable.sentence(unusable));
    }
  }

  private SecondChecker second() {
    Arguments.Inputs inputs = arguments.inputs();
    return inputs.program().isPresent()
        ? new SecondChecker(inputs.program().get(), inputs.model().orElseThrow())
        : new SecondChecker(inputs.named());
  }

  private static void requireFolder(Optional<Path> folder) throws IOException {
    if (folder.isPresent()) {
      Files.newDirectoryStream(folder.get()).close();
    }
  }

  private Decision.Judge judge() throws IOException {
    Optional<Path> policy = arguments.inputs().policy();
    if (arguments.portion().isPresent()) {
      Optional<Policy> demanded =
          policy.isPresent() ? Optional.of(policy(policy.get(), Policy::parse)) : Optional.empty();
      return new Portions(arguments.portion(), demanded, out);
    }
    Checker whole = policy.isPresent() ? policy(policy.get(), Checker::under) : Checker.unsigned();
    return whole::check;
  }

  private interface Parser<T> {
    T parse(byte[] file) throws Rejection;
  }

  private static <T> T policy(Path file, Parser<T> parser) throws IOException {
    byte[] bytes = ModelFolder.readAtMost(file, MAX_POLICY);
    if (bytes.length > MAX_POLICY) {
      throw new IOException(file + ": got more than " + MAX_POLICY + " bytes");
    }
    try {
      return parser.parse(bytes);
    } catch (Rejection malformed) { // the reader's own file: no verdict on a certificate
      String why = Decision.explained(malformed.getMessage(), malformed.code().name(), bytes);
      throw new IOException(file + ": " + why, malformed);
    }
  }

  private static Report confirmed(SecondChecker second, Report first) {
    Verdict verdict = second.confirmed(Path.of(first.file()), first.verdict());
    return new Report(first.file(), verdict, first.millis());
  }

  private Report guarded(Decision decision, Target target) {
    try {
      return decision.of(target);
    } catch (PartChecker.NotItsParts none) {
      return failed(target, Outcome.INPUT_ERROR, none.getMessage());
    } catch (IOException unreadable) {
      return failed(target, Outcome.INPUT_ERROR, Unreadable.sentence(unreadable));
    } catch (Throwable bug) { // also out of memory: the other certificates are still checked
      bug.printStackTrace(err);
      return failed(target, Outcome.INTERNAL_ERROR, bug.toString());
    }
  }

  private Report failed(Target target, Outcome outcome, String message) {
    Findings nothing = Findings.none(arguments.inputs().policy().isEmpty());
    return new Report(target.path().toString(), Verdict.failed(outcome, message, nothing), 0);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.assay.checker.opinion.SecondChecker;
import org.assay.checker.verdict.Verdict.Outcome;

/**
 * Checks certificates side by side and prints their lines in order. What was decided is also summed
 * up when the process is told to end.
 */
final class Batch {
  /** Decides one certificate; throws nothing. */
  interface Check {
    Report decide(Target target);
  }

  private final Arguments.Manner manner;
  private final PrintStream out;
  private final PrintStream err;
  private final Tally tally = new Tally();
  private final long start = System.nanoTime();
  private final ReentrantLock printing = new ReentrantLock();
  private boolean summedUp;

  Batch(Arguments.Manner manner, PrintStream out, PrintStream err) {
    this.manner = manner;
    this.out = out;
    this.err = err;
  }

  /** The exit code. */
  int run(List<Target> targets, Check check) {
    Thread hook = new Thread(() -> interrupted(targets.size()));
    Runtime.getRuntime().addShutdownHook(hook);
    ExecutorService pool = Executors.newFixedThreadPool(manner.jobs(), Batch::daemon);
    try {
      List<Future<Report>> reports = new ArrayList<>();
      for (Target target : targets) {
        reports.add(pool.submit(() -> check.decide(target)));
      }
      return report(reports);
    } finally {
      pool.shutdownNow();
      remove(hook);
    }
  }

  /** The process does not wait for what --fail-fast leaves undone. */
  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work);
    thread.setDaemon(true);
    return thread;
  }

  private int report(List<Future<Report>> reports) {
    boolean shown = Progress.onTerminal() && !manner.quiet();
    Progress progress = new Progress(shown ? err : null, reports.size(), start);
    for (int i = 0; i < reports.size(); i++) {
      Report report = await(reports.get(i), progress);
      if (!print(report, progress)) {
        return Outcome.INTERNAL_ERROR.exitCode();
      }
      if (manner.failFast() && report.verdict().outcome() != Outcome.ACCEPTED) {
        break;
      }
    }
    summarize(reports.size());
    return tally.exitCode();
  }

  private Report await(Future<Report> report, Progress progress) {
    try {
      while (true) {
        show(progress);
        try {
          return report.get(1, TimeUnit.SECONDS);
        } catch (TimeoutException notYet) { // the time left is shown again
          continue;
        }
      }
    } catch (ExecutionException | InterruptedException bug) {
      throw new IllegalStateException(bug);
    }
  }

  private void show(Progress progress) {
    printing.lock();
    try {
      progress.show(tally.count());
    } finally {
      printing.unlock();
    }
  }

  private String confirmed(String line, Report report) {
    return switch (manner.second()) {
      case NOBODY -> line;
      case CHECKER -> SecondChecker.confirmed(line, report.verdict(), true);
      case PROGRAM -> SecondChecker.confirmed(line, report.verdict(), false);
      case PARTS -> Portions.said(line, report.verdict());
    };
  }

  /** False if stdout cannot be written. */
  private boolean print(Report report, Progress progress) {
    printing.lock();
    try {
      progress.clear();
      Outcome outcome = report.verdict().outcome();
      String line = report.line(manner.form());
      line = confirmed(line, report);
      if (!line.isEmpty() && !(manner.quiet() && outcome == Outcome.ACCEPTED)) {
        out.println(line);
      }
      String file = Report.printable(report.file());
      report.verdict().message().ifPresent(why -> err.println(file + ": " + Report.printable(why)));
      tally.add(outcome);
      return !out.checkError();
    } finally {
      printing.unlock();
    }
  }

  private void summarize(int total) {
    printing.lock();
    try {
      boolean wanted = total > 1 && manner.form() != Arguments.Form.JSON;
      if (wanted && !(manner.quiet() && tally.exitCode() == 0)) {
        int left = total - tally.count();
        err.println(tally.text(millis()) + (left == 0 ? "" : notChecked(left, "--fail-fast")));
      }
      summedUp = true;
    } finally {
      printing.unlock();
    }
  }

  /**
   * In the thread that ends the process: waits no longer than a second for a line to be printed,
   * and lets no other follow.
   */
  void interrupted(int total) {
    try {
      if (printing.tryLock(1, TimeUnit.SECONDS) && !summedUp && total > 1) {
        err.println();
        err.println(tally.text(millis()) + notChecked(total - tally.count(), "interrupted"));
      }
    } catch (InterruptedException ignored) { // the process ends anyway
      Thread.currentThread().interrupt();
    }
  }

  private static String notChecked(int left, String why) {
    return "; " + left + " not checked (" + why + ")";
  }

  private static void remove(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException ending) {
      // the hook runs at this moment
    }
  }

  private long millis() {
    return (System.nanoTime() - start) / 1_000_000;
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.cli;

import java.io.PrintStream;
import java.util.Locale;

/**
 * The line on a terminal that says how far a run is: count and an estimate of the time left. It is
 * the last line; whoever prints another one clears it first.
 */
final class Progress {
  private static final String CLEAR = "\r\u001b[K";
  private static final long SECOND = 1_000_000_000;
  private static final long A_WHILE = 3; // seconds

  private final PrintStream err;
  private final int total;
  private final long start;
  private boolean isShown;

  /**
   * @param err the terminal, or nothing is shown
   * @param start unit: nanoseconds of {@code System.nanoTime}
   */
  Progress(PrintStream err, int total, long start) {
    this.err = err;
    this.total = total;
    this.isShown = total > 1;
    this.start = start;
  }

  /** Whether stderr is a terminal: the launcher knows, the JVM does not. */
  static boolean onTerminal() {
    return Boolean.getBoolean("assay.terminal");
  }

  /** Of one certificate nothing is shown before it has taken a while. */
  void show(int done) {
    long seconds = (System.nanoTime() - start) / SECOND;
    isShown |= seconds >= A_WHILE;
    if (err != null && isShown) {
      err.print(CLEAR + text(done, total, seconds));
      err.flush();
    }
  }

  void clear() {
    if (err != null && isShown) {
      err.print(CLEAR);
      err.flush();
    }
  }

  /**
   * The time left supposes that the rest takes as long as what is done, so it is not said before a
   * fiftieth is done; unit: seconds.
   */
  static String text(int done, int total, long seconds) {
    String left =
        done == 0 || done < total / 50
            ? ""
            : ", about " + duration(seconds * (total - done) / done) + " left";
    return String.format(Locale.ROOT, "[%d of %d] %s%s", done, total, duration(seconds), left);
  }

  private static String duration(long seconds) {
    return seconds < 120
        ? seconds + " s"
        : seconds < 7200
            ? seconds / 60 + " min"
            : seconds / 3600 + " h " + seconds / 60 % 60 + " min";
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.issue;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Long work shows how far it is, on stderr, if that is a terminal. */
public final class Work implements LongConsumer, AutoCloseable {
  /** Nobody but the checker knows how far the checker is: the time that it has taken is shown. */
  static final String CHECKER = "the checker decides";

  static final BigInteger UNKNOWN = BigInteger.ONE.shiftLeft(Long.SIZE);

  private final ProgressBar bar;

  private Work(ProgressBar bar) {
    this.bar = bar;
  }

  /** A number of steps beyond 2^63 is shown as unknown. */
  public static Work of(String task, BigInteger total) {
    long steps = total.bitLength() < Long.SIZE ? total.longValue() : -1;
    return new Work(
        isTerminal()
            ? new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(steps)
                .setStyle(ProgressBarStyle.ASCII)
                .clearDisplayOnFinish()
                .build()
            : null);
  }

  /** Shows nothing: for searches beside each other. */
  public static Work silent(String task, BigInteger total) {
    return new Work(null);
  }

  @Override
  public void accept(long steps) {
    if (bar != null) bar.stepBy(steps);
  }

  @Override
  public void close() {
    if (bar != null) bar.close();
  }

  /** Java tells only whether stdin and stdout are terminals; Linux tells it of stderr. */
  private static boolean isTerminal() {
    try {
      String stderr = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
      return stderr.startsWith("/dev/pts/") || stderr.startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException e) {
      return System.console() != null;
    }
  }
}

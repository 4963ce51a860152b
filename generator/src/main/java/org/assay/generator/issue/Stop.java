// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.issue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.assay.generator.files.Transaction;

/**
 * Whether this program was told to end, by a signal. What fails from then on fails because of it:
 * the programs that it started are ended, too.
 */
public final class Stop {
  /** Both may be told at once, by a terminal; then ours comes this much later at most. */
  private static final long SOON_MILLIS = 500;

  private static final CountDownLatch ASKED = new CountDownLatch(1);
  private static volatile boolean isDone;

  private Stop() {}

  /** To be called once, by the program itself. */
  public static void listen() {
    Runtime.getRuntime().addShutdownHook(new Thread(Stop::stopped));
  }

  private static void stopped() {
    if (isDone) return;
    ask();
    System.err.println(
        Transaction.close()
            ? "stopped; what was written before is kept"
            : "stopped; nothing was written");
  }

  /** The command has ended by itself; the end of the program is no stop. */
  public static void done() {
    isDone = true;
  }

  static void ask() {
    if (!isDone) ASKED.countDown();
  }

  public static boolean isAsked() {
    return ASKED.getCount() == 0;
  }

  /** Whether it is asked now or very soon: for when a program that we started was ended. */
  static boolean isAskedSoon() {
    try {
      return ASKED.await(SOON_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      return true;
    }
  }
}

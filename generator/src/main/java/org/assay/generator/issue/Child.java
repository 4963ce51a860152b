// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.issue;

import java.io.IOException;

/**
 * A program that we started and wait for: where this one is told to end, so is that one, and does
 * not run on alone.
 */
public final class Child implements AutoCloseable {
  private final Process process;
  private final Thread hook = new Thread(this::destroy);

  /** Starts it. The hook stands before, so that there is no moment without. */
  public Child(ProcessBuilder program) throws IOException {
    Runtime.getRuntime().addShutdownHook(hook);
    synchronized (hook) {
      process = program.start();
    }
  }

  private void destroy() {
    Stop.ask(); // first, so that nobody takes its end for a failure
    synchronized (hook) {
      if (process != null) process.destroy();
    }
  }

  public Process process() {
    return process;
  }

  /** Waits for the end of the program. */
  public int exitCode() throws InterruptedException {
    return process.waitFor();
  }

  /** Ends the program, if it runs. */
  @Override
  public void close() {
    process.destroy();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException ending) {
      // the hook runs at this moment
    }
  }
}

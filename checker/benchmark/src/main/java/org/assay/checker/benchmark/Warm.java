// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.benchmark;

import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Runs commands of one program in a JVM that stays: what its compiler has learned, the next command
 * has. Called by {@code checker/benchmark/grow}.
 */
public final class Warm {
  private static final double ENOUGH = 0.5;
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private final Method run;
  private final int most;

  private Warm(String name, int most) throws ReflectiveOperationException {
    this.run = method(Class.forName(name));
    this.most = most;
  }

  /** What a program does but for the end of its process. */
  private static Method method(Class<?> program) throws NoSuchMethodException {
    for (Method method : program.getDeclaredMethods()) {
      if (method.getName().equals("run") && method.getParameterTypes()[0] == String[].class) {
        return method;
      }
    }
    throw new NoSuchMethodException(program + ": got no run(String[] ...)");
  }

  /**
   * Reads a command a line, its words separated by tabs, from stdin; what the program prints goes
   * to stdout, and behind it a line: {@code took}, the exit code, seconds of CPU of all threads. A
   * command of less than half a second is run until that long is spent, and the mean counts, since
   * the clock may be coarse.
   *
   * @param args the name of a class with a method {@code run(String[])}, or with the streams for
   *     stdout and stderr as well; how often a command is run at most
   */
  public static void main(String[] args) throws Exception {
    Warm program = new Warm(args[0], Integer.parseInt(args[1]));
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      program.time(line.split("\t", -1));
    }
  }

  private void time(String[] words) throws ReflectiveOperationException, IOException {
    int runs = 0;
    int exit;
    double spent;
    long before = SYSTEM.getProcessCpuTime();
    do {
      exit = ended(words);
      spent = (SYSTEM.getProcessCpuTime() - before) / 1e9;
      runs++;
    } while (spent < ENOUGH && runs < most);
    System.out.printf(Locale.ROOT, "took %d %.6f%n", exit, spent / runs);
    System.out.flush();
  }

  private int ended(String[] words) throws ReflectiveOperationException {
    PrintStream out = System.out;
    return (int)
        (run.getParameterCount() == 1
            ? run.invoke(null, (Object) words)
            : run.invoke(null, words, out, System.err));
  }
}

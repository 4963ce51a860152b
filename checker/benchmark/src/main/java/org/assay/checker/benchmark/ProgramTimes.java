// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.benchmark;

import com.sun.management.OperatingSystemMXBean;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long the check of one certificate takes in a started JVM, for the first time and warm, and
 * how much memory the process takes. Called by {@code checker/benchmark/compare-programs}.
 */
public final class ProgramTimes {
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private static final Pattern LEVELS = Pattern.compile("\"decidedByLevel\":\\[([0-9,]*)\\]");
  private static final Pattern PEAK = Pattern.compile("VmHWM:\\s*(\\d+) kB");

  private ProgramTimes() {}

  /** Seconds on the clock, and of CPU of all threads. */
  private record Check(double wall, double cpu, String levels) {
    static Check of(Method run, String[] words) throws ReflectiveOperationException, IOException {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      long start = System.nanoTime();
      long before = SYSTEM.getProcessCpuTime();
      Object exit =
          run.invoke(
              null, words, new PrintStream(out), new PrintStream(OutputStream.nullOutputStream()));
      Matcher levels = LEVELS.matcher(out.toString());
      if (!exit.equals(0) || !levels.find()) {
        throw new IOException("got exit " + exit + ", want 0 and levels: " + out);
      }
      return new Check(
          (System.nanoTime() - start) / 1e9,
          (SYSTEM.getProcessCpuTime() - before) / 1e9,
          levels.group(1).replace(',', ' '));
    }
  }

  /**
   * Prints seconds of the first check and of its CPU, of the median of all, and of the CPU of that;
   * the peak of the resident set in MiB; inputs decided by level.
   *
   * @param args how often, a model, a certificate of it
   */
  public static void main(String[] args) throws Exception {
    Method run =
        Class.forName("org.assay.checker.cli.Main")
            .getDeclaredMethod("run", String[].class, PrintStream.class, PrintStream.class);
    run.setAccessible(true);
    String[] words = {"--json", "--unsigned", "--model", args[1], args[2]};
    Check[] checks = new Check[Integer.parseInt(args[0])];
    for (int i = 0; i < checks.length; i++) {
      checks[i] = Check.of(run, words);
    }
    Check first = checks[0];
    Arrays.sort(checks, (a, b) -> Double.compare(a.wall, b.wall));
    Check median = checks[checks.length / 2];
    System.out.printf(
        Locale.ROOT,
        "%.3f,%.3f,%.3f,%.3f,%s,%s%n",
        first.wall,
        first.cpu,
        median.wall,
        median.cpu,
        peak(),
        first.levels);
  }

  /** MiB, or a question mark where the system does not say. */
  private static String peak() throws IOException {
    Path status = Path.of("/proc/self/status");
    Matcher peak = PEAK.matcher(Files.exists(status) ? Files.readString(status) : "");
    return peak.find() ? "" + (Long.parseLong(peak.group(1)) >> 10) : "?";
  }
}

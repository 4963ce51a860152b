// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.benchmark;

import com.sun.management.OperatingSystemMXBean;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * CPU time of two builds of the checker on the same certificates, in one warm process: they take
 * turns, so what else the machine does weighs on both. Called by {@code
 * checker/benchmark/compare-builds}.
 */
public final class SideBySide {
  private static final int WARM = 20;
  private static final int MEASURED = 40;
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private SideBySide() {}

  /** A build: what its command line runs. */
  private record Build(Method run) {
    static Build of(Path jar) throws ReflectiveOperationException, IOException {
      ClassLoader own =
          new URLClassLoader(new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
      for (String name : List.of("org.assay.checker.cli.Main", "org.assay.checker.Main")) {
        try {
          Method run =
              own.loadClass(name)
                  .getDeclaredMethod("run", String[].class, PrintStream.class, PrintStream.class);
          run.setAccessible(true);
          return new Build(run);
        } catch (ClassNotFoundException elsewhere) {
          continue;
        }
      }
      throw new IOException(jar + ": got no Main of a checker");
    }

    /** CPU seconds of all threads, garbage collection included. */
    double check(String... words) throws ReflectiveOperationException, IOException {
      ByteArrayOutputStream err = new ByteArrayOutputStream();
      long before = SYSTEM.getProcessCpuTime();
      Object exit =
          run.invoke(
              null, words, new PrintStream(OutputStream.nullOutputStream()), new PrintStream(err));
      long after = SYSTEM.getProcessCpuTime();
      if (!exit.equals(0)) {
        throw new IOException(String.join(" ", words) + ": got exit " + exit + ", want 0: " + err);
      }
      return (after - before) / 1e9;
    }
  }

  /**
   * @param args jar of the old build, jar of the new one, then pairs: a model, a certificate of it
   */
  public static void main(String[] args) throws Exception {
    Build old = Build.of(Path.of(args[0]));
    Build now = Build.of(Path.of(args[1]));
    System.out.println("certificate,old_cpu_s,new_cpu_s,ratio");
    for (int i = 2; i + 1 < args.length; i += 2) {
      String[] words = {"--unsigned", "--model", args[i], args[i + 1]};
      System.out.println(row(Path.of(args[i + 1]), old, now, words));
    }
  }

  private static String row(Path certificate, Build old, Build now, String[] words)
      throws ReflectiveOperationException, IOException {
    double before = 0;
    double after = 0;
    for (int i = -WARM; i < MEASURED; i++) {
      double first = old.check(words); // the clock may be coarse: only the sums are compared
      double second = now.check(words);
      before += i < 0 ? 0 : first;
      after += i < 0 ? 0 : second;
    }
    Path parent = certificate.toAbsolutePath().getParent().getFileName();
    return String.format(
        Locale.ROOT,
        "%s/%s,%.3f,%.3f,%.2f",
        parent,
        certificate.getFileName(),
        before / MEASURED,
        after / MEASURED,
        after / before);
  }
}

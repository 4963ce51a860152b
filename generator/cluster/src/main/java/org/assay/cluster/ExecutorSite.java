// SPDX-License-Identifier: Apache-2.0
package org.assay.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.spark.SparkEnv;
import org.apache.spark.SparkFiles;
import org.assay.generator.fleet.Fleet;
import org.assay.generator.issue.CheckerProcess;

/** What a task finds in its executor: the jars that the driver sent. */
final class ExecutorSite implements Fleet.Site {
  static final String CHECKER = "assay-checker.jar";
  static final String ARCHIVE = "assay-archive.jar";
  private static final String TRAINING = "assay-training.jar";
  private static final Object WRITING = new Object();

  @Override
  public CheckerProcess checker() throws IOException {
    return program(CHECKER);
  }

  /** The program that decides and signs. */
  CheckerProcess archive() throws IOException {
    return program(ARCHIVE);
  }

  private static CheckerProcess program(String jar) throws IOException {
    int cores = SparkEnv.get().conf().getInt("spark.task.cpus", 1);
    return new CheckerProcess(program(Path.of(SparkFiles.get(jar)), cores));
  }

  @Override
  public Path training() {
    return Path.of(SparkFiles.get(TRAINING));
  }

  /** A program that runs a jar by this JVM, with as many cores as are ours. */
  static Path program(Path jar, int cores) throws IOException {
    String name = jar.getFileName().toString().replace(".jar", "-" + cores);
    Path script = jar.resolveSibling(name);
    synchronized (WRITING) {
      if (Files.exists(script)) return script;
      String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
      String text =
          "#!/bin/sh\nexec "
              + quoted(java)
              + " -Xmx1g -XX:+UseSerialGC -Xshare:auto -XX:ActiveProcessorCount="
              + cores
              + " -jar "
              + quoted(jar.toString())
              + " \"$@\"\n";
      Path whole =
          Files.createTempFile(
              jar.getParent(),
              name,
              "",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      Files.write(whole, text.getBytes(UTF_8));
      Files.move(whole, script);
    }
    return script;
  }

  private static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }
}

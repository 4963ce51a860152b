// SPDX-License-Identifier: Apache-2.0
package org.assay.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Where the workers of a local cluster leave what executors said, and copies of jars. */
final class WorkFolder {
  private WorkFolder() {}

  /** Removes what an application left; what cannot be removed stays. */
  static void delete(String application) {
    String home = System.getenv("SPARK_HOME");
    if (home == null) return;
    Path folder = Path.of(home, "work", application);
    try (Stream<Path> below = Files.walk(folder)) {
      List<Path> all = below.sorted(Comparator.reverseOrder()).toList();
      for (Path one : all) Files.deleteIfExists(one);
    } catch (IOException | UncheckedIOException left) {
      return; // an executor that ends at this moment may still write
    }
  }
}

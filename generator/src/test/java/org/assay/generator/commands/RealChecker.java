// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.commands;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The checker from the class path of the tests, as a program. */
final class RealChecker {
  private RealChecker() {}

  static Path in(Path folder) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classPath = System.getProperty("java.class.path").replace("'", "");
    Path script = Files.createTempFile(folder, "checker", ".sh");
    Files.writeString(
        script,
        "#!/bin/sh\nexec '"
            + java
            + "' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp '"
            + classPath
            + "' org.assay.checker.cli.Main \"$@\"\n");
    assertTrue(script.toFile().setExecutable(true));
    return script;
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.checker;

import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Signals that whoever started the tests had ignored: nohup does so, and a shell's "&". */
public final class Signals {
  private static final List<String> NAMES = List.of("none", "HUP", "INT");

  private Signals() {}

  /** Skips the test where a child would inherit that the signal is ignored, and never end. */
  public static void assumeHeeded(String name) throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!NAMES.contains(name) || !Files.isReadable(status)) {
      return;
    }
    for (String line : Files.readAllLines(status)) {
      if (line.startsWith("SigIgn:")) {
        long ignored = Long.parseUnsignedLong(line.substring("SigIgn:".length()).strip(), 16);
        assumeFalse((ignored >> NAMES.indexOf(name) - 1 & 1) == 1, name + " is ignored here");
      }
    }
  }
}

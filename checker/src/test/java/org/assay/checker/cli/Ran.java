// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.stream.Stream;

/** What a run of the program printed, and its exit code. */
record Ran(int exit, String out, String err) {
  static Ran with(Object... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    String[] args = Stream.of(words).map(Object::toString).toArray(String[]::new);
    int exit = Main.run(args, new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));
    return new Ran(exit, out.toString(UTF_8), err.toString(UTF_8));
  }

  List<String> lines() {
    return out.lines().toList();
  }

  String lastReason() {
    return err.lines().reduce("", (before, line) -> line);
  }
}

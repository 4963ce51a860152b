// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.assay.generator.options.Terminal;

/** Runs commands and keeps what the last one printed. */
final class Session {
  private final Deque<String> typed = new ArrayDeque<>();
  private boolean isThere;
  private StringWriter out = new StringWriter();
  private StringWriter err = new StringWriter();

  /** Somebody at the terminal who types this when asked, then nothing more. */
  Session typing(String... answers) {
    isThere = true;
    typed.addAll(List.of(answers));
    return this;
  }

  private final Terminal terminal =
      new Terminal() {
        @Override
        public Optional<char[]> ask(String question) {
          err.append(question);
          return Optional.ofNullable(typed.poll()).map(String::toCharArray);
        }

        @Override
        public boolean isThere() {
          return isThere;
        }
      };

  /** Runs a command and demands its exit code. */
  Session run(int exit, Object... words) {
    out = new StringWriter();
    err = new StringWriter();
    int got =
        Assay.commandLine(terminal)
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(Stream.of(words).map(Object::toString).toArray(String[]::new));
    assertEquals(
        exit,
        got,
        () -> String.join(" ", Stream.of(words).map(Object::toString).toList()) + "\n" + out + err);
    return this;
  }

  String out() {
    return out.toString();
  }

  String err() {
    return err.toString();
  }
}

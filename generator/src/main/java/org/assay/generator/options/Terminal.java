// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.options;

import java.io.Console;
import java.lang.reflect.InvocationTargetException;
import java.util.Optional;

/** Asks the person at the terminal for a password, unseen; empty where nobody is there. */
public interface Terminal {
  Optional<char[]> ask(String question);

  /** Whether somebody is there. */
  boolean isThere();

  /** That of this process. */
  static Terminal ofProcess() {
    Console console = System.console();
    return new Terminal() {
      @Override
      public Optional<char[]> ask(String question) {
        return isThere()
            ? Optional.ofNullable(console.readPassword("%s", question))
            : Optional.empty();
      }

      @Override
      public boolean isThere() {
        return console != null && isInteractive(console);
      }
    };
  }

  /** From Java 22 on there is a console without a terminal, too, and a method that tells. */
  private static boolean isInteractive(Console console) {
    try {
      return (Boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException older) {
      return true;
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException(e);
    }
  }
}

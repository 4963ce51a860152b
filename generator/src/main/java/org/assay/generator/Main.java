// SPDX-License-Identifier: Apache-2.0
package org.assay.generator;

import org.assay.generator.commands.Assay;

/** The program {@code assay}. */
public final class Main {
  private static final int INTERNAL = 70;

  private Main() {}

  /**
   * The property {@code assay.exit.offset} is added to the exit code: a JVM that cannot start exits
   * with 1, which the launcher can then tell from every outcome of ours.
   */
  public static void main(String[] arguments) {
    int exit;
    try {
      exit = Assay.run(arguments);
    } catch (Throwable bug) { // left uncaught, the JVM would exit with 1
      bug.printStackTrace();
      exit = INTERNAL;
    }
    System.exit(Integer.getInteger("assay.exit.offset", 0) + exit);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.vectors;

import java.io.PrintStream;

/** A checker as the vectors see it: the real one, or a stub that must fail. */
public interface CommandLine {
  /** Returns the exit code. */
  int run(String[] args, PrintStream out, PrintStream err);
}

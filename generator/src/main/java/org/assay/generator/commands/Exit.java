// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.commands;

/** Exit codes of {@code assay}, and their lines in each help text. */
final class Exit {
  static final int DONE = 0;
  static final int NOT_MET = 1;
  static final int DECLINED = 2;
  static final int USAGE = 64;
  static final int INPUT_OUTPUT = 66;
  static final int INTERNAL = 70;

  static final String HEADING = "%nExit codes:%n";
  static final String DONE_LINE = "0:done";
  static final String NOT_MET_LINE =
      "1:what was demanded could not be proved, or only what goes without saying; nothing was"
          + " written";
  static final String DECLINED_LINE = "2:of demo: the checker declined to decide";
  static final String USAGE_LINE = "64:wrong usage";
  static final String INPUT_OUTPUT_LINE =
      "66:a file cannot be read, is not what it should be, or cannot be written";
  static final String INTERNAL_LINE =
      "70:internal error, stdout cannot be written, or the checker did not accept what was proved";

  private Exit() {}
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.fuzz;

import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;
import org.assay.checker.model.ModelFile;
import org.assay.checker.verdict.RejectCode;
import org.assay.checker.verdict.Rejection;
import org.assay.generator.model.Model;

/** Any bytes as a model (spec F-12): the readers of checker and generator take the same files. */
public final class TensorsTarget {
  private static final Set<RejectCode> CODES =
      EnumSet.of(
          RejectCode.MALFORMED_MODEL, RejectCode.UNSUPPORTED_MODEL, RejectCode.LIMIT_EXCEEDED);
  private static final Scratch FILE = new Scratch("model.safetensors");

  private TensorsTarget() {}

  public static void fuzzerTestOneInput(byte[] file) {
    String checker = checker(file);
    String generator = generator(file);
    if (checker.isEmpty() != generator.isEmpty()) {
      throw new AssertionError("checker: " + checker + ", generator: " + generator);
    }
  }

  /** Why it is refused; empty where it is taken. */
  private static String checker(byte[] file) {
    try {
      ModelFile.parse(file);
      return "";
    } catch (Rejection why) {
      Wanted.oneOf(CODES, why);
      return why.getMessage();
    }
  }

  private static String generator(byte[] file) {
    try {
      Model.read(FILE.with(file));
      return "";
    } catch (IOException why) {
      return why.getMessage();
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.fuzz;

import java.util.List;

/** The whole checker on vectors that were changed by the grammar of their files. */
public final class CertificateTarget {
  private static final List<Sample> SAMPLES = Sample.all();

  private CertificateTarget() {}

  /** Makes Jazzer read the vectors before it looks at the clock. */
  public static void fuzzerInitialize() {}

  public static void fuzzerTestOneInput(byte[] decisions) {
    Deciding.unsigned(new Grammar(decisions).one(SAMPLES));
  }
}

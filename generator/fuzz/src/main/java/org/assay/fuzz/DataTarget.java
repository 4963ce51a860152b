// SPDX-License-Identifier: Apache-2.0
package org.assay.fuzz;

import java.util.List;

/** Any bytes as the data file of each vector that has one (spec F-19). */
public final class DataTarget {
  private static final List<Sample> SAMPLES =
      Sample.all().stream().filter(one -> one.data().isPresent()).toList();

  private DataTarget() {}

  /** Makes Jazzer read the vectors before it looks at the clock. */
  public static void fuzzerInitialize() {}

  public static void fuzzerTestOneInput(byte[] data) {
    for (Sample sample : SAMPLES) {
      Deciding.unsigned(sample.withData(data));
    }
  }
}

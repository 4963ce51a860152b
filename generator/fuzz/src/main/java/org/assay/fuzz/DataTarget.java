// SPDX-License-Identifier: Apache-2.0
package org.assay.fuzz;

import java.util.Arrays;
import java.util.List;

/**
 * The first byte says which of the vectors that have a data file; all others are its data (spec
 * F-19). One vector an input: all of them took six seconds.
 */
public final class DataTarget {
  private static final List<Sample> SAMPLES = samples(Sample.all());

  private DataTarget() {}

  /** Makes Jazzer read the vectors before it looks at the clock. */
  public static void fuzzerInitialize() {}

  /** Those of all that have data, in their order. */
  static List<Sample> samples(List<Sample> all) {
    return all.stream().filter(one -> one.data().isPresent()).toList();
  }

  public static void fuzzerTestOneInput(byte[] input) {
    if (input.length == 0) return;
    Sample sample = SAMPLES.get((input[0] & 0xff) % SAMPLES.size());
    Deciding.unsigned(sample.withData(Arrays.copyOfRange(input, 1, input.length)));
  }
}

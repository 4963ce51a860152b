// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy.split;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.assay.generator.strategy.PackedBits;

/**
 * The hint {@code directions} of spec F-11: vectors of integers, one after the other, each entry in
 * 18 bits as two's complement.
 */
public record Directions(List<int[]> vectors) {
  private static final int WIDTH = 18;
  private static final int MOST = (1 << WIDTH - 1) - 1;

  public Directions then(Directions others) {
    return new Directions(Stream.concat(vectors.stream(), others.vectors.stream()).toList());
  }

  /** The direction of a vector, as exactly as the width allows. */
  public static int[] along(double[] vector) {
    double largest = Arrays.stream(vector).map(Math::abs).max().orElse(0);
    double unit = largest > 0 && largest < Double.POSITIVE_INFINITY ? largest : 1;
    return Arrays.stream(vector).mapToInt(x -> (int) Math.rint(x / unit * MOST)).toArray();
  }

  /** As JSON spells it. */
  public String json() {
    PackedBits bits = new PackedBits();
    for (int[] vector : vectors) {
      for (int entry : vector) bits.add(entry, WIDTH);
    }
    return "\"" + bits + "\"";
  }
}

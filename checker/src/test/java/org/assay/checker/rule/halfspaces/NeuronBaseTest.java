// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.halfspaces;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.util.Arrays;
import org.assay.checker.rule.halfspaces.LayerTables.Columns;
import org.assay.checker.rule.halfspaces.NormRange.Ends;
import org.junit.jupiter.api.Test;

/** Lemma L-58: ranges of arguments, by hand. Numbers have the spread 2, roots are halves. */
class NeuronBaseTest {
  private static final long BASE = 10;

  /** Of query 1 and neuron 1, whose bias is from {@code bias} to {@code bias + 2}. */
  private static String argument(long bias, Ends sum, boolean isHomogeneous, long... roots) {
    long[][] base = {{77, 78}, {79, BASE}};
    Columns columns = new Columns(new Units(0, 2), new long[0][][], base, new long[] {99, bias});
    NeuronBase found = new NeuronBase(columns, 1, roots, 1);
    assertEquals(
        Arrays.toString(new long[] {bias, bias + 2}), Arrays.toString(found.bias(1)), "bias");
    return Arrays.toString(found.argument(1, sum, isHomogeneous));
  }

  /** g is from -30 to 19, the roots are 3/2 and 7/2. */
  @Test
  void aHomogeneousFunctionHasTheBiasTimesTheRoot() {
    Ends sum = new Ends(-40, 7);
    // -5 root is from -17.5, -3 root at most -4.5
    assertEquals("[-48, 15]", argument(-5, sum, true, 3, 7));
    // 5 root is from 7.5, 7 root at most 24.5
    assertEquals("[-23, 44]", argument(5, sum, true, 3, 7));
    // -1 root is from -3.5, 1 root at most 3.5
    assertEquals("[-34, 23]", argument(-1, sum, true, 3, 7));
    assertEquals("[-38, 15]", argument(-5, sum, true, 3)); // one end: from -7.5
    assertEquals("[-35, 16]", argument(-5, sum, true, 2)); // the root 1: nothing is rounded
  }

  @Test
  void anyOtherIsDividedByTheEndThatMakesItWider() {
    // from -30 / 1.5 to 19 / 1.5 = 12.7
    assertEquals("[-25, 10]", argument(-5, new Ends(-40, 7), false, 3, 7));
    // from 15 / 3.5 = 4.3 to 21 / 1.5
    assertEquals("[9, 21]", argument(5, new Ends(5, 9), false, 3, 7));
    // from -30 / 1.5 to -8 / 3.5 = -2.3
    assertEquals("[-20, 0]", argument(0, new Ends(-40, -20), false, 3, 7));
    // from 0 to 0
    assertEquals("[0, 2]", argument(0, new Ends(-10, -12), false, 3, 7));
    assertEquals("[-30, 21]", argument(0, new Ends(-40, 7), false, 2));
  }

  @Test
  void quotientsAreRoundedDown() {
    long[][] expected = {{7, 2, 3}, {-7, 2, -4}, {-8, 2, -4}, {8, 2, 4}, {0, 3, 0}, {-1, 3, -1}};
    for (long[] one : expected) {
      BigInteger found = NeuronBase.floorBy(BigInteger.valueOf(one[0]), BigInteger.valueOf(one[1]));
      assertEquals(BigInteger.valueOf(one[2]), found, one[0] + " / " + one[1]);
    }
  }
}

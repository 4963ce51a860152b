// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.halfspaces;

import static org.assay.checker.verdict.RejectCode.HINT_RANGE;
import static org.assay.checker.verdict.Rejection.require;

import java.util.Arrays;
import java.util.Optional;
import org.assay.checker.exact.Lemma;
import org.assay.checker.hint.Bits;
import org.assay.checker.verdict.Rejection;

/**
 * The hint {@code slopes} (spec F-24): of lower lines, a code of {@link TwoLines} for each neuron.
 */
@Lemma("L-56")
final class Slopes {
  private static final int CODE_BITS = 2;

  private final int[][] codes; // of each slice

  private Slopes(int[][] codes) {
    this.codes = codes;
  }

  /**
   * @throws Rejection HINT_RANGE if it takes more or fewer bits (F-11), or there are no neurons
   */
  static Slopes of(LayerTables.Sizes sizes, int slices, Optional<Bits> hint) throws Rejection {
    int[][] codes = new int[slices][];
    Arrays.fill(codes, new int[sizes.neurons()]); // TwoLines.DEFAULT
    if (hint.isPresent()) {
      require( // R-08 (d)
          sizes.neurons() > 0, HINT_RANGE, "slopes: got some, the program has no neurons");
      Bits bits = hint.get();
      for (int slice = 0; slice < slices; slice++) {
        if (bits.flag()) {
          codes[slice] = new int[sizes.neurons()];
          Arrays.setAll(codes[slice], k -> (int) bits.number(CODE_BITS));
        }
      }
      bits.end(); // R-08 (d)
    }
    return new Slopes(codes);
  }

  int[] of(ClassSlice slice) {
    return codes[slice.number()];
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.halfspaces;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assay.checker.exact.Lemma;
import org.assay.checker.hint.Bits;
import org.assay.checker.verdict.Rejection;

/**
 * The hint {@code split} (spec F-24): for each pair q <= m a cut through the dyadic tree over the
 * second tokens 0..m - 1; without it each class is one slice.
 */
@Lemma("L-73")
final class Slices {
  private final int vocab;
  private final List<ClassSlice> all = new ArrayList<>();
  private final List<Integer> first = new ArrayList<>(); // by pair, and the end

  private Slices(int vocab) {
    this.vocab = vocab;
  }

  /**
   * @throws Rejection HINT_RANGE if it takes more or fewer bits (F-11)
   */
  static Slices of(int vocab, Optional<Bits> hint) throws Rejection {
    Slices slices = new Slices(vocab);
    for (int q = 0; q < vocab; q++) {
      for (int m = q; m < vocab; m++) {
        slices.first.add(slices.all.size());
        slices.cut(hint, q, m, 0, m);
      }
    }
    slices.first.add(slices.all.size());
    if (hint.isPresent()) {
      hint.get().end(); // R-08 (e)
    }
    return slices;
  }

  private void cut(Optional<Bits> bits, int q, int m, int low, int high) {
    if (high - low > 1 && bits.isPresent() && bits.get().flag()) {
      int middle = low + (high - low) / 2;
      cut(bits, q, m, low, middle);
      cut(bits, q, m, middle, high);
    } else {
      all.add(new ClassSlice(all.size(), q, m, low, high));
    }
  }

  /** By q, then m, then their second tokens. */
  List<ClassSlice> all() {
    return all;
  }

  int count() {
    return all.size();
  }

  /** Those of a class. */
  List<ClassSlice> of(int q, int m) {
    int pair = q * vocab - q * (q - 1) / 2 + m - q;
    return all.subList(first.get(pair), first.get(pair + 1));
  }
}

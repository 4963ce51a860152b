// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.gaps;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.assay.checker.circuit.Weights;
import org.assay.checker.exact.Rational;
import org.assay.checker.hint.Bits;
import org.assay.checker.verdict.Rejection;

/** Finds for each cell the smallest gap that is proved on its own. */
public final class GapSearch {
  private final Shares[] queries;
  private final RivalTables rivals;
  private final Handling handling;
  private final int vocab;
  private final int k;

  GapSearch(Weights weights, Rational margin, SubCubic options) throws Rejection {
    this.vocab = weights.vocab();
    this.k = weights.k();
    this.handling = options.options().handling();
    this.queries = options.queries(weights, Optional.empty());
    this.rivals = options.rivals(weights, Optional.empty(), margin);
  }

  /** Gaps by (q, m, c), for models of this size. */
  public interface GapOf {
    int gap(int q, int m, int c);
  }

  /** Packs gaps as a certificate does. */
  public static Gaps gaps(int vocab, int k, GapOf gaps) throws Rejection {
    BitSet bits = new BitSet();
    int width = Integer.SIZE - Integer.numberOfLeadingZeros(vocab - 1);
    int next = 0;
    for (int q = 0; q < vocab; q++) {
      for (int m = q; m < vocab; m++) {
        for (int c = 1; c < k; c++) {
          int gap = gaps.gap(q, m, c);
          for (int b = width - 1; b >= 0; b--) {
            bits.set(next++, (gap >> b & 1) == 1);
          }
        }
      }
    }
    return Gaps.of(vocab, k, new Bits("gaps", bits, next));
  }

  /** The smallest gap of each cell, 0 where there is none. */
  Gaps search() throws Rejection {
    int[][][] found = new int[vocab][vocab][k];
    IntStream.range(0, vocab)
        .parallel()
        .forEach(
            m -> {
              Maximum maximum = new Maximum(rivals, m);
              for (int q = 0; q <= m; q++) {
                for (int c = 1; c < k; c++) {
                  found[q][m][c] = smallest(maximum, q, m, c);
                }
              }
            });
    return gaps(vocab, k, (q, m, c) -> found[q][m][c]);
  }

  private int smallest(Maximum maximum, int q, int m, int c) {
    for (int gap = 1; gap <= m; gap++) {
      GapCell cell = new GapCell(q, m, c, gap);
      List<Sharing> one = new ArrayList<>();
      queries[q].corners(cell).ifPresent(corners -> one.add(new Sharing(cell, corners)));
      if (!maximum.proved(handling, one).isEmpty()) {
        return gap;
      }
    }
    return 0;
  }
}

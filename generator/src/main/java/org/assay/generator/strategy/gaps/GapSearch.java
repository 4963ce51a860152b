// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy.gaps;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;

/**
 * Finds for each cell (query, maximum, c) the smallest gap with which it is proved: the smaller the
 * gap, the more inputs have it.
 *
 * <p>A larger gap leaves fewer tokens, so the corners of a cell lie in the hull of those of one
 * with a smaller gap, and its leads are not larger: what is proved stays proved, and bisection
 * finds the smallest gap. Only the mean of {@code mean_query+diff} ties the cells of one maximum
 * and c together: the gaps are found for a centre, which is then moved to the mean that they give.
 */
final class GapSearch {
  /** Rounds that move the centre. */
  private static final int ROUNDS = 12;

  private final Sharing[] queries;
  private final Rivals.Tables tables;
  private final Handling handling;
  private final int last;

  GapSearch(Sharing[] queries, Rivals.Tables tables, Handling handling, int last) {
    this.queries = queries;
    this.tables = tables;
    this.handling = handling;
    this.last = last;
  }

  /** The cells that are proved, by maximum. */
  List<GapCell> search(LongConsumer progress) {
    return IntStream.range(0, queries.length)
        .parallel()
        .mapToObj(
            m -> {
              List<GapCell> proved = ofMaximum(m);
              progress.accept(1);
              return proved;
            })
        .flatMap(List::stream)
        .toList();
  }

  private List<GapCell> ofMaximum(int m) {
    Rivals rivals = new Rivals(tables, m);
    List<GapCell> proved = new ArrayList<>();
    GapCell alone = new GapCell(m, m, 0, 0);
    List<Sharing.Corner> corner = List.of(Sharing.Corner.ALONE);
    if (rivals.areBehind(alone, corner, rivals.bounds(handling, 1))) proved.add(alone);
    for (int c = 1; c <= last; c++) {
      proved.addAll(
          handling == Handling.MEAN_QUERY
              ? aboutTheirMean(rivals, m, c)
              : smallest(rivals, m, c, rivals.bounds(handling, 1)));
    }
    return proved;
  }

  /** For each query the smallest gap, where there is one. */
  private List<GapCell> smallest(Rivals rivals, int m, int c, List<Lines.Bound> bounds) {
    List<GapCell> proved = new ArrayList<>();
    for (int q = 0; q <= m; q++) {
      int none = 0;
      int some = m;
      if (m == 0 || !isProved(rivals, new GapCell(q, m, c, m), bounds)) continue;
      while (some - none > 1) {
        int gap = (none + some) / 2;
        if (isProved(rivals, new GapCell(q, m, c, gap), bounds)) {
          some = gap;
        } else {
          none = gap;
        }
      }
      proved.add(new GapCell(q, m, c, some));
    }
    return proved;
  }

  private boolean isProved(Rivals rivals, GapCell cell, List<Lines.Bound> bounds) {
    return rivals.areBehind(cell, queries[cell.q()].corners(cell), bounds);
  }

  /** Cells that are proved with the centre at the mean over themselves; the best found. */
  private List<GapCell> aboutTheirMean(Rivals rivals, int m, int c) {
    List<GapCell> best = List.of();
    List<GapCell> cells = smallest(rivals, m, c, rivals.bounds(Handling.ENVELOPE, 1));
    for (int round = 0; round < ROUNDS && !cells.isEmpty(); round++) {
      List<Lines.Bound> bounds = rivals.bounds(handling, mean(cells));
      List<GapCell> held = consistent(rivals, cells);
      if (inputs(held) > inputs(best)) best = held;
      cells = smallest(rivals, m, c, bounds);
    }
    return best;
  }

  /** Leaves out what is not proved, until the rest is proved about the mean of the rest. */
  private List<GapCell> consistent(Rivals rivals, List<GapCell> cells) {
    List<GapCell> held = cells;
    int before;
    do {
      before = held.size();
      if (before == 0) return held;
      List<Lines.Bound> bounds = rivals.bounds(handling, mean(held));
      held = held.stream().filter(cell -> isProved(rivals, cell, bounds)).toList();
    } while (held.size() < before);
    return held;
  }

  private double mean(List<GapCell> cells) {
    return cells.stream()
        .mapToDouble(
            cell ->
                queries[cell.q()].corners(cell).stream()
                    .mapToDouble(Sharing.Corner::all)
                    .max()
                    .orElse(1))
        .average()
        .orElse(1);
  }

  private double inputs(List<GapCell> cells) {
    return cells.stream().mapToDouble(cell -> cell.size(last).doubleValue()).sum();
  }
}

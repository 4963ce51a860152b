// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy.cells;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import org.assay.generator.strategy.PairCounts;
import org.assay.generator.strategy.margin.Binomial;
import org.assay.generator.strategy.margin.Evaluation;

/** The count by cells of lemma L-23, and the cells that a second test makes certain. */
final class CubicCount {
  /** How the outputs of a cell are bounded. */
  enum Outputs {
    /** By one number for all, as L-22 has it. */
    TOGETHER,
    /** The same, but the direct path is added output by output first: to see what it costs. */
    DIRECT_ADDED,
    /** Cells that are not certain by L-22 are tested again, each output apart (L-24). */
    APART
  }

  private final Evaluation evaluation;
  private final Outputs outputs;
  private final int last;
  private final int[][][] certain; // [q][m][n]: how many k
  private final List<Cell> won = new ArrayList<>();

  /** A cell that is certain only with its outputs apart. */
  record Cell(int q, int m, int n, int k) {}

  CubicCount(Evaluation evaluation, Outputs outputs) {
    this.evaluation = evaluation;
    this.outputs = outputs;
    this.last = evaluation.k() - 1;
    this.certain = new int[evaluation.vocab()][evaluation.vocab()][last + 1];
  }

  /** Tests all cells. */
  void test(LongConsumer progress) {
    for (int max = evaluation.vocab() - 1; max >= 0; max--) {
      int m = max;
      Evaluation.OfMaximum ofMaximum = evaluation.ofMaximum(m);
      List<List<Cell>> found =
          IntStream.rangeClosed(0, m)
              .parallel()
              .mapToObj(
                  q -> {
                    List<Cell> ofQuery = test(new PureCells(ofMaximum, q, m, outputs), q, m);
                    progress.accept(1);
                    return ofQuery;
                  })
              .toList();
      found.forEach(won::addAll);
    }
  }

  private List<Cell> test(PureCells cells, int q, int m) {
    List<Cell> found = new ArrayList<>();
    boolean again = outputs == Outputs.APART;
    boolean exists = q == m || last > 0;
    certain[q][m][0] = exists && cells.isCertainApart(q, 0, 0) ? 1 : 0;
    for (int n = 1; n <= mostOthers(q, m); n++) {
      BitSet together = cells.together(q, n);
      certain[q][m][n] = together.cardinality();
      for (int k = together.nextClearBit(0); again && k < m; k = together.nextClearBit(k + 1)) {
        if (cells.isCertainApart(q, n, k)) found.add(new Cell(q, m, n, k));
      }
    }
    return found;
  }

  /** The most positions before the query that hold tokens below m: some position must hold m. */
  private int mostOthers(int q, int m) {
    int most = q == m ? last : Math.max(0, last - 1);
    return m == 0 ? 0 : most;
  }

  /** The cells that the second test wins, those with the most inputs first. */
  List<Cell> won() {
    int[][][] all = new int[certain.length][certain.length][last + 1];
    for (Cell cell : won) all[cell.q][cell.m][cell.n]++;
    return won.stream()
        .sorted(
            (a, b) -> {
              int order = Double.compare(inputs(b, all), inputs(a, all));
              return order != 0 ? order : Long.compare(number(a), number(b));
            })
        .toList();
  }

  /** About how many inputs one token more is worth to the cell's (q, m, n). */
  private double inputs(Cell cell, int[][][] all) {
    int n = cell.n;
    double tokens = certain[cell.q][cell.m][n] + all[cell.q][cell.m][n];
    return Binomial.of(last, n).doubleValue() * n * Math.pow(tokens, n - 1);
  }

  /** The numbers of right inputs, these cells taken as certain, too. */
  PairCounts pairs(List<Cell> more) {
    int[][][] tokens = new int[certain.length][certain.length][];
    for (int q = 0; q < certain.length; q++) {
      for (int m = q; m < certain.length; m++) tokens[q][m] = certain[q][m].clone();
    }
    for (Cell cell : more) tokens[cell.q][cell.m][cell.n]++;
    PairCounts pairs = new PairCounts(certain.length);
    for (int q = 0; q < certain.length; q++) {
      for (int m = q; m < certain.length; m++) {
        pairs.add(q, m, BigInteger.valueOf(tokens[q][m][0]));
        for (int n = 1; n <= mostOthers(q, m); n++) {
          BigInteger mixtures = BigInteger.valueOf(tokens[q][m][n]).pow(n);
          pairs.add(q, m, Binomial.of(last, n).multiply(mixtures));
        }
      }
    }
    return pairs;
  }

  /** F-11, {@code cells}: by m, n, k and q over the cells that exist. */
  long number(Cell cell) {
    long m = cell.m;
    long queries = cell.n < last ? m + 1 : 1;
    long below = (m - 1) * m * (m + 1) / 3 * Math.max(0, last - 1) + (m - 1) * m / 2;
    return below + (cell.n - 1) * m * (m + 1) + cell.k * queries + (cell.n < last ? cell.q : 0);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy.halfspaces;

import java.util.Arrays;
import java.util.Optional;

/**
 * One class (query q, maximum m) and some outputs: for each output o and each end e of the range of
 * the deviation that the MLP's norm divides by, c + Σ over heads of z_h · V is at most the margin
 * of m over o, times something positive. Of each head the values Y · V by position and token, and
 * the least z_h · V.
 */
final class ClassTerms {
  private final Weighing weighing;
  private final int count; // of the outputs
  private final double[][][][] values; // [end][head][position][number of a token * count + output]
  private final double[][][] least; // [end][head][output]
  private final double[][] room; // [end][output]: -(c + Σ least), below 0 where it is certain

  /**
   * @param slopes of all neurons, none without an MLP
   * @param outputs their numbers; blocks are of neighbours in this list
   */
  ClassTerms(Parts.OfClass parts, Slope[] slopes, int[] outputs) {
    this.weighing = parts.weighing();
    this.count = outputs.length;
    double[] ends = parts.ends();
    Optional<Hidden.Bent> bent = parts.bent(slopes, outputs);
    Table[][] more = bent.map(Hidden.Bent::values).orElse(null);
    this.values = new double[ends.length][weighing.heads()][weighing.last + 1][];
    this.least = new double[ends.length][weighing.heads()][count];
    this.room = new double[ends.length][count];
    for (int e = 0; e < ends.length; e++) {
      double end = ends[e];
      for (int h = 0; h < weighing.heads(); h++) {
        for (int i = 0; i <= weighing.last; i++) {
          Table plain = parts.parts().outputs().values()[h][i];
          int[] tokens = weighing.tokens(i);
          values[e][h][i] = values(plain.chosen(tokens), end, outputs);
          if (more != null) add(values[e][h][i], more[h][i].values());
        }
        setLeast(e, h, outputs);
      }
      double[] constant = parts.direct(outputs, end);
      bent.ifPresent(one -> one.addConstants(constant, end));
      for (int j = 0; j < count; j++) {
        for (int h = 0; h < weighing.heads(); h++) constant[j] += least[e][h][j];
        room[e][j] = outputs[j] == weighing.m ? -1 : -constant[j];
      }
    }
  }

  private double[] values(Table table, double end, int[] outputs) {
    double[] row = new double[table.rows() * count];
    for (int t = 0; t < table.rows(); t++) {
      double right = table.at(t, weighing.m);
      for (int j = 0; j < count; j++) {
        row[t * count + j] = end * (right - table.at(t, outputs[j]));
      }
    }
    return row;
  }

  private static void add(double[] row, double[] more) {
    for (int at = 0; at < row.length; at++) row[at] += more[at];
  }

  private void setLeast(int e, int h, int[] outputs) {
    double[][] ofHead = values[e][h];
    for (int j = 0; j < count; j++) {
      int place = j;
      if (outputs[j] == weighing.m) continue;
      least[e][h][j] = weighing.least(h, (i, number) -> ofHead[i][number * count + place]);
    }
  }

  Weighing weighing() {
    return weighing;
  }

  int heads() {
    return weighing.heads();
  }

  /** Whether every input of the class is right with respect to these outputs. */
  boolean isCertain(int from, int to) {
    for (double[] end : room) {
      for (int j = from; j < to; j++) {
        if (end[j] >= 0) return false;
      }
    }
    return true;
  }

  /**
   * What a head is given of the room of a block.
   *
   * @param from first place of the block
   * @param to behind the last one
   * @param isScaled whether its outputs are made alike
   */
  record Part(int head, int from, int to, double share, boolean isScaled) {}

  /**
   * Of a block of outputs from one place up to another: what an input falls short of at a position,
   * by the number of a token, the largest of the block; where the sum over all positions is
   * negative, the head does its share.
   *
   * @param part of the room that the head is given, and how
   */
  double[] shortfall(Part part, int position) {
    double[] most = new double[weighing.tokens(position).length];
    Arrays.fill(most, Double.NEGATIVE_INFINITY);
    for (int e = 0; e < room.length; e++) {
      double[] row = values[e][part.head][position];
      for (int j = part.from; j < part.to; j++) {
        if (room[e][j] < 0) continue;
        double threshold = threshold(part, e, j);
        double factor = part.isScaled ? factor(part, e, j, threshold) : 1;
        for (int t = 0; t < most.length; t++) {
          most[t] = Math.max(most[t], factor * (threshold - row[t * count + j]));
        }
      }
    }
    for (int t = 0; t < most.length; t++) {
      most[t] *= weighing.at(part.head, position, t);
    }
    return most;
  }

  int ends() {
    return room.length;
  }

  /** What is said of an output at an end of the range: above 0 where the input is right. */
  double lead(int e, int j, int[] numbers) {
    double lead = -room[e][j];
    for (int h = 0; h < heads(); h++) lead += mean(e, h, j, numbers) - least[e][h][j];
    return lead;
  }

  /**
   * What a head adds to that, as it weighs the tokens of an input.
   *
   * @param numbers of the tokens, by position
   */
  private double mean(int e, int h, int j, int[] numbers) {
    double over = 0;
    double under = 0;
    for (int i = 0; i < numbers.length; i++) {
      double weight = weighing.at(h, i, numbers[i]);
      over += weight * values[e][h][i][numbers[i] * count + j];
      under += weight;
    }
    return over / under;
  }

  /** Whether the head falls short of what it is given of an output's room. */
  boolean isShort(Part part, int e, int j, int[] numbers) {
    if (room[e][j] < 0) return false;
    return mean(e, part.head, j, numbers) <= threshold(part, e, j);
  }

  private double threshold(Part part, int e, int j) {
    return least[e][part.head][j] + part.share * room[e][j];
  }

  /** Such that the maximum adds as much to the sums of each output (L-13). */
  private double factor(Part part, int e, int j, double threshold) {
    double sum = Double.MIN_NORMAL;
    for (int i = 0; i < weighing.last; i++) {
      int max = weighing.ofMaximum();
      double value = values[e][part.head][i][max * count + j];
      sum += weighing.at(part.head, i, max) * Math.abs(threshold - value);
    }
    return 1 / sum;
  }
}

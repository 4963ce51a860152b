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
  private final LinearBounds bounds; // of the leads
  private final double[][] room; // [end][output]: -(c + Σ least), below 0 where it is certain

  /**
   * @param slopes of all neurons, none without an MLP
   * @param outputs their numbers; blocks are of neighbours in this list
   */
  ClassTerms(Parts.OfClass parts, Slope[] slopes, int[] outputs) {
    this.weighing = parts.weighing();
    Table[][] plain = parts.parts().outputs().chosen(weighing);
    for (Table[] head : plain) {
      for (int i = 0; i < head.length; i++) head[i] = leads(head[i], outputs);
    }
    Optional<Hidden.Bent> bent = parts.bent(slopes, outputs);
    this.bounds = new LinearBounds(weighing, parts.ends(), plain, parts.direct(outputs), bent);
    this.room = new double[bounds.ends()][outputs.length];
    for (int e = 0; e < room.length; e++) {
      for (int j = 0; j < outputs.length; j++) {
        room[e][j] = outputs[j] == weighing.m ? -1 : -bounds.least(e, j);
      }
    }
  }

  private Table leads(Table table, int[] outputs) {
    Table leads = Table.zero(table.rows(), outputs.length);
    for (int t = 0; t < table.rows(); t++) {
      for (int j = 0; j < outputs.length; j++) {
        leads.values()[t * outputs.length + j] = table.at(t, weighing.m) - table.at(t, outputs[j]);
      }
    }
    return leads;
  }

  Weighing weighing() {
    return weighing;
  }

  int heads() {
    return weighing.heads();
  }

  /** Whether every input of the class is right with respect to these outputs. */
  boolean isCertain(int from, int to) {
    for (int e = 0; e < room.length; e++) {
      if (!isCertain(e, from, to)) return false;
    }
    return true;
  }

  /** The same, as far as one end says so. */
  boolean isCertain(int e, int from, int to) {
    for (int j = from; j < to; j++) {
      if (room[e][j] >= 0) return false;
    }
    return true;
  }

  /**
   * What a head is given of the room of a block.
   *
   * @param from first place of the block
   * @param to behind the last one
   * @param isScaled whether its outputs are made alike
   * @param ends those that are counted
   */
  record Part(int head, LeafSearch.Block block, double share, boolean isScaled, int[] ends) {}

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
    for (int e : part.ends) {
      for (int j = part.block.from(); j < part.block.to(); j++) {
        if (room[e][j] < 0) continue;
        double threshold = threshold(part, e, j);
        double factor = part.isScaled ? factor(part, e, j, threshold) : 1;
        for (int t = 0; t < most.length; t++) {
          most[t] =
              Math.max(most[t], factor * (threshold - bounds.at(e, part.head, position, t, j)));
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
    for (int h = 0; h < heads(); h++) lead += mean(e, h, j, numbers) - bounds.least(e, h, j);
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
      over += weight * bounds.at(e, h, i, numbers[i], j);
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
    return bounds.least(e, part.head, j) + part.share * room[e][j];
  }

  /** Such that the maximum adds as much to the sums of each output (L-13). */
  private double factor(Part part, int e, int j, double threshold) {
    double sum = Double.MIN_NORMAL;
    for (int i = 0; i < weighing.last; i++) {
      int max = weighing.ofMaximum();
      double value = bounds.at(e, part.head, i, max, j);
      sum += weighing.at(part.head, i, max) * Math.abs(threshold - value);
    }
    return 1 / sum;
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.network.evaluate;

import java.util.Arrays;
import java.util.List;

/**
 * The value of one step: for each position a row of doubles, and how far each is at most from the
 * exact value. Only rows that are needed and have changed are computed again.
 */
abstract class Node {
  /** Above the unit roundoff 2^-53, so that a product with it is above the exact one. */
  static final double U = 1.2e-16;

  final List<Node> of;
  final double[][] value;
  final double[][] radius;
  final boolean[] changed;
  final boolean[] needed;
  final int width;

  Node(int positions, int width, Node... of) {
    this.of = List.of(of);
    this.width = width;
    this.value = new double[positions][width];
    this.radius = new double[positions][width];
    this.changed = new boolean[positions];
    this.needed = new boolean[positions];
    Arrays.fill(changed, true);
  }

  int positions() {
    return value.length;
  }

  /** Which rows are to be computed, from what has changed below. */
  void mark() {
    for (int i = 0; i < changed.length; i++) {
      changed[i] = false;
      for (Node node : of) changed[i] |= node.changed[i];
    }
  }

  /** Which rows are needed below, because some are here. */
  void need() {
    for (int i = 0; i < needed.length; i++) {
      for (Node node : of) node.needed[i] |= needed[i];
    }
  }

  abstract void row(int i);

  final void update() {
    for (int i = 0; i < changed.length; i++) {
      if (changed[i] && needed[i]) row(i);
    }
  }

  /** A bound for what is added up from the bounds of parts, whatever rounding did to the sum. */
  static double upward(double sum, int terms) {
    return sum * (1 + (terms + 8) * 2 * U) + Double.MIN_NORMAL;
  }
}

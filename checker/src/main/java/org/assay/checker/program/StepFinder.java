// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.program;

import java.util.ArrayList;
import java.util.List;
import org.assay.checker.exact.Lemma;
import org.assay.checker.verdict.Rejection;

/** Goes from steps of a program to those that they read, as lemmas L-53 and L-76 want them. */
@Lemma({"L-53", "L-76"})
abstract class StepFinder {
  private static final int MOST_TERMS = 256;

  final Network network;

  StepFinder(Network network) {
    this.network = network;
  }

  /**
   * @throws Rejection about this step, if it is not as it must be
   */
  abstract void require(boolean holds, int step) throws Rejection;

  /** The only step that a step reads. */
  final int operand(int step) {
    return network.reads(step).get(0);
  }

  /** What has this row where {@code select} takes the last one. */
  final int row(int step) throws Rejection {
    int at = step;
    while (network.operation(at) instanceof Select select) {
      int last = network.shapesRead(at).get(0).positions() - 1;
      require(select.selected() == last, at); // L-53 (c), L-76 (c)
      at = operand(at);
    }
    return at;
  }

  /** The linear step that has this row. */
  final int linear(int step) throws Rejection {
    int at = row(step);
    require(network.operation(at) instanceof Linear, at); // L-53 (a), L-76 (a)
    return at;
  }

  /** The steps whose rows add up to this one, each as often as it does. */
  final List<Integer> terms(int step) throws Rejection {
    List<Integer> found = new ArrayList<>();
    terms(step, found);
    return found;
  }

  private void terms(int step, List<Integer> found) throws Rejection {
    int at = row(step);
    if (network.operation(at) instanceof Add) {
      for (int operand : network.reads(at)) {
        terms(operand, found);
      }
    } else {
      require(found.size() < MOST_TERMS, at); // L-53 (e); L-76 (a) has three
      found.add(at);
    }
  }
}

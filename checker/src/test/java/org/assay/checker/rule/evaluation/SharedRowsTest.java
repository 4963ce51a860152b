// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assay.checker.arithmetic.Arithmetic;
import org.assay.checker.arithmetic.Contest;
import org.assay.checker.arithmetic.Lead;
import org.assay.checker.exact.ExactMatrix;
import org.assay.checker.exact.Rational;
import org.assay.checker.narrow.Narrow;
import org.assay.checker.program.Network;
import org.assay.checker.question.Inputs;
import org.assay.checker.wide.Wide;
import org.junit.jupiter.api.Test;

/** L-67: what is kept from one input for the next changes nothing. */
class SharedRowsTest {
  private static final int MOST_INPUTS = 40;

  @Test
  void anInputAloneIsDecidedAsItIsAmongOthers() throws Exception {
    List<Path> folders = ProgramVectors.folders();
    assertTrue(folders.size() > 60, () -> "found " + folders.size());
    for (Path folder : folders) {
      Network network = ProgramVectors.network(folder);
      Inputs inputs = ProgramVectors.claim(folder).inputs();
      compare(folder, network, inputs, new Narrow());
      compare(folder, network, inputs, new Wide(64));
    }
  }

  private static <V, M> void compare(
      Path folder, Network network, Inputs inputs, Arithmetic<V, M> arithmetic) throws Exception {
    List<List<ExactMatrix>> weights = network.weights();
    Level.Decider shared = level(network, weights, arithmetic).decider();
    long step = 1 + inputs.count().longValueExact() / MOST_INPUTS;
    for (long index = 0; index < inputs.count().longValueExact(); index += step) {
      int[] input = inputs.input(index);
      Level.Decider alone = level(network, weights, arithmetic).decider();
      assertEquals(
          leads(alone, input, network.outputs()),
          leads(shared, input, network.outputs()),
          folder + ", input " + index);
    }
  }

  private static <V, M> Level<V, M> level(
      Network network, List<List<ExactMatrix>> weights, Arithmetic<V, M> arithmetic) {
    return new Level<>(network, weights, arithmetic, Long.MAX_VALUE);
  }

  private static List<Lead> leads(Level.Decider decider, int[] input, int outputs) {
    List<Lead> leads = new ArrayList<>();
    for (int right = 0; right < Math.min(outputs, 8); right++) {
      leads.add(decider.decide(input, new Contest(0, outputs - 1, right, Rational.ZERO)));
    }
    return leads;
  }
}

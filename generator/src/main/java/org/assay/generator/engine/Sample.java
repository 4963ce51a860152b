// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.engine;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.assay.generator.network.Inputs;
import org.assay.generator.network.Template;
import org.assay.generator.network.evaluate.Evaluator;

/** Which inputs an engine is asked. */
public final class Sample {
  private Sample() {}

  /** All rows, in order; requires that there are fewer than 2^31. */
  public static List<int[]> all(Inputs inputs) {
    return IntStream.range(0, Math.toIntExact(inputs.count()))
        .mapToObj(
            i -> {
              int[] tokens = new int[inputs.length()];
              inputs.tokens(i, tokens);
              return tokens;
            })
        .toList();
  }

  /** So many, drawn with putting back; all of them, in order, if there are no more. */
  public static List<int[]> drawn(Template inputs, int count, long seed) {
    if (inputs.count() <= count) return all(inputs);
    Random random = new Random(seed);
    List<int[]> drawn = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      drawn.add(
          inputs.positions().stream()
              .mapToInt(one -> one.from() + random.nextInt(one.to() - one.from() + 1))
              .toArray());
    }
    return drawn;
  }

  /**
   * Those with the smallest lead of the largest output over the next.
   *
   * @throws IOException if the tensors do not fit the program
   */
  public static List<int[]> smallestMargins(Network network, List<int[]> of, int count)
      throws IOException {
    Evaluator evaluator = new Evaluator(network.program(), network.model(), network.length());
    List<Lead> leads = new ArrayList<>();
    for (int[] tokens : of) {
      evaluator.set(tokens);
      leads.add(new Lead(tokens, lead(evaluator.outputs(), network.from(), network.to())));
    }
    leads.sort(Comparator.comparingDouble(Lead::lead));
    return leads.stream().limit(count).map(Lead::tokens).toList();
  }

  private record Lead(int[] tokens, double lead) {}

  /** The largest of these outputs minus the next one; infinite of a single one. */
  static double lead(double[] outputs, int from, int to) {
    double most = Double.NEGATIVE_INFINITY;
    double next = Double.NEGATIVE_INFINITY;
    for (int o = from; o <= to; o++) {
      next = Math.max(next, Math.min(most, outputs[o]));
      most = Math.max(most, outputs[o]);
    }
    return most - next;
  }
}

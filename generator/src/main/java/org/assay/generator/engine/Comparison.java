// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.engine;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.assay.generator.network.evaluate.Evaluator;

/**
 * What an engine answered, beside the outputs in doubles, of which it is known how far they are
 * from the exact ones.
 *
 * @param same inputs for which the engine's largest output, alone, is the exact one
 * @param untold inputs of which doubles do not tell which output is the largest
 * @param others the first few inputs of all other answers, as text
 * @param other how many there are
 * @param logit how far an output is from the exact one, at most, as far as doubles tell
 * @param lost how much of the lead of the largest output was lost at most
 * @param worst the input that lost most of its lead over the second largest output, of those whose
 *     lead is large enough to tell how much any execution could lose
 */
public record Comparison(
    long same,
    long untold,
    long other,
    List<String> others,
    double logit,
    double lost,
    Optional<Loss> worst) {
  private static final int SHOWN = 5;
  private static final double ENOUGH = 2000; // bounds were 58 to 200 times what is lost

  /**
   * What an input lost.
   *
   * @param lead of its largest output over the second largest, in doubles
   * @param lost of it, in float32
   */
  public record Loss(int[] input, double lead, double lost) {}

  /**
   * @param got the outputs of each input
   * @throws IOException if the tensors do not fit the program
   */
  public static Comparison of(Network network, List<int[]> inputs, float[][] got)
      throws IOException {
    Evaluator evaluator = new Evaluator(network.program(), network.model(), network.length());
    long same = 0;
    long untold = 0;
    double logit = 0;
    double lost = 0;
    List<String> others = new ArrayList<>();
    long other = 0;
    List<Loss> losses = new ArrayList<>();
    for (int i = 0; i < got.length; i++) {
      evaluator.set(inputs.get(i));
      One one = new One(evaluator.outputs(), evaluator.radii(), got[i], network);
      logit = larger(logit, one.logit());
      int best = one.best();
      if (best < 0) {
        untold++;
        continue;
      }
      lost = larger(lost, one.lost(best));
      if (one.isAnswer(best)) {
        same++;
        losses.add(one.second(best, inputs.get(i)));
      } else {
        other++;
        if (others.size() < SHOWN) others.add(Arrays.toString(inputs.get(i)));
      }
    }
    return new Comparison(same, untold, other, List.copyOf(others), logit, lost, worst(losses));
  }

  private static Optional<Loss> worst(List<Loss> losses) {
    double most = losses.stream().mapToDouble(Loss::lost).max().orElse(0);
    return losses.stream()
        .filter(one -> one.lead > ENOUGH * most && one.lost > 0)
        .max(Comparator.comparingDouble(Loss::lost));
  }

  /** NaN is larger than all. */
  private static double larger(double a, double b) {
    return Double.compare(a, b) >= 0 ? a : b;
  }

  /** One input: outputs in doubles with their errors, and in float32. */
  private record One(double[] exact, double[] radii, float[] got, Network network) {
    /** At least as much as some output is off, and not below it by more than the radius. */
    private double logit() {
      double most = 0;
      for (int o = network.from(); o <= network.to(); o++) {
        most = larger(most, Math.abs(got[o] - exact[o]));
      }
      return most;
    }

    /** The output that is surely the largest; -1 if none is. */
    private int best() {
      int best = network.from();
      for (int o = network.from(); o <= network.to(); o++) {
        if (exact[o] > exact[best]) best = o;
      }
      for (int o = network.from(); o <= network.to(); o++) {
        double off = 2 * (radii[o] + radii[best]);
        if (o != best && !(exact[best] - exact[o] > off)) return -1;
      }
      return best;
    }

    private double lost(int best) {
      double lost = 0;
      for (int o = network.from(); o <= network.to(); o++) {
        if (o == best) continue;
        double lead = exact[best] - exact[o];
        lost = larger(lost, lead - ((double) got[best] - got[o]));
      }
      return lost;
    }

    /** How much of the lead over the second largest output is lost. */
    private Loss second(int best, int[] input) {
      int second = -1;
      for (int o = network.from(); o <= network.to(); o++) {
        if (o != best && (second < 0 || exact[o] > exact[second])) second = o;
      }
      if (second < 0) return new Loss(input, 0, 0); // one output alone
      double lead = exact[best] - exact[second];
      return new Loss(input, lead, lead - ((double) got[best] - got[second]));
    }

    private boolean isAnswer(int best) {
      for (int o = network.from(); o <= network.to(); o++) {
        if (o != best && !(got[best] > got[o])) return false;
      }
      return true;
    }
  }
}

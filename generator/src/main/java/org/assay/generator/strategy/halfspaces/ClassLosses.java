// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy.halfspaces;

import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Looks at inputs of one class, and at which step of the proof each is lost. */
final class ClassLosses {
  private final Parts.OfClass parts;
  private final Forward forward;
  private final ClassTerms terms;
  private final List<LeafSearch.Block> blocks;
  private final List<Leaf> leaves;
  private final double[][][][] rows; // [block][head][position][token]
  private final int[] outputs; // all but the maximum

  ClassLosses(ClassSearch.Losing losing, Forward forward) {
    this.parts = losing.parts();
    this.forward = forward;
    int vocab = parts.beta().length;
    int m = parts.weighing().m;
    this.terms = new ClassTerms(parts, losing.slopes(), IntStream.range(0, vocab).toArray());
    this.blocks = losing.blocks();
    this.leaves = losing.leaves();
    this.outputs = IntStream.range(0, vocab).filter(o -> o != m).toArray();
    this.rows = new double[blocks.size()][terms.heads()][][];
    for (int b = 0; b < rows.length; b++) {
      for (int h = 0; h < terms.heads(); h++) rows[b][h] = rows(b, h);
    }
  }

  /** Null where nothing is lost. */
  private double[][] rows(int b, int head) {
    LeafSearch.Block block = blocks.get(b);
    if (leaves.get(b).loss() == 0 || terms.isCertain(block.from(), block.to())) return null;
    ClassTerms.Part part = part(b, head);
    double[][] rows = new double[parts.weighing().last + 1][];
    for (int i = 0; i < rows.length; i++) rows[i] = terms.shortfall(part, i);
    return rows;
  }

  private ClassTerms.Part part(int b, int head) {
    Leaf leaf = leaves.get(b);
    return LeafSearch.part(blocks.get(b), head, leaf.share(head), leaf.isScaled());
  }

  /**
   * At which step an input is lost.
   *
   * @param input its tokens, which are their own numbers before the query
   * @param share of all inputs that it stands for
   */
  Losses of(int[] input, double share) {
    int[] numbers = input.clone();
    numbers[numbers.length - 1] = 0;
    int counted = counted(numbers);
    if (counted == 0) return Losses.NONE; // and not at any step before
    double wrong = isWrong(input) ? 1 : 0;
    double lines = any(o -> between(numbers, o) <= 0);
    double ends = any(o -> leastLead(numbers, o) <= 0);
    double heads = isShort(numbers) ? 1 : 0;
    return new Losses(
        share * wrong,
        share * (lines - wrong),
        share * (ends - lines),
        share * (heads - ends),
        share * (counted - heads));
  }

  private double any(IntPredicate fails) {
    return IntStream.of(outputs).anyMatch(fails) ? 1 : 0;
  }

  private int counted(int[] numbers) {
    int counted = 0;
    for (double[][][] block : rows) {
      for (double[][] head : block) {
        if (head == null) continue;
        double sum = 0;
        for (int i = 0; i < numbers.length; i++) sum += head[i][numbers[i]];
        if (sum >= 0) counted++;
      }
    }
    return counted;
  }

  private boolean isWrong(int[] input) {
    double[] answers = forward.outputs(input);
    int m = parts.weighing().m;
    double delta = parts.parts().delta();
    return IntStream.of(outputs).anyMatch(o -> answers[m] - answers[o] <= delta);
  }

  /** The lead with what norms really divide by: between the ends it is a line. */
  private double between(int[] numbers, int o) {
    double[] ends = parts.ends();
    double low = terms.lead(0, o, numbers);
    double at = ends.length == 1 ? 1 : forward.inner();
    double lead = low;
    if (ends.length == 2 && ends[1] > ends[0]) {
      double high = terms.lead(1, o, numbers);
      lead += (high - low) * (at - ends[0]) / (ends[1] - ends[0]);
    }
    if (parts.parts().last().isEmpty()) return lead;
    return lead + at * (forward.outer() * parts.shift(o) - parts.beta()[o]);
  }

  private double leastLead(int[] numbers, int o) {
    double least = Double.POSITIVE_INFINITY;
    for (int e = 0; e < terms.ends(); e++) least = Math.min(least, terms.lead(e, o, numbers));
    return least;
  }

  private boolean isShort(int[] numbers) {
    for (int b = 0; b < rows.length; b++) {
      for (int h = 0; h < terms.heads(); h++) {
        if (rows[b][h] == null) continue;
        ClassTerms.Part part = part(b, h);
        for (int e = 0; e < terms.ends(); e++) {
          for (int o = part.from(); o < part.to(); o++) {
            if (terms.isShort(part, e, o, numbers)) return true;
          }
        }
      }
    }
    return false;
  }
}

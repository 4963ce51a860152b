// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy.halfspaces;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Looks at inputs of one slice of a class, and at which step of the proof each is lost. */
final class ClassLosses {
  private final Parts.OfClass parts;
  private final Forward forward;
  private final ClassTerms terms;
  private final List<Counted> counted;
  private final int[] outputs; // all but the maximum

  ClassLosses(ClassSearch.Losing losing, Forward forward) {
    this.parts = losing.parts();
    this.forward = forward;
    int vocab = parts.beta().length;
    int m = parts.weighing().m;
    this.terms = new ClassTerms(parts, losing.slopes(), IntStream.range(0, vocab).toArray());
    this.outputs = IntStream.range(0, vocab).filter(o -> o != m).toArray();
    LeafSearch search = new LeafSearch(terms, vocab);
    this.counted = new ArrayList<>();
    for (int b = 0; b < losing.blocks().size(); b++) {
      LeafSearch.Block block = losing.blocks().get(b);
      Leaf leaf = losing.leaves().get(b);
      if (leaf.loss() == 0 || terms.isCertain(block.from(), block.to())) continue;
      for (int h = 0; h < terms.heads(); h++) {
        search.parts(block, leaf, h, leaf.share(h)).forEach(part -> counted.add(of(part)));
      }
    }
  }

  /** What a head proves of a block, and its rows, [position][token]. */
  private record Counted(ClassTerms.Part part, double[][] rows) {}

  private Counted of(ClassTerms.Part part) {
    double[][] rows = new double[parts.weighing().last + 1][];
    for (int i = 0; i < rows.length; i++) rows[i] = terms.shortfall(part, i);
    return new Counted(part, rows);
  }

  /**
   * At which step an input is lost.
   *
   * @param input its tokens
   * @param share of all inputs that it stands for
   */
  Losses of(int[] input, double share) {
    int[] numbers = input.clone();
    Weighing weighing = parts.weighing();
    for (int i = 0; i < weighing.last; i++) {
      if (input[i] == weighing.m) numbers[i] = weighing.ofMaximum();
    }
    numbers[weighing.last] = 0;
    int times = counted(numbers);
    if (times == 0) return Losses.NONE; // and not at any step before
    double wrong = isWrong(input) ? 1 : 0;
    double lines = any(o -> between(numbers, o) <= 0);
    double ends = any(o -> leastLead(numbers, o) <= 0);
    double heads = isShort(numbers) ? 1 : 0;
    return new Losses(
        share * wrong,
        share * (lines - wrong),
        share * (ends - lines),
        share * (heads - ends),
        share * (times - heads));
  }

  private double any(IntPredicate fails) {
    return IntStream.of(outputs).anyMatch(fails) ? 1 : 0;
  }

  private int counted(int[] numbers) {
    int times = 0;
    for (Counted one : counted) {
      double sum = 0;
      for (int i = 0; i < numbers.length; i++) sum += one.rows[i][numbers[i]];
      if (sum >= 0) times++;
    }
    return times;
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
    for (Counted one : counted) {
      for (int e : one.part.ends()) {
        for (int o = one.part.block().from(); o < one.part.block().to(); o++) {
          if (terms.isShort(one.part, e, o, numbers)) return true;
        }
      }
    }
    return false;
  }
}

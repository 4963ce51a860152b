// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.halfspaces;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.assay.checker.claim.TokenWeights;
import org.assay.checker.deficit.DeficitTable.Measure;
import org.assay.checker.deficit.SumTerms;
import org.assay.checker.exact.Lemma;
import org.assay.checker.margin.InputClass;

/**
 * Lemma L-73: counts the inputs of a slice: those whose tokens before the query are below {@code
 * high}, or m, less those whose tokens are below {@code low}, or m.
 */
@Lemma("L-73")
record SliceMeasure(Measure all, Optional<Measure> less, BigInteger weight) {
  static SliceMeasure of(ClassSlice slice, LayerTables.Sizes sizes, Measure measure) {
    TokenWeights tokens = measure.tokens();
    TokenWeights most = slice.isWhole() ? tokens : below(slice.high(), slice, sizes, tokens);
    Measure all = new Measure(measure.bins(), most, measure.meter());
    Optional<Measure> less = Optional.empty();
    if (slice.hasLess()) {
      TokenWeights fewer = below(slice.low(), slice, sizes, tokens);
      less = Optional.of(new Measure(measure.bins(), fewer, measure.meter(), true));
    }
    InputClass inputs = new InputClass(slice.q(), slice.m(), sizes.last());
    BigInteger weight = inputs.weight(most);
    BigInteger outside = less.map(one -> inputs.weight(one.tokens())).orElse(BigInteger.ZERO);
    return new SliceMeasure(all, less, weight.subtract(outside));
  }

  /** Before the query other tokens than m from {@code end} on weigh nothing. */
  private static TokenWeights below(
      int end, ClassSlice slice, LayerTables.Sizes sizes, TokenWeights tokens) {
    List<TokenWeights> places = new ArrayList<>();
    for (int i = 0; i < sizes.last(); i++) {
      TokenWeights own = tokens.at(i);
      List<Integer> kept =
          IntStream.rangeClosed(0, slice.m())
              .mapToObj(t -> t < end || t == slice.m() ? (int) own.of(t) : 0)
              .toList();
      places.add(new TokenWeights(kept));
    }
    places.add(tokens.at(sizes.last()));
    return new TokenWeights(List.of(), List.copyOf(places));
  }

  /** An upper bound of what those inputs weigh that the terms do not prove is added. */
  void charge(SumTerms terms, BigInteger[] charge) {
    terms.charge(all, charge);
    if (less.isPresent()) {
      BigInteger[] outside = {BigInteger.ZERO};
      terms.charge(less.get(), outside);
      charge[0] = charge[0].subtract(outside[0]);
    }
  }
}

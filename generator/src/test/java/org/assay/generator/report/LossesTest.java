// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.assay.generator.model.Model;
import org.assay.generator.strategy.Margin;
import org.assay.generator.strategy.PairCounts;
import org.assay.generator.strategy.Strategy;
import org.assay.generator.strategy.cells.Cubic;
import org.assay.generator.strategy.cells.CubicRetest;
import org.assay.generator.strategy.exhaustion.BruteForce;
import org.assay.generator.strategy.gaps.Handling;
import org.assay.generator.strategy.gaps.SubCubic;
import org.assay.generator.strategy.split.AttentionOption;
import org.assay.generator.strategy.split.DirectOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class LossesTest {
  private static final Margin MARGIN = Margin.parse("0");
  private static Model model;

  @BeforeAll
  static void read() throws IOException {
    model = Model.read(Path.of("src/test/resources/models/max-of-3-vocab-32.safetensors"));
  }

  private static Map<String, Losses.Term> terms(Strategy strategy) {
    return Losses.of("x", strategy, model, MARGIN).orElseThrow().terms().stream()
        .collect(Collectors.toMap(Losses.Term::id, Function.identity()));
  }

  private static PairCounts pairs(Strategy strategy) {
    return strategy.prove(model, MARGIN, steps -> {}).pairs();
  }

  private static void assertAtMost(PairCounts less, PairCounts more) {
    for (int m = 0; m < model.vocab(); m++) {
      for (int q = 0; q <= m; q++) {
        String place = "query " + q + ", maximum " + m;
        assertTrue(less.at(q, m).compareTo(more.at(q, m)) <= 0, place);
      }
    }
  }

  /** Each of the tighter bounds is one still: never more than is right, never less than cubic. */
  @Test
  @Tag("long")
  void whatACubicProofLostIsBetweenItAndTheTruth() {
    Map<String, Losses.Term> terms = terms(new Cubic());
    PairCounts cubic = pairs(new Cubic());
    PairCounts added = terms.get("direct").with();
    PairCounts apart = terms.get("outputs").with();
    assertEquals(cubic.total(), terms.get("direct").before().total());
    assertAtMost(cubic, added);
    assertAtMost(added, apart);
    assertAtMost(apart, pairs(new BruteForce()));
    BigInteger ofDirect = added.above(cubic).total();
    assertTrue(ofDirect.signum() > 0, "the direct path cost nothing");
    assertTrue(apart.above(added).total().signum() > 0, "one number for all cost nothing");
  }

  /** Here all cells that a second test wins fit into the list. */
  @Test
  void whatIsTestedAgainHasLostNothingByIt() {
    Map<String, Losses.Term> terms = terms(new CubicRetest());
    assertEquals(List.of("outputs", "positions"), terms.keySet().stream().sorted().toList());
    Losses.Term outputs = terms.get("outputs");
    assertEquals(outputs.with().total(), outputs.before().total());
    assertEquals(pairs(new CubicRetest()).total(), outputs.before().total());
  }

  /** Both errors cost something here, less than lies between the proof and the truth. */
  @Test
  @Tag("long")
  void whatASubCubicProofLostIsBetweenItAndTheTruth() {
    SubCubic loose =
        new SubCubic(DirectOption.MAX_DIFF, Handling.ENVELOPE, AttentionOption.SUBPRODUCT);
    Map<String, Losses.Term> terms = terms(loose);
    BigInteger proved = pairs(loose).total();
    BigInteger right = pairs(new BruteForce()).total();
    for (String id : List.of("attention", "direct")) {
      Losses.Term term = terms.get(id);
      assertEquals(proved, term.before().total(), id);
      assertTrue(term.with().above(term.before()).total().signum() > 0, id + " cost nothing");
      assertTrue(term.with().total().compareTo(right) <= 0, id);
    }
    Map<String, Losses.Term> exact = terms(SubCubic.DEFAULT);
    for (String id : List.of("attention", "direct")) {
      Losses.Term term = exact.get(id);
      assertEquals(BigInteger.ZERO, term.with().above(term.before()).total(), id);
    }
  }

  /** With positions alike from the beginning there is nothing that they can cost. */
  @Test
  @Tag("long")
  void whatPositionsCostIsNothingWhereTheyAreAlike() {
    Model alike = model.withPositionsAlike();
    for (Strategy strategy : List.of(new Cubic(), new CubicRetest(), SubCubic.DEFAULT)) {
      Losses.Term positions =
          Losses.of("x", strategy, alike, MARGIN).orElseThrow().terms().stream()
              .filter(one -> one.id().equals("positions"))
              .findFirst()
              .orElseThrow();
      assertEquals(BigInteger.ZERO, positions.with().above(positions.before()).total());
    }
    Losses.Term here = terms(new Cubic()).get("positions");
    assertTrue(here.with().above(here.before()).total().signum() > 0, "positions cost nothing");
  }

  @Test
  void aProofWithoutSuchCellsHasNone() {
    assertEquals(Optional.empty(), Losses.of("x", new BruteForce(), model, MARGIN));
  }
}

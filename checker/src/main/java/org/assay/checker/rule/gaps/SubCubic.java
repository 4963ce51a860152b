// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.gaps;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.assay.checker.circuit.Circuits;
import org.assay.checker.circuit.Weights;
import org.assay.checker.claim.Claim;
import org.assay.checker.claim.Demand;
import org.assay.checker.claim.Premises;
import org.assay.checker.claim.Rule;
import org.assay.checker.exact.ExactMatrix;
import org.assay.checker.exact.Lemma;
import org.assay.checker.exact.Rational;
import org.assay.checker.execution.FloatErrors;
import org.assay.checker.execution.FloatLogits;
import org.assay.checker.execution.Sides;
import org.assay.checker.hint.Bits;
import org.assay.checker.json.JsonReader;
import org.assay.checker.json.Limits;
import org.assay.checker.rule.gaps.Sharing.Corner;
import org.assay.checker.split.Directions;
import org.assay.checker.split.Split;
import org.assay.checker.verdict.Rejection;

/**
 * Rule R-06: inputs are counted by gap cells, each proved at once from what its tokens can have in
 * common.
 *
 * <p>Hints: the gaps, and the directions of low-rank splits. Cost: O(k v^2 log v) and the circuits.
 */
@Lemma({"L-33", "R-06"})
public record SubCubic(SubCubicOptions options, Gaps gaps, Directions directions) implements Rule {
  private static final int PAIR_BITS = 18;
  private static final int CELL_BITS = 22;

  /** Operations for the corners of a cell. */
  private static final long CORNERS = 60;

  /**
   * Reads the hints for models of a shape.
   *
   * @throws Rejection with a code of F-02 or F-11
   */
  public static SubCubic read(JsonReader in, Claim.Shape shape) throws Rejection {
    String direct = in.field("direct").string();
    String handling = in.field("handling").string();
    SubCubicOptions options =
        SubCubicOptions.of(direct, handling, in.field("attention").string()); // (d)
    Gaps gaps = Gaps.of(shape.vocab(), shape.k(), Bits.read(in, "gaps"));
    List<Integer> lengths = options.directionLengths(shape.vocab(), shape.dModel());
    return new SubCubic(options, gaps, Directions.of(lengths, Bits.read(in, "directions")));
  }

  @Override
  public String name() {
    return "sub-cubic";
  }

  @Override
  public void requireLimits(int vocab, int k) throws Rejection {
    BigInteger pairs = BigInteger.valueOf(vocab).pow(2);
    Limits.require("sub-cubic pairs of tokens", pairs, PAIR_BITS); // R-06 (a)
    Limits.require("sub-cubic cells", pairs.multiply(BigInteger.valueOf(k)), CELL_BITS); // R-06 (a)
  }

  @Override
  public BigInteger count(Premises premises, Demand demand) throws Rejection {
    Circuits.requireLimits(premises.weights());
    return count(premises.weights(), FloatErrors.of(premises), demand);
  }

  /** The same, with the errors of an execution where there are any. */
  BigInteger count(Weights weights, Optional<FloatErrors> errors, Demand demand) throws Rejection {
    if (weights.vocab() == 1) { // no other output
      return BigInteger.ONE;
    }
    Shares[] queries = queries(weights, errors); // first: it has a limit
    RivalTables rivals = rivals(weights, errors, demand.margin());
    return IntStream.range(0, weights.vocab())
        .parallel()
        .mapToObj(m -> proved(m, queries, rivals))
        .flatMap(List::stream)
        .map(cell -> cell.size(weights.k() - 1))
        .reduce(BigInteger.ZERO, BigInteger::add);
  }

  /** By how much each output may lead: but for the direct path as exact as the premises. */
  RivalTables rivals(Weights weights, Optional<FloatErrors> errors, Rational margin) {
    int count = options.direct().directionLengths(weights.dModel()).size();
    List<Split> splits = options.direct().splits(weights, directions.part(0, count));
    Optional<FloatLogits> ofLogits = errors.map(FloatErrors::logits);
    if (ofLogits.isPresent()) { // L-44: of an output and of m
      ExactMatrix both = ofLogits.get().direct().rowMaxima().shifted(1).values();
      splits = splits.stream().map(split -> split.plus(both)).toList();
    }
    return new RivalTables(
        Sides.of(Circuits.evou(weights), ofLogits.map(FloatLogits::evou)),
        Sides.of(Circuits.pvou(weights), ofLogits.map(FloatLogits::pvou)),
        splits,
        margin);
  }

  /** How attention is shared: but for the scores of tokens as exact as the premises. */
  Shares[] queries(Weights weights, Optional<FloatErrors> errors) throws Rejection {
    int skipped = options.direct().directionLengths(weights.dModel()).size();
    int count = directions.vectors().size() - skipped;
    return Shares.of(
        options.attention().split(weights, directions.part(skipped, count)),
        Circuits.eqkp(weights),
        weights.dHead(),
        errors.map(FloatErrors::scores));
  }

  /** The cells with this maximum that are proved. */
  List<GapCell> proved(int m, Shares[] queries, RivalTables rivals) {
    List<Sharing> cells = new ArrayList<>();
    cells.add(new Sharing(new GapCell(m, m, 0, 0), List.of(Corner.ALONE)));
    for (int q = 0; q <= m; q++) {
      for (int c = 1; c < gaps.k(); c++) {
        GapCell cell = new GapCell(q, m, c, gaps.gap(q, m, c));
        if (cell.isTried()) {
          queries[q].corners(cell).ifPresent(corners -> cells.add(new Sharing(cell, corners)));
        }
      }
    }
    rivals.meter().add(CORNERS * (cells.size() - 1L));
    return new Maximum(rivals, m).proved(options.handling(), cells);
  }
}

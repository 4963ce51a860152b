// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.counting;

import static org.assay.checker.verdict.RejectCode.UNKNOWN_STRATEGY;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.assay.checker.circuit.Circuits;
import org.assay.checker.circuit.Weights;
import org.assay.checker.exact.ExactMatrix;
import org.assay.checker.exact.Lemma;
import org.assay.checker.execution.Sides;
import org.assay.checker.split.AttentionOption;
import org.assay.checker.split.DirectOption;
import org.assay.checker.split.Directions;
import org.assay.checker.split.Split;
import org.assay.checker.verdict.Rejection;

/**
 * How potential counting knows two circuits: the attention scores by any option of the sub-cubic
 * proofs, the direct path exactly or by an option that does not multiply it out.
 */
@Lemma("R-03")
public record PotentialOptions(
    AttentionOption attention, Optional<DirectOption> direct, boolean shifted) {
  private static final String EXACT = "exact";

  private static final List<DirectOption> NOT_MULTIPLIED_OUT =
      List.of(DirectOption.MEAN_QUERY, DirectOption.SVD_QUERY, DirectOption.MAX_DIFF);

  /**
   * The options of these code words.
   *
   * @throws Rejection UNKNOWN_STRATEGY if one is none (F-11 d)
   */
  public static PotentialOptions of(String attention, String direct) throws Rejection {
    Optional<DirectOption> ofDirect =
        NOT_MULTIPLIED_OUT.stream().filter(option -> option.word().equals(direct)).findFirst();
    require(direct.equals(EXACT) || ofDirect.isPresent(), "direct", direct); // F-11 (d)
    Optional<AttentionOption> ofAttention =
        Arrays.stream(AttentionOption.values())
            .filter(option -> option.word().equals(attention))
            .findFirst();
    require(ofAttention.isPresent(), "attention", attention); // F-11 (d)
    return new PotentialOptions(ofAttention.orElseThrow(), ofDirect, false);
  }

  /** The same with sigma of lemma L-12 from the direct path. */
  PotentialOptions shiftedBy(String word) throws Rejection {
    require(word.equals("direct"), "shift", word); // F-11 (d)
    return new PotentialOptions(attention, direct, true);
  }

  private static void require(boolean known, String what, String word) throws Rejection {
    Rejection.require(known, UNKNOWN_STRATEGY, what + ": got %s", Rejection.quoted(word));
  }

  /** The lengths of the directions that these options read: those of the direct path first. */
  public List<Integer> directionLengths(int vocab, int dModel) {
    return Stream.concat(
            directLengths(dModel).stream(), attention.directionLengths(vocab, dModel).stream())
        .toList();
  }

  private List<Integer> directLengths(int dModel) {
    return direct.map(option -> option.directionLengths(dModel)).orElse(List.of());
  }

  /**
   * The circuits as these options know them.
   *
   * @throws Rejection LIMIT_EXCEEDED if the products would take longer than spec F-01 (f) allows
   */
  PotentialParts parts(Weights weights, Directions directions) throws Rejection {
    Circuits.requireLimits(weights);
    int first = directLengths(weights.dModel()).size();
    int count = directions.vectors().size() - first;
    Split split = attention.split(weights, directions.part(first, count));
    Split path =
        direct.isPresent()
            ? direct.get().splits(weights, directions.part(0, first)).get(0)
            : exact(weights);
    return new PotentialParts(
        weights.dHead(),
        split,
        Circuits.eqkp(weights),
        Sides.exact(rows(path.known(), weights.vocab())),
        path.error(),
        Sides.exact(Circuits.evou(weights)),
        Sides.exact(Circuits.pvou(weights)),
        Optional.empty());
  }

  private static Split exact(Weights weights) {
    ExactMatrix residual = Circuits.residual(weights);
    ExactMatrix table = Circuits.direct(residual.plusRow(Circuits.constant(weights)), weights);
    return new Split(table, ExactMatrix.zero(weights.vocab(), 1).on(weights.meter()));
  }

  /** A row for each query, where all have the same. */
  private static ExactMatrix rows(ExactMatrix table, int vocab) {
    if (table.rows() == vocab) {
      return table;
    }
    BigInteger[] common = new BigInteger[table.columns()];
    Arrays.setAll(common, o -> table.significand(0, o));
    return table.with(
        Collections.nCopies(vocab, common).toArray(BigInteger[][]::new),
        table.columns(),
        table.exponent());
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.gaps;

import static org.assay.checker.verdict.RejectCode.UNKNOWN_STRATEGY;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.assay.checker.exact.Lemma;
import org.assay.checker.split.AttentionOption;
import org.assay.checker.split.DirectOption;
import org.assay.checker.verdict.Rejection;

/** One of the 165 combinations of a sub-cubic proof: how each of three circuits is bounded. */
@Lemma("R-06")
public record SubCubicOptions(DirectOption direct, Handling handling, AttentionOption attention) {

  /**
   * The options of these code words.
   *
   * @throws Rejection UNKNOWN_STRATEGY if one is none (F-11 d)
   */
  public static SubCubicOptions of(String direct, String handling, String attention)
      throws Rejection {
    return new SubCubicOptions(
        option("direct", direct, DirectOption.values(), DirectOption::word),
        option("handling", handling, Handling.values(), Handling::word),
        option("attention", attention, AttentionOption.values(), AttentionOption::word));
  }

  private static <T> T option(String kind, String word, T[] options, Function<T, String> spelling)
      throws Rejection {
    List<T> found =
        Arrays.stream(options).filter(option -> spelling.apply(option).equals(word)).toList();
    Rejection.require( // F-11 (d)
        !found.isEmpty(), UNKNOWN_STRATEGY, "%s: got %s", kind, Rejection.quoted(word));
    return found.get(0);
  }

  /** The lengths of the directions that these options read: those of the direct path first. */
  public List<Integer> directionLengths(int vocab, int dModel) {
    return Stream.concat(
            direct.directionLengths(dModel).stream(),
            attention.directionLengths(vocab, dModel).stream())
        .toList();
  }
}

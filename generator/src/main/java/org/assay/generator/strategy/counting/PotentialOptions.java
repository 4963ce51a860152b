// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy.counting;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assay.generator.strategy.split.AttentionOption;
import org.assay.generator.strategy.split.DirectOption;
import org.assay.generator.strategy.split.Directions;
import org.assay.generator.strategy.split.Factors;

/**
 * How potential counting knows the attention scores and the direct path (spec F-11).
 *
 * @param direct empty: exactly
 */
public record PotentialOptions(AttentionOption attention, Optional<DirectOption> direct) {
  public static final PotentialOptions EXACT =
      new PotentialOptions(AttentionOption.EXACT, Optional.empty());

  private static final String EXACT_PATH = "exact";
  private static final List<DirectOption> PATHS =
      List.of(DirectOption.MEAN_QUERY, DirectOption.SVD_QUERY, DirectOption.MAX_DIFF);

  /**
   * The options of these code words.
   *
   * @throws IllegalArgumentException with got and want
   */
  public static PotentialOptions of(String attention, String direct) {
    Optional<DirectOption> path = PATHS.stream().filter(o -> o.word().equals(direct)).findFirst();
    if (path.isEmpty() && !direct.equals(EXACT_PATH)) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "direct: got %s, want %s", direct, pathWords()));
    }
    AttentionOption scores =
        AttentionOption.named(attention)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        String.format(
                            Locale.ROOT,
                            "attention: got %s, want %s",
                            attention,
                            attentionWords())));
    return new PotentialOptions(scores, path);
  }

  public static String attentionWords() {
    return Arrays.stream(AttentionOption.values())
        .map(AttentionOption::word)
        .collect(Collectors.joining(", "));
  }

  public static String pathWords() {
    return Stream.concat(Stream.of(EXACT_PATH), PATHS.stream().map(DirectOption::word))
        .collect(Collectors.joining(", "));
  }

  public String directWord() {
    return direct.map(DirectOption::word).orElse(EXACT_PATH);
  }

  /** Whether both are known exactly, so that what the generator counts is proved. */
  public boolean areExact() {
    return attention == AttentionOption.EXACT && direct.isEmpty();
  }

  Directions directions(Factors factors) {
    Directions ofPath = direct.map(o -> o.directions(factors)).orElse(new Directions(List.of()));
    return ofPath.then(attention.directions(factors));
  }
}

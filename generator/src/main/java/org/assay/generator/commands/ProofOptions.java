// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.commands;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.assay.generator.strategy.AttentionOption;
import org.assay.generator.strategy.DirectOption;
import org.assay.generator.strategy.GroupedCounting;
import org.assay.generator.strategy.Handling;
import org.assay.generator.strategy.Strategy;
import org.assay.generator.strategy.SubCubic;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The strategy and its options. */
final class ProofOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--strategy",
      required = true,
      paramLabel = "NAME",
      description = "how to prove it; see `assay strategies` (required)")
  private String name;

  @Option(
      names = "--bins",
      paramLabel = "N",
      description =
          "grouped-counting: resolution of the counting, from k to 65536; more proves more and"
              + " takes longer (default: the power of two from 40 k^2 up, at least 1024)")
  private Integer bins;

  @Option(
      names = "--direct",
      paramLabel = "WORD",
      description =
          "sub-cubic: how the direct path is bounded; a wrong word lists all"
              + " (default: max_diff_exact)")
  private String direct;

  @Option(
      names = "--handling",
      paramLabel = "WORD",
      description =
          "sub-cubic: how the largest wrong logit is bounded; a wrong word lists all"
              + " (default: envelope)")
  private String handling;

  @Option(
      names = "--attention",
      paramLabel = "WORD",
      description =
          "sub-cubic: how attention scores are bounded; a wrong word lists all"
              + " (default: exact_EQKE+max_diff_exact)")
  private String attention;

  /**
   * @throws ParameterException if there is no such strategy, or not with these options
   */
  Strategy strategy() {
    Strategy strategy =
        Strategy.named(name)
            .orElseThrow(() -> usage("--strategy: got " + name + ", see `assay strategies`"));
    if (strategy instanceof GroupedCounting && bins != null) {
      strategy = new GroupedCounting(OptionalInt.of(bins));
    } else if (strategy instanceof SubCubic) {
      strategy = subCubic();
    }
    requireUsed("--bins", bins, strategy instanceof GroupedCounting);
    requireUsed("--direct", direct, strategy instanceof SubCubic);
    requireUsed("--handling", handling, strategy instanceof SubCubic);
    requireUsed("--attention", attention, strategy instanceof SubCubic);
    return strategy;
  }

  private SubCubic subCubic() {
    SubCubic plain = SubCubic.DEFAULT;
    return new SubCubic(
        option("--direct", direct, plain.direct(), DirectOption.values(), DirectOption::word),
        option("--handling", handling, plain.handling(), Handling.values(), Handling::word),
        option(
            "--attention",
            attention,
            plain.attention(),
            AttentionOption.values(),
            AttentionOption::word));
  }

  private <T> T option(
      String what, String word, T otherwise, T[] options, Function<T, String> spelling) {
    if (word == null) return otherwise;
    Optional<T> found =
        Arrays.stream(options).filter(option -> spelling.apply(option).equals(word)).findFirst();
    return found.orElseThrow(
        () ->
            usage(
                Arrays.stream(options)
                    .map(spelling)
                    .collect(Collectors.joining(", ", what + ": got " + word + ", want ", ""))));
  }

  private void requireUsed(String what, Object value, boolean used) {
    if (value != null && !used) throw usage(what + ": " + name + " has none");
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.options;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.assay.generator.catalog.Catalog;
import org.assay.generator.certificate.NetworkStatement;
import org.assay.generator.issue.CheapestProof;
import org.assay.generator.strategy.Margin;
import org.assay.generator.strategy.Options;
import org.assay.generator.strategy.Strategy;
import org.assay.generator.strategy.halfspaces.HalfSpaces;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The strategy and its options. */
public final class ProofOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--strategy",
      paramLabel = "NAME",
      description =
          "how to prove it; see `assay strategies`; exhaustive for a network of any steps,"
              + " half-spaces for one layer of them (required unless --at-least)")
  private String name;

  @Option(
      names = "--bins",
      paramLabel = "N",
      description =
          "grouped-counting, potential-counting, half-spaces: resolution of the counting, from k to"
              + " 65536; more proves more and takes longer (default: chosen by k, or by the budget)")
  private Integer bins;

  @Option(
      names = "--classes",
      paramLabel = "N",
      description =
          "potential-counting: number of classes of queries, from 1 to vocab (default: 4, or by"
              + " the budget)")
  private Integer classes;

  @Option(
      names = "--budget",
      paramLabel = "N",
      description =
          "potential-counting, half-spaces: the best proof that the checker decides in N operations,"
              + " of half-spaces by fewer --bins; with --at-least alone: the most that it may spend"
              + " (default: none)")
  private Long budget;

  @Option(
      names = "--at-least",
      paramLabel = "X",
      description =
          "instead of --strategy: the cheapest proof, by the checker's operations, of an accuracy"
              + " of X or more, a decimal or p/q above 0 and up to 1; with --config: write nothing"
              + " that proves less (default: none)")
  private String atLeast;

  @Option(
      names = "--attention",
      paramLabel = "WORD",
      description =
          "sub-cubic, potential-counting: how the attention scores are known; a wrong word lists"
              + " all (default: exact_EQKE+max_diff_exact)")
  private String attention;

  @Option(
      names = "--direct",
      paramLabel = "WORD",
      description =
          "sub-cubic, potential-counting: how the direct path is known; a wrong word lists all"
              + " (default: max_diff_exact, of potential-counting exact)")
  private String direct;

  @Option(
      names = "--handling",
      paramLabel = "WORD",
      description =
          "sub-cubic: how the largest wrong logit is bounded; a wrong word lists all"
              + " (default: envelope)")
  private String handling;

  /**
   * The bound that the cheapest proof should meet, if that is what is wanted.
   *
   * @throws ParameterException if there is a strategy, too, or neither
   */
  public Optional<CheapestProof.Request> request() {
    if (atLeast == null && name == null) throw usage("Missing required option: '--strategy=NAME'");
    if (atLeast == null) return Optional.empty();
    if (name != null) throw usage("--at-least: chooses the strategy, want no --strategy");
    for (Object option : new Object[] {bins, classes, attention, direct, handling}) {
      if (option != null) throw usage("--at-least: chooses the options, want --budget at most");
    }
    return Optional.of(new CheapestProof.Request(accuracy(), budget()));
  }

  private Margin accuracy() {
    String want = "--at-least: got " + atLeast + ", want a decimal or p/q above 0 and up to 1";
    Margin accuracy;
    try {
      accuracy = Margin.parse(atLeast);
    } catch (IllegalArgumentException e) {
      throw usage(want);
    }
    if (accuracy.p().signum() == 0 || accuracy.p().compareTo(accuracy.q()) > 0) throw usage(want);
    return accuracy;
  }

  /**
   * @throws ParameterException if there is no such strategy, or not with these options
   */
  public Strategy strategy() {
    Strategy strategy =
        Catalog.named(name).orElseThrow(() -> usage("--strategy: " + Catalog.wanted(name)));
    Map<String, String> chosen = chosen();
    for (String option : chosen.keySet()) {
      if (!strategy.words().contains(option) && !strategy.numbers().contains(option)) {
        throw usage("--" + option + ": " + name + " has none");
      }
    }
    try {
      return strategy.with(new Options(chosen));
    } catch (IllegalArgumentException e) {
      throw usage("--" + e.getMessage());
    }
  }

  /**
   * Whether a program is to be gone through input by input: there is no other strategy for it.
   *
   * @param isProgram whether it was said what the program is
   * @throws ParameterException if there are options of another strategy
   */
  public boolean isExhaustive(boolean isProgram) {
    String exhaustive = NetworkStatement.STRATEGY;
    boolean isLeftOpen = name == null && atLeast != null && isProgram;
    if (!exhaustive.equals(name) && !isLeftOpen) return false;
    for (String option : chosen().keySet()) {
      throw usage("--" + option + ": " + exhaustive + " has none");
    }
    demanded();
    return true;
  }

  /**
   * How half-spaces are to be counted, if that is the strategy.
   *
   * @throws ParameterException if there are options of another strategy
   */
  public Optional<HalfSpaces> halfSpaces() {
    if (!HalfSpaces.NAME.equals(name)) return Optional.empty();
    for (String option : chosen().keySet()) {
      if (List.of("bins", "budget").contains(option)) continue;
      throw usage("--" + option + ": " + name + " has none");
    }
    demanded();
    return Optional.of(new HalfSpaces(bins == null ? OptionalInt.empty() : OptionalInt.of(bins)));
  }

  /** Operations that the checker may spend. */
  public OptionalLong budget() {
    return budget == null ? OptionalLong.empty() : OptionalLong.of(budget);
  }

  /** The accuracy below which nothing is written; none is 0. */
  public Margin demanded() {
    return atLeast == null ? Margin.parse("0") : accuracy();
  }

  private Map<String, String> chosen() {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("bins", bins);
    all.put("classes", classes);
    all.put("budget", budget);
    all.put("attention", attention);
    all.put("direct", direct);
    all.put("handling", handling);
    all.values().removeIf(Objects::isNull);
    Map<String, String> chosen = new LinkedHashMap<>();
    all.forEach((option, value) -> chosen.put(option, value.toString()));
    return chosen;
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}

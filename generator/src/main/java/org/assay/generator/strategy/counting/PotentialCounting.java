// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy.counting;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.LongConsumer;
import org.assay.generator.model.Model;
import org.assay.generator.strategy.BudgetTooSmall;
import org.assay.generator.strategy.Demand;
import org.assay.generator.strategy.Options;
import org.assay.generator.strategy.PairCounts;
import org.assay.generator.strategy.PaperMetrics;
import org.assay.generator.strategy.Proof;
import org.assay.generator.strategy.Strategy;
import org.assay.generator.strategy.split.Factors;
import org.assay.generator.strategy.split.OptionMetrics;

/**
 * As grouped counting, but one table of counts serves a class of queries, whose attention is
 * bounded by potentials: the cheaper proof. Classes, bins and cover are searched; see {@link
 * PotentialSearch}.
 *
 * @param classes number of classes of queries; empty: searched with a budget, else a few
 * @param bins resolution of the counting; empty: searched with a budget, else chosen by k
 * @param budget operations that the checker may spend
 */
public record PotentialCounting(
    PotentialOptions options, OptionalInt classes, OptionalInt bins, OptionalLong budget)
    implements Strategy {
  private static final int TRIES = 8;

  /** Without a budget: share of the loss that may be given up for a cheaper cover. */
  private static final double FOR_FEWER_OPERATIONS = 0.02;

  // R-03 (a): above these the checker declines.
  private static final BigInteger MAX_PAIRS = BigInteger.TWO.pow(18);
  private static final BigInteger MAX_ENTRIES = BigInteger.TWO.pow(23);
  private static final BigInteger MAX_UPDATES = BigInteger.TWO.pow(38);

  /** With everything chosen by the strategy. */
  public static PotentialCounting byDefault() {
    return new PotentialCounting(
        PotentialOptions.EXACT, OptionalInt.empty(), OptionalInt.empty(), OptionalLong.empty());
  }

  @Override
  public String name() {
    return "potential-counting";
  }

  @Override
  public String cost() {
    return "k * vocab^2 + blocks * k * vocab * bins";
  }

  @Override
  public String summary() {
    return "as grouped-counting, for classes of queries at once; --budget says how cheap";
  }

  @Override
  public List<String> words() {
    return List.of("attention", "direct");
  }

  @Override
  public List<String> numbers() {
    return List.of("bins", "classes", "budget");
  }

  @Override
  public PotentialCounting with(Options chosen) {
    return new PotentialCounting(
        PotentialOptions.of(
            chosen.word("attention").orElse(options.attention().word()),
            chosen.word("direct").orElse(options.directWord())),
        chosen.number("classes"),
        chosen.number("bins"),
        chosen.longNumber("budget"));
  }

  /** Values, and positions in both tables, one by one; attention and direct path by the options. */
  @Override
  public PaperMetrics paper(PaperMetrics.Sizes sizes) {
    long v = sizes.vocab();
    long dimension =
        v * v
            + 2L * sizes.k() * v
            + OptionMetrics.dimension(options.attention(), sizes)
            + options.direct().map(path -> OptionMetrics.dimension(path, sizes)).orElse(v * v);
    return PaperMetrics.of(sizes, OptionalLong.empty(), BigInteger.valueOf(dimension));
  }

  @Override
  public BigInteger steps(Model model) {
    return BigInteger.valueOf((long) plan(model).classCounts().length * model.vocab());
  }

  @Override
  public boolean isProvedByChecker() {
    return !options.areExact();
  }

  @Override
  public PotentialCounting withBudget(long operations) {
    return new PotentialCounting(options, classes, bins, OptionalLong.of(operations));
  }

  @Override
  public boolean isWeighted() {
    return true;
  }

  @Override
  public Proof prove(Model model, Demand demand, LongConsumer progress) {
    requireSizes(model);
    PotentialTables tables = PotentialTables.of(model, demand.margin(), options);
    double circuits = PotentialCosts.of(model).operations(options);
    PotentialSearch.Outcome best = null;
    PotentialSearch bestSearch = null;
    double smallest = Double.POSITIVE_INFINITY;
    for (int count : plan(model).classCounts()) {
      QueryClasses partition = QueryClasses.of(tables, count);
      double fixed = circuits + partition.operations(model.k(), model.vocab());
      if (bestSearch != null && fixed > budget.orElse(Long.MAX_VALUE)) {
        progress.accept(model.vocab());
        continue;
      }
      PotentialCover.Ladder ladder = plan(model).ladder(partition.pairs(model.vocab()));
      PotentialSearch.Subject subject =
          new PotentialSearch.Subject(tables, demand.tokens(), partition, fixed);
      PotentialSearch search = PotentialSearch.measure(subject, ladder, progress);
      PotentialSearch.Outcome outcome = budget.isPresent() ? withinBudget(search) : free(search);
      smallest =
          Math.min(
              smallest,
              search.cheapest(bins.isPresent() ? PotentialCover.LEVELS - 1 : 0).operations());
      if (isBetter(outcome, best)) {
        best = outcome;
        bestSearch = search;
      }
    }
    if (best.operations() > budget.orElse(Long.MAX_VALUE)) {
      throw new BudgetTooSmall(budget.getAsLong(), (long) Math.ceil(smallest));
    }
    BigInteger updates =
        BigInteger.valueOf(best.updates())
            .multiply(BigInteger.valueOf((long) model.vocab() * model.k()));
    requireAtMost("k * vocab * bins of all blocks", updates, MAX_UPDATES, "; try fewer --bins");
    PairCounts all = PairCounts.all(demand.tokens(), model.vocab(), model.k());
    PairCounts correct = all.minus(best.wrong());
    return new Proof(correct, hints(model, bestSearch, best), OptionalLong.of(best.operations()));
  }

  private void requireSizes(Model model) {
    BigInteger vocab = BigInteger.valueOf(model.vocab());
    BigInteger entries = vocab.pow(2).multiply(BigInteger.valueOf(model.k()));
    requireAtMost("vocab^2", vocab.pow(2), MAX_PAIRS, "");
    requireAtMost("k vocab^2", entries, MAX_ENTRIES, "");
    plan(model).requireRanges();
  }

  private boolean isBetter(PotentialSearch.Outcome outcome, PotentialSearch.Outcome best) {
    if (best == null) return true;
    long limit = budget.orElse(Long.MAX_VALUE);
    if (best.operations() > limit) return outcome.operations() < best.operations();
    return outcome.operations() <= limit
        && outcome.wrong().total().compareTo(best.wrong().total()) < 0;
  }

  private Map<String, String> hints(
      Model model, PotentialSearch search, PotentialSearch.Outcome best) {
    Map<String, String> hints = new LinkedHashMap<>();
    hints.put("attention", "\"" + options.attention().word() + "\"");
    hints.put("direct", "\"" + options.directWord() + "\"");
    hints.put("shift", "\"direct\"");
    hints.put("directions", options.directions(Factors.of(model)).json());
    hints.put("classes", search.classes().json(model.vocab()));
    hints.put("bins", Integer.toString(best.bins()));
    hints.put("cover", "\"" + best.cover() + "\"");
    return hints;
  }

  private PotentialSearch.Outcome withinBudget(PotentialSearch search) {
    double allowed = budget.getAsLong();
    int coarsest = bins.isPresent() ? PotentialCover.LEVELS - 1 : 0;
    PotentialSearch.Outcome outcome = search.outcome(search.within(allowed, coarsest));
    for (int i = 0; i < TRIES && outcome.operations() > budget.getAsLong(); i++) {
      allowed -= 1.1 * (outcome.operations() - budget.getAsLong());
      outcome = search.outcome(search.within(allowed, coarsest));
    }
    if (outcome.operations() > budget.getAsLong()) return search.outcome(search.cheapest(coarsest));
    return outcome;
  }

  private PotentialSearch.Outcome free(PotentialSearch search) {
    int finest = PotentialCover.LEVELS - 1;
    PotentialSearch.Choice free = search.at(finest, 1e-40);
    double price = FOR_FEWER_OPERATIONS * free.loss() / free.operations();
    return search.outcome(search.at(finest, Math.max(price, 1e-40)));
  }

  private PotentialPlan plan(Model model) {
    return new PotentialPlan(model.k(), model.vocab(), classes, bins, budget);
  }

  private static void requireAtMost(String what, BigInteger got, BigInteger limit, String hint) {
    if (got.compareTo(limit) > 0) {
      throw new IllegalArgumentException(
          "potential-counting: " + what + ": got " + got + ", limit " + limit + hint);
    }
  }
}

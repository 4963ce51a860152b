// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.counting;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.assay.checker.claim.Claim;
import org.assay.checker.claim.Demand;
import org.assay.checker.claim.Premises;
import org.assay.checker.claim.Rule;
import org.assay.checker.deficit.DeficitTable;
import org.assay.checker.exact.Lemma;
import org.assay.checker.execution.FloatErrors;
import org.assay.checker.hint.Bits;
import org.assay.checker.json.JsonReader;
import org.assay.checker.json.Limits;
import org.assay.checker.split.Directions;
import org.assay.checker.verdict.Rejection;

/**
 * Rule R-03: as grouped counting, but one table of counts serves a whole class of queries, and its
 * terms come from tables of vocab^2 entries.
 *
 * <p>Hints: the classes, the number of bins, and for each class and maximum a cover of the outputs.
 * Cost: O(k vocab^2) for the tables, O(classes · vocab^2) exponentials, and O(k · bins · vocab) per
 * block counted.
 */
@Lemma("R-03")
public record PotentialCounting(
    PotentialOptions options, Directions directions, QueryClasses classes, int bins, Cover cover)
    implements Rule {
  private static final int PAIR_BITS = 18;
  private static final int ENTRY_BITS = 23;
  private static final int WEIGHT_BITS = 26;
  private static final int UPDATE_BITS = 38;

  /**
   * Reads the hints for models of a shape.
   *
   * @throws Rejection with a code of F-02 or F-11
   */
  public static PotentialCounting read(JsonReader in, Claim.Shape shape) throws Rejection {
    String attention = in.field("attention").string();
    PotentialOptions options = PotentialOptions.of(attention, in.field("direct").string()); // (d)
    if (in.hasField("shift")) {
      options = options.shiftedBy(in.field("shift").string()); // (d)
    }
    List<Integer> lengths = options.directionLengths(shape.vocab(), shape.dModel());
    Directions directions = Directions.of(lengths, Bits.read(in, "directions"));
    QueryClasses classes = QueryClasses.of(shape.vocab(), Bits.read(in, "classes"));
    int bins = in.field("bins").integer();
    Cover cover = classes.cover(Bits.read(in, "cover"));
    return new PotentialCounting(options, directions, classes, bins, cover);
  }

  @Override
  public String name() {
    return "potential-counting";
  }

  @Override
  public void requireLimits(int vocab, int k) throws Rejection {
    BigInteger v = BigInteger.valueOf(vocab);
    BigInteger places = v.multiply(BigInteger.valueOf(k));
    Limits.require("potential-counting pairs of tokens", v.pow(2), PAIR_BITS); // R-03 (a)
    Limits.require("potential-counting table entries", places.multiply(v), ENTRY_BITS); // R-03 (a)
    BigInteger exponentials = places.multiply(BigInteger.valueOf(classes.pairs()));
    Limits.require("potential-counting weights", exponentials, WEIGHT_BITS); // R-03 (a)
    BigInteger updates = places.multiply(BigInteger.valueOf(cover.bins(bins)));
    Limits.require("potential-counting table updates", updates, UPDATE_BITS); // R-03 (a)
    DeficitTable.requireBins(bins, k); // R-03 (d)
  }

  @Override
  public boolean isWeighted() {
    return true;
  }

  @Override
  public boolean countsOnce() {
    return true;
  }

  @Override
  public BigInteger count(Premises premises, Demand demand) throws Rejection {
    PotentialParts exact = options.parts(premises.weights(), directions);
    return count(FloatErrors.of(premises).map(exact::with).orElse(exact), demand);
  }

  /** The same, of a model whose circuits are known, with the errors of an execution or without. */
  BigInteger count(PotentialParts parts, Demand demand) {
    BlockCharges charges = BlockCharges.of(parts, demand, bins, options.shifted());
    BigInteger lost = BigInteger.ZERO;
    int cuts = 0;
    for (int number = 0; number < classes.count(); number++) {
      List<QueryClass.Bounds> maxima = maxima(parts, number);
      int first = cuts;
      BigInteger ofClass =
          IntStream.range(0, maxima.size())
              .parallel()
              .mapToObj(i -> charges.lostUp(maxima.get(i), cover.blocks(first + i)))
              .reduce(BigInteger.ZERO, BigInteger::add);
      lost = lost.add(ofClass);
      cuts += maxima.size();
    }
    return demand.tokens().upTo(parts.vocab() - 1, 0, parts.k()).subtract(lost);
  }

  /** A class of queries for each maximum from its first query on. */
  private List<QueryClass.Bounds> maxima(PotentialParts parts, int number) {
    QueryClass queries = new QueryClass(parts);
    List<QueryClass.Bounds> maxima = new ArrayList<>();
    for (int m = classes.first(number); m < parts.vocab(); m++) {
      if (classes.contains(number, m)) {
        queries.add(m);
      }
      maxima.add(queries.at(m));
    }
    return maxima;
  }
}

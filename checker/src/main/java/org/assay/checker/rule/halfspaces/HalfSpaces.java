// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.halfspaces;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.assay.checker.claim.TokenWeights;
import org.assay.checker.deficit.DeficitTable;
import org.assay.checker.deficit.DeficitTable.Measure;
import org.assay.checker.deficit.SumTerms;
import org.assay.checker.exact.ExactMatrix;
import org.assay.checker.exact.Lemma;
import org.assay.checker.exact.Meter;
import org.assay.checker.exact.Rational;
import org.assay.checker.hint.Bits;
import org.assay.checker.json.JsonReader;
import org.assay.checker.json.Limits;
import org.assay.checker.program.Network;
import org.assay.checker.program.OneLayer;
import org.assay.checker.question.Relabelling;
import org.assay.checker.rule.halfspaces.LayerTables.Sizes;
import org.assay.checker.verdict.Rejection;

/**
 * Rule R-08: of each class C(q, m) of inputs of a program of one layer those are counted that some
 * half-space holds, by heads and blocks of outputs. Polynomial in everything.
 *
 * <p>Hints: the number of bins, slices of classes, the blocks, how heads share, slopes of lines.
 */
@Lemma("R-08")
public record HalfSpaces(int bins, Optional<Bits> split, Bits cover, Optional<Bits> slopes) {
  private static final int TERM_BITS = 38;
  private static final int ENTRY_BITS = 23;
  private static final int UPDATE_BITS = 39;

  /** What a neuron costs beside its products, in units of these. */
  private static final int BESIDE = 16;

  /** No enclosure of a model that is read in earnest is so wide (L-69). */
  private static final int MOST_SPREAD = 256;

  /** What is claimed, by the new numbers. */
  public record Asked(Relabelling labels, Rational margin) {}

  /** The number proved, and what it took. */
  public record Proved(BigInteger count, BigInteger operations) {}

  /**
   * Reads the hints, which only a model can tell the length of.
   *
   * @throws Rejection with a code of F-02 or F-11
   */
  public static HalfSpaces read(JsonReader in) throws Rejection {
    int bins = in.field("bins").integer();
    Optional<Bits> split = optional(in, "split");
    Bits cover = Bits.read(in, "cover");
    return new HalfSpaces(bins, split, cover, optional(in, "slopes"));
  }

  private static Optional<Bits> optional(JsonReader in, String name) throws Rejection {
    return in.hasField(name) ? Optional.of(Bits.read(in, name)) : Optional.empty();
  }

  /**
   * A lower bound of the number of inputs that are right by more than the margin.
   *
   * @throws Rejection UNSUPPORTED_MODEL, LIMIT_EXCEEDED or HINT_RANGE
   */
  public Proved count(Network network, Asked asked) throws Rejection {
    List<List<ExactMatrix>> weights = network.weights();
    OneLayer layer = OneLayer.of(network, weights);
    int n = network.shape(layer.operands().get(0)).positions();
    int neurons = layer.mlp().map(OneLayer.Mlp::width).orElse(0);
    Relabelling labels = asked.labels();
    Sizes sizes = new Sizes(n, labels.size(), labels.fixed(), neurons, layer.softmax());
    boolean hasEnds = layer.mlp().flatMap(mlp -> mlp.inner().norm()).isPresent();
    DeficitTable.requireBins(bins, n); // R-08 (c)
    int entries =
        layer.logits().entries() + layer.mlp().map(mlp -> mlp.inner().entries()).orElse(0);
    int ends = hasEnds ? 2 : 1;
    requireTerms(sizes, ends, entries, (long) sizes.vocab() * (sizes.vocab() + 1) / 2);
    Slices slices = Slices.of(sizes.vocab(), split);
    requireTerms(sizes, ends, entries, slices.count());
    Leaves leaves = new Leaves(sizes, hasEnds, slices, cover);
    BigInteger updates =
        BigInteger.valueOf(leaves.tables())
            .multiply(BigInteger.valueOf((long) sizes.vocab() * n))
            .multiply(BigInteger.valueOf(bins + SumTerms.BESIDE));
    Limits.require("half-spaces table updates", updates, UPDATE_BITS); // R-08 (a)
    Slopes chosen = Slopes.of(sizes, slices.count(), slopes);
    LayerTables tables = new TableBuilder(network, weights, labels, layer).tables();
    if (!tables.isNarrow(MOST_SPREAD)) { // L-69 (a)
      return new Proved(BigInteger.ZERO, BigInteger.ZERO);
    }
    Meter meter = new Meter();
    Measure measure = new Measure(bins, weights(labels), meter);
    Hints hints = new Hints(slices, leaves, chosen);
    return new Counter(tables, layer, hints, new Question(asked.margin(), measure)).count();
  }

  /** What is computed of a slice counts once for each output, and for each entry of a norm. */
  private static void requireTerms(Sizes sizes, int ends, int entries, long slices)
      throws Rejection {
    BigInteger v = BigInteger.valueOf(sizes.vocab());
    BigInteger each =
        BigInteger.valueOf((long) ends * sizes.heads() * sizes.n())
            .multiply(BigInteger.valueOf(sizes.neurons() + BESIDE));
    BigInteger columns = v.add(BigInteger.valueOf(entries));
    BigInteger terms = BigInteger.valueOf(slices).multiply(v).multiply(columns).multiply(each);
    Limits.require("half-spaces terms", terms, TERM_BITS); // R-08 (a)
    BigInteger numbers =
        v.multiply(columns.add(BigInteger.valueOf(sizes.neurons())))
            .multiply(BigInteger.valueOf((long) sizes.heads() * sizes.n()));
    Limits.require("half-spaces table entries", numbers, ENTRY_BITS); // R-08 (a)
  }

  /** Lemma L-78: inputs of other tokens weigh nothing. */
  private static TokenWeights weights(Relabelling labels) {
    return labels.weights().isEmpty()
        ? TokenWeights.UNIFORM
        : new TokenWeights(List.of(), labels.weights().stream().map(TokenWeights::new).toList());
  }

  record Question(Rational margin, Measure measure) {}

  /** What the certificate says of each class, and of each slice. */
  record Hints(Slices slices, Leaves leaves, Slopes slopes) {}
}

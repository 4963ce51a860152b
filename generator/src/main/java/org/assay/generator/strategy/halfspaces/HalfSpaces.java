// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy.halfspaces;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.LongConsumer;
import org.assay.generator.model.ModelRefusal;
import org.assay.generator.model.TensorFile;
import org.assay.generator.network.Program;
import org.assay.generator.network.Relabelling;

/**
 * Finds the hints of strategy {@code half-spaces} (spec R-08).
 *
 * @param bins resolution of the counting; empty: chosen by k
 * @param maySplit whether classes may be cut into slices, by the second largest token (L-73)
 */
public record HalfSpaces(OptionalInt bins, boolean maySplit) {
  public static final String NAME = "half-spaces";
  private static final int MAX_BINS = 1 << 16;

  /** More of them hardly count more, and take search and check longer. */
  private static final int DEFAULT_BINS = 1 << 13;

  public HalfSpaces(OptionalInt bins) {
    this(bins, true);
  }

  /** The same with another resolution. */
  public HalfSpaces withBins(int chosen) {
    return new HalfSpaces(OptionalInt.of(chosen), maySplit);
  }

  /**
   * What was found.
   *
   * @param hints the fields of the strategy in their order, each as JSON spells it
   * @param lost share of the inputs that are not proved, by doubles
   */
  public record Found(Map<String, String> hints, double lost) {}

  /**
   * @param labels new numbers of tokens and outputs, all of them
   * @param delta the margin, or a little more
   * @param progress is told of each class that is done
   * @throws IllegalArgumentException with got and want
   */
  public Found search(
      Program program, TensorFile file, Relabelling labels, double delta, LongConsumer progress)
      throws IOException {
    OneLayer layer = LayerReader.read(program, file, labels);
    ClassSearch search = classes(layer, delta, maySplit && isLoose(layer));
    double lost = search.run(progress);
    Map<String, String> hints = new LinkedHashMap<>();
    hints.put("bins", Integer.toString(search.bins()));
    search.split().ifPresent(split -> hints.put("split", "\"" + split + "\""));
    hints.put("cover", "\"" + search.cover() + "\"");
    search.slopes().ifPresent(slopes -> hints.put("slopes", "\"" + slopes + "\""));
    return new Found(hints, lost);
  }

  private ClassSearch classes(OneLayer layer, double delta, boolean maySplit) {
    int chosen = bins.orElse(defaultBins(layer.k()));
    if (chosen < layer.k() || chosen > MAX_BINS) {
      throw new IllegalArgumentException(
          "bins: got " + chosen + ", want " + layer.k() + " (the length) to " + MAX_BINS);
    }
    return new ClassSearch(layer, delta, chosen, maySplit);
  }

  /**
   * Where inputs are lost. All inputs of a class, or slice of one, are looked at where they are
   * few, else some are drawn.
   *
   * @param delta the margin, or a little more
   * @param draws so many in all, shared among these by their sizes
   */
  public Losses losses(
      Program program, TensorFile file, Relabelling labels, double delta, long draws)
      throws IOException {
    OneLayer layer = LayerReader.read(program, file, labels);
    ClassSearch search = classes(layer, delta, maySplit && isLoose(layer));
    search.run(done -> {});
    return Losses.of(layer, search, draws);
  }

  /**
   * @throws ModelRefusal naming the step, if the program is another one
   */
  public static void requireOneLayer(Program program, TensorFile file, Relabelling labels)
      throws ModelRefusal {
    LayerReader.read(program, file, labels);
  }

  /** With one head and no MLP nothing hangs on how wide the ranges of a class are. */
  private static boolean isLoose(OneLayer layer) {
    return layer.heads().length > 1 || layer.mlp().isPresent() || layer.last().isPresent();
  }

  /** As for grouped counting: deficits are rounded at each position. */
  private static int defaultBins(int k) {
    int wanted = Math.min(80 * k * k, DEFAULT_BINS);
    return Math.max(1024, Integer.highestOneBit(2 * wanted - 1));
  }
}

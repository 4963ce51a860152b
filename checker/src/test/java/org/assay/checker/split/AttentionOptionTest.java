// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.split;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.assay.checker.circuit.Circuits;
import org.assay.checker.circuit.Weights;
import org.assay.checker.exact.Cost;
import org.assay.checker.exact.ExactMatrix;
import org.assay.checker.margin.TinyModel;
import org.assay.checker.model.ModelFile;
import org.assay.checker.verdict.RejectCode;
import org.assay.checker.verdict.Rejection;
import org.junit.jupiter.api.Test;

/** Lemmas L-27 and L-31 against the circuit multiplied out, in exact decimals. */
public class AttentionOptionTest {
  private static final long SEED = Long.getLong("seed", 20261122L);
  private static final int TRIALS = Integer.getInteger("trials", 60);
  private static final int LARGEST = 1 << 17;

  private static final List<TinyModel.Draw> WEIGHTS =
      List.of(
          random -> random.nextGaussian(),
          random -> random.nextInt(-2, 3),
          random -> random.nextInt(4) == 0 ? random.nextInt(-1, 2) : 0.0,
          random -> Math.scalb(random.nextInt(-3, 4), random.nextInt(-40, 41)),
          random -> Math.scalb(random.nextGaussian(), random.nextInt(900, 1000)),
          random -> Double.MIN_VALUE * random.nextInt(-1000, 1000));

  /** Entries of hostile directions. */
  private static final List<TinyModel.Draw> DIRECTIONS =
      List.of(
          random -> 0,
          random -> random.nextInt(-LARGEST, LARGEST),
          random -> random.nextBoolean() ? -LARGEST : LARGEST - 1,
          random -> random.nextInt(3) == 0 ? random.nextInt(-2, 3) : 0);

  @Test
  void noErrorIsExceededWhateverTheDirectionsAre() throws Rejection {
    Random random = new Random(SEED);
    for (int trial = 0; trial < TRIALS; trial++) {
      TinyModel.Draw draw = WEIGHTS.get(trial % WEIGHTS.size());
      int[] sizes = {random.nextInt(1, 6), random.nextInt(1, 4)};
      Weights weights = new TinyModel(sizes, random, draw, draw).weights();
      ExactMatrix exact = Circuits.of(weights).eqke();
      for (AttentionOption option : AttentionOption.values()) {
        String where = "seed " + SEED + ", trial " + trial + ", " + option;
        for (TinyModel.Draw entries : DIRECTIONS) {
          check(exact, option.split(weights, directions(option, weights, entries, random)), where);
        }
        check(exact, option.split(weights, GoodDirections.of(option, weights)), where);
      }
    }
  }

  private static List<BigInteger[]> directions(
      AttentionOption option, Weights weights, TinyModel.Draw entries, Random random) {
    return option.directionLengths(weights.vocab(), weights.dModel()).stream()
        .map(length -> new BigInteger[length])
        .peek(all -> Arrays.setAll(all, i -> BigInteger.valueOf((long) entries.next(random))))
        .toList();
  }

  /** Returns whether an error that is not zero is the range of its row. */
  private static boolean check(ExactMatrix exact, Split split, String where) {
    boolean reached = false;
    for (int q = 0; q < exact.rows(); q++) {
      Dyadic error = Dyadic.entry(split.error(), q, 0);
      assertTrue(split.error(q, 0).signum() >= 0, where);
      for (int i = 0; i < exact.columns(); i++) {
        for (int j = 0; j < exact.columns(); j++) {
          int order = left(exact, split, q, i).minus(left(exact, split, q, j)).compareTo(error);
          assertTrue(order <= 0, where + ", q " + q + ", " + i + " and " + j);
          reached |= order == 0 && split.error(q, 0).signum() > 0;
        }
      }
    }
    return reached;
  }

  private static Dyadic left(ExactMatrix exact, Split split, int q, int i) {
    return Dyadic.entry(exact, q, i).minus(Dyadic.entry(split.known(), q, i));
  }

  /** One row of width one: no option may give less than the range itself, and each reaches it. */
  @Test
  void everyErrorIsReachedBySomeModel() throws Rejection {
    double[][] one = {{1}};
    double[][] zero = {{0}};
    Weights weights =
        new Weights(
            TinyModel.exact(new double[] {3}, new double[] {-3}),
            TinyModel.exact(zero),
            TinyModel.unbiased(TinyModel.exact(one)),
            TinyModel.unbiased(TinyModel.exact(one)),
            TinyModel.unbiased(TinyModel.exact(one)),
            TinyModel.unbiased(TinyModel.exact(one)),
            TinyModel.unbiased(TinyModel.exact(new double[] {1, 1})));
    ExactMatrix exact = Circuits.of(weights).eqke();
    for (AttentionOption option : AttentionOption.values()) {
      Split split = option.split(weights, directions(option, weights, random -> 0, new Random(1)));
      boolean reached = check(exact, split, option.word());
      boolean rooted = option == AttentionOption.SVD || option == AttentionOption.SPECTRAL;
      assertEquals(option != AttentionOption.EXACT && !rooted, reached, option.word());
      if (rooted) { // rows 9 and -9: the norm is 18, the range too
        BigDecimal most = Dyadic.entry(split.error(), 0, 0).decimal();
        String want = option == AttentionOption.SVD ? "25.45584412271571088" : "18.000000000000000";
        assertTrue(most.toString().startsWith(want), option + ": " + most);
      }
    }
  }

  @Test
  void theElevenWordsAreThoseOfTheSpec() {
    assertEquals(
        List.of(
            "svd",
            "max_diff",
            "mean+max_diff",
            "max_diff_exact",
            "max_diff_subproduct",
            "mean+max_diff_subproduct",
            "max_diff_subproduct_recursive",
            "mean+max_diff_subproduct_recursive",
            "mean_recursive+max_diff_subproduct_recursive",
            "spectral",
            "exact_EQKE+max_diff_exact"),
        Arrays.stream(AttentionOption.values()).map(AttentionOption::word).toList());
  }

  @Test
  void eachOptionNamesTheDirectionsThatItReads() {
    assertEquals(List.of(), AttentionOption.EXACT.directionLengths(7, 3));
    assertEquals(List.of(7, 7), AttentionOption.SVD.directionLengths(7, 3));
    assertEquals(List.of(7, 7), AttentionOption.MAX_DIFF_EXACT.directionLengths(7, 3));
    assertEquals(List.of(7, 7, 7, 7, 3, 3), AttentionOption.SPECTRAL.directionLengths(7, 3));
  }

  /** Medians of the errors of a trained model; the operations are the same on every machine. */
  @Test
  void errorsOfATrainedModelAreSmall() throws IOException, Rejection {
    assertErrors(AttentionOption.SVD, "19.8", "19.9", 1081661);
    assertErrors(AttentionOption.MAX_DIFF, "4.5", "4.6", 313502);
    assertErrors(AttentionOption.MEAN_MAX_DIFF, "4.6", "4.7", 323869);
    assertErrors(AttentionOption.MAX_DIFF_EXACT, "1.2", "1.3", 571518);
    assertErrors(AttentionOption.MAX_DIFF_SUBPRODUCT, "3.1", "3.2", 702266);
    assertErrors(AttentionOption.MEAN_MAX_DIFF_SUBPRODUCT, "3.1", "3.2", 733367);
    assertErrors(AttentionOption.RECURSIVE, "64.4", "64.5", 173818);
    assertErrors(AttentionOption.MEAN_RECURSIVE, "64.3", "64.4", 188217);
    assertErrors(AttentionOption.MEANS_RECURSIVE, "66.7", "66.8", 204759);
    assertErrors(AttentionOption.SPECTRAL, "7.2", "7.3", 821206);
    assertErrors(AttentionOption.EXACT, "0", "0", 520320);
  }

  private static void assertErrors(AttentionOption option, String least, String most, long cost)
      throws IOException, Rejection {
    Path file = Path.of("src/test/resources/models/max-of-4-seed-50.safetensors");
    Weights weights = ModelFile.parse(Files.readAllBytes(file));
    List<BigInteger[]> directions = GoodDirections.of(option, weights);
    Split split = option.split(weights, directions);
    BigInteger[] sorted =
        IntStream.range(0, split.error().rows())
            .mapToObj(q -> split.error(q, 0))
            .sorted()
            .toArray(BigInteger[]::new);
    BigDecimal median = new Dyadic(sorted[sorted.length / 2], split.error().exponent()).decimal();
    assertTrue(median.compareTo(new BigDecimal(least)) >= 0, option + ": " + median);
    assertTrue(median.compareTo(new BigDecimal(most)) <= 0, option + ": " + median);
    assertEquals(
        cost, Cost.of(weights.meter(), () -> option.split(weights, directions)), option.word());
  }

  @Test
  void workOverTheLimitIsDeclined() throws Rejection {
    assertEquals(BigInteger.valueOf(25 * 2292L), AttentionOption.work(sized(3, 2, 4)));
    Weights wide = sized(1, 1, 1100);
    Rejection why =
        assertThrows(Rejection.class, () -> AttentionOption.EXACT.split(wide, List.of()));
    assertEquals(RejectCode.LIMIT_EXCEEDED, why.code());
    assertEquals(
        "LIMIT_EXCEEDED: work of the attention split: got "
            + AttentionOption.work(wide)
            + ", want <= 17179869184",
        why.getMessage());
  }

  /** Weights of these sizes, all 0. */
  public static Weights sized(int vocab, int dModel, int dHead) {
    Weights.Projection in = TinyModel.unbiased(ExactMatrix.zero(dModel, dHead));
    return new Weights(
        ExactMatrix.zero(vocab, dModel),
        ExactMatrix.zero(1, dModel),
        in,
        in,
        in,
        TinyModel.unbiased(ExactMatrix.zero(dHead, dModel)),
        TinyModel.unbiased(ExactMatrix.zero(dModel, vocab)));
  }

  /** 4 · 20 + 2 · 13 + 2 · 30 + 256 bits are 7 words. */
  @Test
  void theWorkCountsTheBitsOfAllFactors() {
    Weights zero = sized(3, 2, 4);
    Weights weights =
        new Weights(
            withBits(3, 2, 20),
            zero.position(),
            TinyModel.unbiased(withBits(2, 4, 13)),
            TinyModel.unbiased(withBits(2, 4, 30)),
            zero.value(),
            zero.output(),
            zero.unembed());
    assertEquals(BigInteger.valueOf(49 * 2292L), AttentionOption.work(weights));
  }

  private static ExactMatrix withBits(int rows, int columns, int bits) {
    BigInteger[][] entries = new BigInteger[rows][columns];
    for (BigInteger[] row : entries) {
      Arrays.fill(row, BigInteger.ONE.shiftLeft(bits - 1));
    }
    return ExactMatrix.of(entries, columns, 0);
  }
}

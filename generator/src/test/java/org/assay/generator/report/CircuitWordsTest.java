// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.assay.generator.model.Model;
import org.assay.generator.model.ModelFiles;
import org.assay.generator.strategy.split.CircuitTables;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Captions of models whose circuits are made to be opposite; their numbers are counted again. */
class CircuitWordsTest {
  /** k, vocab, dModel, dHead. */
  private static final int[] SIZES = {3, 4, 4, 4};

  private static final int TOKENS = SIZES[1];

  @TempDir private Path folder;

  /** Tokens are unit vectors, V and U the identity; the rest is zero. */
  private static Map<String, double[]> plain() {
    Map<String, double[]> tensors = ModelFiles.tensors(SIZES, () -> 0);
    for (String one : List.of("embed.W_E", "blocks.0.attn.W_V", "unembed.W_U"))
      set(tensors, one, 1);
    return tensors;
  }

  private static void set(Map<String, double[]> tensors, String name, double diagonal) {
    for (int i = 0; i < TOKENS; i++) tensors.get(name)[i * TOKENS + i] = diagonal;
  }

  /** Every token asks the same, larger keys answer more, and each token adds most to its own. */
  private static Map<String, double[]> rankOne() {
    Map<String, double[]> tensors = plain();
    for (int t = 0; t < TOKENS; t++) {
      tensors.get("blocks.0.attn.W_Q")[t * TOKENS] = 1;
      tensors.get("blocks.0.attn.W_K")[t * TOKENS] = t + 1;
    }
    set(tensors, "blocks.0.attn.W_O", 3);
    return tensors;
  }

  /** Each token asks for itself alone, and adds most to the next one. */
  private static Map<String, double[]> fullRank() {
    Map<String, double[]> tensors = plain();
    set(tensors, "blocks.0.attn.W_Q", 2);
    set(tensors, "blocks.0.attn.W_K", 1);
    for (int t = 0; t < TOKENS; t++) {
      tensors.get("blocks.0.attn.W_O")[t * TOKENS + (t + 1) % TOKENS] = 5;
    }
    return tensors;
  }

  private static CircuitWords words(Map<String, double[]> tensors) throws Exception {
    return new CircuitWords(CircuitTables.of(ModelFiles.model(SIZES, tensors)));
  }

  @Test
  void ofRankOneAndForItself() throws Exception {
    CircuitWords words = words(rankOne());
    assertTrue(words.qk().endsWith("the score rises in 12 of 12 places."), words.qk());
    assertTrue(words.ov().endsWith("Of 4 tokens 4 add most to their own."), words.ov());
    assertEquals("The scores have rank 1, as far as doubles tell.", words.singularValues());
    assertTrue(
        words.singularVectors().endsWith("Of 4 entries of the query side 4 have the same sign."));
    assertTrue(
        words.direct().endsWith("by at most 1.00; those of the OV circuit by at most 3.00."));
  }

  @Test
  void ofFullRankAndForOthers() throws Exception {
    CircuitWords words = words(fullRank());
    assertTrue(words.qk().endsWith("the score rises in 3 of 12 places."), words.qk());
    assertTrue(words.ov().endsWith("Of 4 tokens 0 add most to their own."), words.ov());
    assertEquals(
        "The first is 1.00 times the second; all others together have 0.750 of the sum of squares.",
        words.singularValues());
    assertTrue(
        words.direct().endsWith("by at most 1.00; those of the OV circuit by at most 5.00."));
  }

  /** Where nothing adds anything, nothing is largest, and there is no rank to speak of. */
  @Test
  void ofNothing() throws Exception {
    CircuitWords words = words(ModelFiles.tensors(SIZES, () -> 0));
    assertTrue(words.qk().endsWith("rises in 0 of 12 places."), words.qk());
    assertTrue(words.ov().endsWith("Of 4 tokens 0 add most to their own."), words.ov());
    assertEquals(
        "There are none: all scores are 0, or too large for doubles.", words.singularValues());
    assertTrue(
        words.singularVectors().endsWith("Of 4 entries of the query side 0 have the same sign."));
  }

  @Test
  @Tag("long")
  void theNumbersOfAllCaptionsAreThoseOfTheWeights() throws Exception {
    Random random = new Random(12);
    for (int trial = 0; trial < 20; trial++) {
      Map<String, double[]> tensors = ModelFiles.tensors(SIZES, random::nextGaussian);
      CircuitWords words = words(tensors);
      Counted counted = new Counted(tensors);
      assertEnds(words.qk(), "rises in %d of 12 places.", counted.rising());
      assertEnds(words.ov(), "Of 4 tokens %d add most to their own.", counted.own());
      double spread = Counted.spread(counted.ov);
      String direct = "differ by at most %.3g; those of the OV circuit by at most %.3g.";
      assertEnds(words.direct(), direct, Counted.spread(counted.direct), spread);
      assertEnds(
          words.positionScores(),
          "differ by at most %.3g; scores of tokens by at most %.3g.",
          Counted.spread(counted.positionScores),
          Counted.spread(counted.qk));
      double values = Counted.spread(counted.positionValues);
      assertEnds(words.positionValues(), "row differ by at most %.3g.", values);
      double[] squares = counted.largestSquares();
      String singular = "The first is %.3g times the second; all others together have %.3g of the";
      double ratio = Math.sqrt(squares[0] / squares[1]);
      double left = 1 - squares[0] / counted.squares();
      assertEquals(
          String.format(Locale.ROOT, singular + " sum of squares.", ratio, left),
          words.singularValues());
      String signs = "Of 4 entries of the query side %d have the same sign.";
      assertEnds(words.singularVectors(), signs, counted.sameSign());
    }
  }

  private static void assertEnds(String caption, String format, Object... numbers) {
    String end = String.format(Locale.ROOT, format, numbers);
    assertTrue(caption.endsWith(end), caption + ": want " + end);
  }

  /** Of a study of these two models the page says nothing that is true of another one. */
  @Test
  void thePageOfSuchAStudySaysOnlyWhatIsSeen() throws Exception {
    Model one = ModelFiles.model(SIZES, rankOne());
    Model other = ModelFiles.model(SIZES, fullRank());
    List<StudyRow> rows =
        List.of(
            Study.row("one.safetensors", TOKENS, "brute-force", "", 8),
            Study.row("other.safetensors", TOKENS, "brute-force", "", 9));
    Map<String, Model> models = Map.of("one.safetensors", one, "other.safetensors", other);
    Map<String, byte[]> files =
        new Report(rows, models, Study.places(folder))
            .with(new Inside("one", one))
            .with(new Inside("other", other))
            .files();
    assertEquals(2, files.size());
    files.forEach(
        (name, bytes) -> {
          for (String wrong :
              List.of("same seeds", "other work", "votes for itself", "far above")) {
            assertFalse(new String(bytes, UTF_8).contains(wrong), name + " says " + wrong);
          }
        });
    String page = new String(files.get("index.html"), UTF_8);
    Map<String, String> captions = new LinkedHashMap<>();
    ReportTest.data(page)
        .get("inside")
        .forEach(
            model ->
                model
                    .get("circuits")
                    .forEach(
                        c ->
                            captions.put(
                                model.get("name").asText() + " " + c.get("id").asText(),
                                c.get("text").asText())));
    assertEquals(14, captions.size());
    assertEquals(words(rankOne()).ov(), captions.get("one ov"));
    assertEquals(words(fullRank()).ov(), captions.get("other ov"));
    assertEquals(words(rankOne()).singularValues(), captions.get("one singular-values"));
    assertEquals(words(fullRank()).singularValues(), captions.get("other singular-values"));
    assertEquals(words(fullRank()).positionValues(), captions.get("other position-values"));
  }

  /** The circuits once more, in plain loops over the weights. */
  private static final class Counted {
    private final Map<String, double[]> tensors;
    private final double[][] qk;
    private final double[][] ov;
    private final double[][] direct;
    private final double[][] positionScores;
    private final double[][] positionValues;

    Counted(Map<String, double[]> tensors) {
      this.tensors = tensors;
      double[][] embed = rows("embed.W_E");
      double[][] positions = rows("pos_embed.W_pos");
      double[] mean = row(d -> (positions[0][d] + positions[1][d] + positions[2][d]) / SIZES[0]);
      double[][] last = each(embed, token -> row(d -> token[d] + positions[SIZES[0] - 1][d]));
      double[][] queries = each(last, x -> plus(times(x, "W_Q"), tensors.get("blocks.0.attn.b_Q")));
      double[][] keys =
          each(embed, x -> plus(times(plus(x, mean), "W_K"), tensors.get("blocks.0.attn.b_K")));
      qk = scores(queries, keys);
      positionScores =
          scores(queries, each(positions, x -> times(row(d -> x[d] - mean[d]), "W_K")));
      ov = each(embed, this::value);
      positionValues = each(positions, this::value);
      double[] head =
          plus(times(tensors.get("blocks.0.attn.b_V"), "W_O"), tensors.get("blocks.0.attn.b_O"));
      direct =
          each(
              last,
              x -> plus(product(plus(x, head), rows("unembed.W_U")), tensors.get("unembed.b_U")));
    }

    private interface OfRow {
      double[] of(double[] row);
    }

    private static double[][] each(double[][] rows, OfRow function) {
      return Arrays.stream(rows).map(function::of).toArray(double[][]::new);
    }

    private static double[] row(IntToDoubleFunction entry) {
      return IntStream.range(0, TOKENS).mapToDouble(entry).toArray();
    }

    private static double[] plus(double[] a, double[] b) {
      return row(d -> a[d] + b[d]);
    }

    private static double[] product(double[] row, double[][] matrix) {
      return row(c -> IntStream.range(0, row.length).mapToDouble(r -> row[r] * matrix[r][c]).sum());
    }

    private double[][] rows(String name) {
      double[] all = tensors.get(name);
      return IntStream.range(0, all.length / TOKENS)
          .mapToObj(r -> Arrays.copyOfRange(all, r * TOKENS, (r + 1) * TOKENS))
          .toArray(double[][]::new);
    }

    private double[] times(double[] row, String projection) {
      return product(row, rows("blocks.0.attn." + projection));
    }

    private double[] value(double[] residual) {
      return product(times(times(residual, "W_V"), "W_O"), rows("unembed.W_U"));
    }

    private static double[][] scores(double[][] queries, double[][] keys) {
      return each(
          queries,
          q ->
              Arrays.stream(keys)
                  .mapToDouble(
                      k -> Arrays.stream(row(d -> q[d] * k[d])).sum() / Math.sqrt(SIZES[3]))
                  .toArray());
    }

    static double spread(double[][] rows) {
      double most = 0;
      for (double[] row : rows) {
        for (double a : row) for (double b : row) most = Math.max(most, a - b);
      }
      return most;
    }

    int rising() {
      int count = 0;
      for (double[] row : qk) {
        for (int t = 1; t < TOKENS; t++) if (row[t] > row[t - 1]) count++;
      }
      return count;
    }

    int own() {
      int count = 0;
      for (int t = 0; t < TOKENS; t++) {
        boolean isOwn = true;
        for (int o = 0; o < TOKENS; o++) isOwn &= o == t || ov[t][o] < ov[t][t];
        if (isOwn) count++;
      }
      return count;
    }

    double squares() {
      return Arrays.stream(qk).flatMapToDouble(Arrays::stream).map(x -> x * x).sum();
    }

    /** The scores times their transpose: squares of singular values are its eigenvalues. */
    private double[][] gram() {
      return each(qk, a -> row(r -> Arrays.stream(row(c -> a[c] * qk[r][c])).sum()));
    }

    /** By powers of the matrix. */
    private static double[] firstVector(double[][] symmetric) {
      double[] vector = row(d -> 1 + d);
      for (int i = 0; i < 20_000; i++) {
        double[] next = product(vector, symmetric);
        double length = Math.sqrt(Arrays.stream(next).map(x -> x * x).sum());
        vector = row(d -> next[d] / length);
      }
      return vector;
    }

    private static double value(double[][] symmetric, double[] vector) {
      double[] image = product(vector, symmetric);
      return Arrays.stream(row(d -> image[d] * vector[d])).sum();
    }

    /** Of the first two singular values. */
    double[] largestSquares() {
      double[][] gram = gram();
      double[] first = firstVector(gram);
      double most = value(gram, first);
      double[][] rest = gram();
      for (int r = 0; r < TOKENS; r++) {
        for (int c = 0; c < TOKENS; c++) rest[r][c] -= most * first[r] * first[c];
      }
      return new double[] {most, value(rest, firstVector(rest))};
    }

    long sameSign() {
      long positive = Arrays.stream(firstVector(gram())).filter(x -> x > 0).count();
      return Math.max(positive, TOKENS - positive);
    }
  }
}

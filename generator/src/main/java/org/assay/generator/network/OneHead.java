// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.network;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.assay.generator.model.Model;
import org.assay.generator.model.ModelRefusal;
import org.assay.generator.model.TensorFile;

/** Programs of one head of attention and no more (spec L-76). */
public final class OneHead {
  private static final String HEAD = "blocks.0.attn.";
  private static final String PARTS = "QKV";

  private final Map<String, Step> steps = new HashMap<>();
  private final TensorFile file;
  private final Weights weights;
  private final int n;

  private OneHead(Program program, TensorFile file, int n) {
    program.steps().forEach(step -> steps.put(step.name(), step));
    this.file = file;
    this.weights = new Weights(file);
    this.n = n;
  }

  /**
   * The steps of a file with the names of version 1 (F-12), at the last position.
   *
   * @param n length of an input
   */
  public static List<Step> steps(TensorFile file, int n) throws ModelRefusal {
    List<Step> steps = new ArrayList<>();
    steps.add(new Step.Embed("tokens", "embed.W_E", "rows"));
    steps.add(new Step.Positions("positions", "pos_embed.W_pos", "rows"));
    steps.add(new Step.Add("x", List.of("tokens", "positions")));
    for (String part : List.of("q", "k", "v")) {
      steps.add(linear(part, "x", HEAD, part.toUpperCase(Locale.ROOT), file));
    }
    int dHead = Math.toIntExact(file.shape(HEAD + "W_Q").get(2));
    steps.add(
        new Step.Attention("mix", "q", "k", "v", 1, Step.Mask.NONE, Step.Scale.inverseRoot(dHead)));
    steps.add(linear("o", "mix", HEAD, "O", file));
    steps.add(new Step.Add("sum", List.of("x", "o")));
    steps.add(new Step.Select("answer", "sum", n - 1));
    steps.add(linear("outputs", "answer", "unembed.", "U", file));
    return steps;
  }

  private static Step linear(String name, String of, String prefix, String part, TensorFile file) {
    String bias = prefix + "b_" + part;
    String layout = PARTS.contains(part) ? "heads-in-out" : "in-out";
    return new Step.Linear(
        name,
        of,
        prefix + "W_" + part,
        layout,
        file.has(bias) ? Optional.of(bias) : Optional.empty());
  }

  /**
   * The model that a program is, with new numbers for its tokens and outputs.
   *
   * @param labels what the new numbers stand for
   * @param margin that the claim has, or more
   * @throws ModelRefusal if it is another program
   */
  public static Model model(Program program, TensorFile file, Relabelling labels, double margin)
      throws ModelRefusal {
    int n = labels.inputs().length();
    OneHead head = new OneHead(program, file, n);
    Step last = program.steps().get(program.steps().size() - 1);
    Map<String, double[][]> matrices = head.matrices(last.name(), labels);
    if (labels.fixed() > 0) lower(matrices, labels.fixed(), margin);
    return Model.of(file.fileName(), file.sha256(), matrices);
  }

  /** Outputs in front of the others, below each of them (L-77, 3). */
  private static void lower(Map<String, double[][]> matrices, int count, double margin) {
    double[] residual = sum(most(matrices.get("embed.W_E")), most(matrices.get("pos_embed.W_pos")));
    double[] value = through(residual, matrices, HEAD, "V");
    double[] mixed = sum(through(value, matrices, HEAD, "O"), residual);
    double largest = Arrays.stream(through(mixed, matrices, "unembed.", "U")).max().orElse(0);
    double low = -Math.scalb(1, Math.max(0, Math.getExponent(largest + margin) + 2));
    for (String name : List.of("unembed.W_U", "unembed.b_U")) {
      double[] more = new double[count];
      Arrays.fill(more, name.equals("unembed.b_U") ? low : 0);
      matrices.computeIfPresent(
          name,
          (same, matrix) ->
              Arrays.stream(matrix)
                  .map(
                      row -> DoubleStream.concat(Arrays.stream(more), Arrays.stream(row)).toArray())
                  .toArray(double[][]::new));
    }
  }

  /** The largest absolute value of each column. */
  private static double[] most(double[][] matrix) {
    return IntStream.range(0, matrix[0].length)
        .mapToDouble(
            j -> Arrays.stream(matrix).mapToDouble(row -> Math.abs(row[j])).max().orElse(0))
        .toArray();
  }

  private static double[] sum(double[] a, double[] b) {
    return IntStream.range(0, a.length).mapToDouble(i -> a[i] + b[i]).toArray();
  }

  /** About the most that a linear step makes of entries up to these. */
  private static double[] through(
      double[] most, Map<String, double[][]> matrices, String prefix, String part) {
    double[][] matrix = matrices.get(prefix + "W_" + part);
    double[] sums = most(matrices.get(prefix + "b_" + part));
    for (int i = 0; i < most.length; i++) {
      for (int j = 0; j < sums.length; j++) sums[j] += most[i] * Math.abs(matrix[i][j]);
    }
    return sums;
  }

  private Map<String, double[][]> matrices(String last, Relabelling labels) throws ModelRefusal {
    Step.Linear unembed = linear(last);
    Set<String> sum = terms(unembed.of());
    Step.Embed embed = only(Step.Embed.class, sum, unembed);
    Step.Positions positions = only(Step.Positions.class, sum, unembed);
    Step.Linear output = only(Step.Linear.class, sum, unembed);
    require(sum.size() == 3, unembed);
    Step mix = behind(output.of());
    require(mix instanceof Step.Attention, mix);
    Map<String, double[][]> matrices = new TreeMap<>();
    List<String> operands = mix.reads();
    for (int i = 0; i < operands.size(); i++) {
      Step.Linear part = linear(operands.get(i));
      require(terms(part.of()).equals(Set.of(embed.name(), positions.name())), part);
      put(matrices, HEAD, PARTS.substring(i, i + 1), part);
    }
    put(matrices, HEAD, "O", output);
    put(matrices, "unembed.", "U", unembed);
    int width = matrices.get(HEAD + "W_Q")[0].length;
    requireScale((Step.Attention) mix, width, matrices.get(HEAD + "W_V")[0].length);
    int dModel = matrices.get(HEAD + "W_Q").length;
    double[][] tokens = rows(weights.table(embed.table(), embed.layout()), dModel);
    double[][] places = rows(weights.table(positions.table(), positions.layout()), dModel);
    matrices.put("embed.W_E", chosen(tokens, labels.tokens()));
    matrices.put("pos_embed.W_pos", Arrays.copyOf(places, n));
    for (String name : List.of("unembed.W_U", "unembed.b_U")) {
      double[][] matrix = matrices.get(name);
      matrices.put(
          name,
          Arrays.stream(matrix).map(row -> chosen(row, labels.outputs())).toArray(double[][]::new));
    }
    return matrices;
  }

  private void put(Map<String, double[][]> matrices, String prefix, String part, Step.Linear step)
      throws ModelRefusal {
    double[] matrix = weights.matrix(step);
    int width = width(step);
    matrices.put(prefix + "W_" + part, rows(matrix, width));
    matrices.put(prefix + "b_" + part, rows(weights.optional(step.bias(), width, 0), width));
  }

  /** Columns of a linear step. */
  private int width(Step.Linear step) throws ModelRefusal {
    List<Long> shape = file.shape(step.weight());
    long all = shape.stream().reduce(1L, (a, b) -> a * b);
    long last = shape.get(shape.size() - 1);
    return Math.toIntExact(
        switch (step.layout()) {
          case "in-out" -> last;
          case "out-in" -> all / last;
          case "heads-in-out" -> shape.get(0) * last;
          default -> shape.get(1);
        });
  }

  private static double[][] rows(double[] flat, int width) {
    double[][] rows = new double[flat.length / width][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = Arrays.copyOfRange(flat, i * width, (i + 1) * width);
    }
    return rows;
  }

  private static double[][] chosen(double[][] rows, int[] labels) {
    return Arrays.stream(labels).mapToObj(label -> rows[label]).toArray(double[][]::new);
  }

  private static double[] chosen(double[] row, int[] labels) {
    return Arrays.stream(labels).mapToDouble(label -> row[label]).toArray();
  }

  private void requireScale(Step.Attention mix, int width, int ofValues) throws ModelRefusal {
    boolean isRoot =
        mix.scale()
            .factor()
            .map(
                c ->
                    c.p().signum() > 0
                        && c.p().pow(2).multiply(BigInteger.valueOf(width)).equals(c.q().pow(2)))
            .orElse(mix.scale().root() == width);
    if (mix.heads() == 1 && width == ofValues && isRoot) return;
    throw new ModelRefusal(
        "step %s: got %s heads, queries of %s and values of %s columns, want one head, as many"
            + " columns, and the scale 1/sqrt(%s); any other is proved by --strategy exhaustive",
        mix.name(), mix.heads(), width, ofValues, width);
  }

  private Step behind(String name) throws ModelRefusal {
    Step step = steps.get(name);
    if (!(step instanceof Step.Select select)) return step;
    require(select.position() == n - 1, step);
    return behind(select.of());
  }

  private Step.Linear linear(String name) throws ModelRefusal {
    Step step = behind(name);
    require(step instanceof Step.Linear, step);
    return (Step.Linear) step;
  }

  private Set<String> terms(String name) throws ModelRefusal {
    Step step = behind(name);
    Set<String> terms = new TreeSet<>();
    if (!(step instanceof Step.Add)) return Set.of(step.name());
    for (String of : step.reads()) {
      for (String term : terms(of)) require(terms.add(term), step);
    }
    return terms;
  }

  private <T extends Step> T only(Class<T> kind, Set<String> terms, Step of) throws ModelRefusal {
    List<T> found =
        terms.stream().map(steps::get).filter(kind::isInstance).map(kind::cast).toList();
    require(found.size() == 1, of);
    return found.get(0);
  }

  private static void require(boolean holds, Step step) throws ModelRefusal {
    if (holds) return;
    throw new ModelRefusal(
        "step %s: is not of a network of one head of attention and no more; any other is proved by"
            + " --strategy exhaustive",
        step.name());
  }
}

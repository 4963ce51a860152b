// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.network;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.assay.generator.model.ModelRefusal;
import org.assay.generator.model.TensorFile;

/** The shape of the value of each step (spec F-16), found from the shapes of the tensors. */
public final class Shapes {
  /**
   * @param positions n, or 1
   * @param width numbers in a row
   */
  public record Shape(int positions, int width) {}

  private final TensorFile file;
  private final int n;
  private final Map<String, Shape> shapes = new LinkedHashMap<>();
  private int tokens = Integer.MAX_VALUE;

  private Shapes(TensorFile file, int n) {
    this.file = file;
    this.n = n;
  }

  /**
   * @param n length of an input
   * @throws ModelRefusal naming step and tensor, if a shape does not fit
   */
  public static Shapes of(Program program, TensorFile file, int n) throws ModelRefusal {
    Shapes shapes = new Shapes(file, n);
    for (Step step : program.steps()) shapes.shapes.put(step.name(), shapes.shape(step));
    Step last = program.steps().get(program.steps().size() - 1);
    if (shapes.of(last.name()).positions() != 1) {
      throw new ModelRefusal(
          "step %s: has a row for each position; the last step must select one, or pool them",
          last.name());
    }
    return shapes;
  }

  public Shape of(String step) {
    return shapes.get(step);
  }

  /** How many different tokens every token table has. */
  public int tokens() {
    return tokens;
  }

  /** Of all steps, by their names. */
  public Map<String, Shape> all() {
    return new HashMap<>(shapes);
  }

  private Shape shape(Step step) throws ModelRefusal {
    if (step instanceof Step.Embed one) {
      List<Long> table = table(step, one.table(), one.layout());
      tokens = (int) Math.min(tokens, table.get(0));
      return new Shape(n, size(step, table.get(1)));
    } else if (step instanceof Step.Positions one) {
      List<Long> table = table(step, one.table(), one.layout());
      require(step, table.get(0) >= n, "got %d positions, the input has %d", table.get(0), n);
      return new Shape(n, size(step, table.get(1)));
    } else if (step instanceof Step.Linear one) {
      return linear(one);
    } else if (step instanceof Step.Attention one) {
      return attention(one);
    } else if (step instanceof Step.Norm one) {
      for (String tensor : one.tensors()) requireEntries(step, tensor, of(one.of()).width());
      return of(one.of());
    }
    return without(step);
  }

  /** Of steps that read no tensor. */
  private Shape without(Step step) throws ModelRefusal {
    Shape first = of(step.reads().get(0));
    if (step instanceof Step.Add) {
      for (String name : step.reads()) {
        require(step, of(name).equals(first), "adds values of shapes %s and %s", first, of(name));
      }
    } else if (step instanceof Step.Select one) {
      require(step, one.position() < first.positions, "position %d of %d", one.position(), n);
      return new Shape(1, first.width);
    } else if (step instanceof Step.Pool) {
      return new Shape(1, first.width);
    } else if (step instanceof Step.Concat) {
      long width = 0;
      for (String name : step.reads()) {
        require(step, of(name).positions == first.positions, "joins rows of different positions");
        width += of(name).width;
      }
      return new Shape(first.positions, size(step, width));
    } else if (step instanceof Step.Slice one) {
      boolean isInside = one.width() >= 1 && one.from() + (long) one.width() <= first.width;
      require(step, isInside, "columns %d on of %d", one.from(), first.width);
      return new Shape(first.positions, one.width());
    }
    return first;
  }

  private List<Long> table(Step step, String tensor, String layout) throws ModelRefusal {
    List<Long> shape = file.shape(tensor);
    require(step, shape.size() == 2, "tensor %s: got shape %s, want a table", tensor, shape);
    return layout.equals("rows") ? shape : List.of(shape.get(1), shape.get(0));
  }

  private Shape linear(Step.Linear step) throws ModelRefusal {
    List<Long> shape = file.shape(step.weight());
    boolean isOfHeads = step.layout().startsWith("heads");
    boolean fits = isOfHeads ? shape.size() == 3 : shape.size() >= 2;
    require(step, fits, "tensor %s: got shape %s", step.weight(), shape);
    long[] sizes = inAndOut(step.layout(), shape);
    long in = sizes[0];
    long out = sizes[1];
    Shape of = of(step.of());
    require(
        step,
        in == of.width,
        "tensor %s: shape %s with layout %s reads rows of %d, got rows of %d",
        step.weight(),
        shape,
        step.layout(),
        in,
        of.width);
    if (step.bias().isPresent()) requireEntries(step, step.bias().get(), out);
    return new Shape(of.positions, size(step, out));
  }

  /** How many numbers a weight of this layout reads, and how many it makes. */
  private static long[] inAndOut(String layout, List<Long> shape) {
    long first = shape.get(0);
    long last = shape.get(shape.size() - 1);
    long flat = 1; // all but the last
    for (long size : shape.subList(0, shape.size() - 1)) flat = Math.min(1L << 30, flat * size);
    return switch (layout) {
      case "in-out" -> new long[] {flat, last};
      case "out-in" -> new long[] {last, flat};
      case "heads-in-out" -> new long[] {shape.get(1), first * last};
      default -> new long[] {first * last, shape.get(1)};
    };
  }

  private Shape attention(Step.Attention step) throws ModelRefusal {
    Shape query = of(step.query());
    Shape value = of(step.value());
    boolean fits =
        query.equals(of(step.key()))
            && query.positions == n
            && value.positions == n
            && step.heads() >= 1
            && query.width % step.heads() == 0
            && value.width % step.heads() == 0;
    require(
        step,
        fits,
        "%d heads of query %s, key %s, value %s",
        step.heads(),
        query,
        of(step.key()),
        value);
    return value;
  }

  private void requireEntries(Step step, String tensor, long want) throws ModelRefusal {
    List<Long> shape = file.shape(tensor);
    long entries = shape.stream().reduce(1L, (a, b) -> Math.min(1L << 30, a * b));
    require(step, entries == want, "tensor %s: got shape %s, want %d numbers", tensor, shape, want);
  }

  private static int size(Step step, long width) throws ModelRefusal {
    require(step, width >= 1 && width <= 1 << 20, "got rows of %d numbers", width);
    return (int) width;
  }

  private static void require(Step step, boolean holds, String format, Object... values)
      throws ModelRefusal {
    if (holds) return;
    throw new ModelRefusal("step %s: %s", step.name(), String.format(Locale.ROOT, format, values));
  }
}

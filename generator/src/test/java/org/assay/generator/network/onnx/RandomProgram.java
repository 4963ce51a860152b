// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.network.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.assay.generator.model.Safetensors;
import org.assay.generator.model.TensorFile;
import org.assay.generator.network.Fraction;
import org.assay.generator.network.Program;
import org.assay.generator.network.Step;

/** A small network of random steps and weights; the same for the same seed. */
final class RandomProgram {
  private static final List<String> LAYOUTS =
      List.of("in-out", "out-in", "heads-in-out", "heads-out-in");
  private static final List<String> FUNCTIONS = List.of("relu", "gelu", "gelu-tanh", "silu");

  private final Random random;
  private final Safetensors file = new Safetensors(Map.of());
  private final List<Step> steps = new ArrayList<>();
  private final Map<String, Integer> widths = new HashMap<>();
  private int tensors;
  private int names;
  final int n;
  final int vocab;

  RandomProgram(long seed) {
    random = new Random(seed);
    n = 1 + random.nextInt(4);
    vocab = 2 + random.nextInt(2);
    int width = 2 + random.nextInt(4);
    String x = put(embed(width), width);
    if (random.nextInt(5) > 0) {
      boolean isTurned = random.nextBoolean();
      String table = isTurned ? tensor(width, n + 1) : tensor(n + 1, width);
      String rows = put(new Step.Positions(name(), table, isTurned ? "columns" : "rows"), width);
      x = put(new Step.Add(name(), List.of(rows, x)), width);
    }
    int blocks = random.nextInt(4);
    for (int i = 0; i < blocks; i++) x = block(x, true);
    x =
        random.nextBoolean()
            ? put(new Step.Select(name(), x, random.nextInt(n)), width)
            : put(new Step.Pool(name(), x, random.nextBoolean() ? "sum" : "mean"), width);
    if (random.nextBoolean()) x = block(x, false);
    linear(x, vocab + random.nextInt(2));
  }

  TensorFile weights() throws Exception {
    return TensorFile.parse("random.safetensors", file.bytes());
  }

  Program program() throws Exception {
    return Program.of(steps, weights());
  }

  private String name() {
    return "tokens." + names++; // a name that no variable of C may have
  }

  private String put(Step step, int width) {
    steps.add(step);
    widths.put(step.name(), width);
    return step.name();
  }

  private String tensor(long... shape) {
    int count = 1;
    List<Long> sizes = new ArrayList<>();
    for (long size : shape) {
      sizes.add(size);
      count *= (int) size;
    }
    ByteBuffer data = ByteBuffer.allocate(8 * count).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) data.putDouble(random.nextGaussian());
    String name = "t" + tensors++;
    file.add(name, "F64", sizes, data.array());
    return name;
  }

  private Step embed(int width) {
    return random.nextBoolean()
        ? new Step.Embed(name(), tensor(vocab, width), "rows")
        : new Step.Embed(name(), tensor(width, vocab), "columns");
  }

  private String linear(String of, int out) {
    int in = widths.get(of);
    String layout = LAYOUTS.get(random.nextInt(4));
    String weight =
        switch (layout) {
          case "in-out" -> tensor(in, out);
          case "out-in" -> tensor(out, in);
          case "heads-in-out" -> out % 2 == 0 ? tensor(2, in, out / 2) : tensor(1, in, out);
          default -> in % 2 == 0 ? tensor(2, out, in / 2) : tensor(1, out, in);
        };
    Optional<String> bias = random.nextBoolean() ? Optional.of(tensor(out)) : Optional.empty();
    return put(new Step.Linear(name(), of, weight, layout, bias), out);
  }

  /** Something that keeps the width. */
  private String block(String x, boolean isOfAll) {
    int width = widths.get(x);
    switch (random.nextInt(isOfAll ? 5 : 3)) {
      case 0:
        String kind = random.nextBoolean() ? "layer" : "rms";
        Optional<String> weight =
            random.nextBoolean() ? Optional.of(tensor(width)) : Optional.empty();
        Optional<String> bias =
            random.nextBoolean() ? Optional.of(tensor(width)) : Optional.empty();
        return put(new Step.Norm(name(), x, kind, Fraction.parse("1/100"), weight, bias), width);
      case 1:
        String left = put(new Step.Slice(name(), x, 0, 1), 1);
        String right = put(new Step.Slice(name(), x, 1, width - 1), width - 1);
        return put(new Step.Concat(name(), List.of(right, left)), width);
      case 2:
        int inner = 1 + random.nextInt(5);
        String before = linear(x, inner);
        String op = FUNCTIONS.get(random.nextInt(4));
        String hidden = put(new Step.Activation(name(), op, before), inner);
        return put(new Step.Add(name(), List.of(x, linear(hidden, width))), width);
      default:
        String mixed = attention(x);
        return put(new Step.Add(name(), List.of(x, linear(mixed, width), x)), width);
    }
  }

  private String attention(String x) {
    int heads = 1 + random.nextInt(3);
    int inner = heads * (1 + random.nextInt(2));
    int deep = heads * (1 + random.nextInt(2));
    String query = linear(x, inner);
    String key = linear(x, inner);
    String value = linear(x, deep);
    Optional<Fraction> number = Optional.of(Fraction.parse("-3/2"));
    Step.Mask mask =
        switch (random.nextInt(4)) {
          case 0 -> Step.Mask.NONE;
          case 1 -> Step.Mask.CAUSAL;
          case 2 -> new Step.Mask(true, number, Optional.empty());
          default -> new Step.Mask(true, Optional.empty(), number);
        };
    Step.Scale scale =
        random.nextBoolean()
            ? Step.Scale.inverseRoot(1 + random.nextInt(4))
            : Step.Scale.of(Fraction.parse("-1/3"));
    return put(new Step.Attention(name(), query, key, value, heads, mask, scale), deep);
  }
}

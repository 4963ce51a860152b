// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A step of a program (spec F-16). Its value is a matrix, a row for each position; {@code of} names
 * earlier steps, the other texts tensors of the file.
 */
public sealed interface Step {
  String name();

  /** The names of the steps that it reads. */
  List<String> reads();

  /** The names of the tensors that it reads. */
  default List<String> tensors() {
    return List.of();
  }

  /** Row of each token: table [vocab, width], with layout {@code columns} [width, vocab]. */
  record Embed(String name, String table, String layout) implements Step {
    @Override
    public List<String> reads() {
      return List.of();
    }

    @Override
    public List<String> tensors() {
      return List.of(table);
    }
  }

  /** Row of each position: table [positions, width], with layout {@code columns} transposed. */
  record Positions(String name, String table, String layout) implements Step {
    @Override
    public List<String> reads() {
      return List.of();
    }

    @Override
    public List<String> tensors() {
      return List.of(table);
    }
  }

  /** Sum of values of one shape. */
  record Add(String name, List<String> reads) implements Step {}

  /** x W + b. */
  record Linear(String name, String of, String weight, String layout, Optional<String> bias)
      implements Step {
    @Override
    public List<String> reads() {
      return List.of(of);
    }

    @Override
    public List<String> tensors() {
      return both(weight, bias);
    }
  }

  /** Softmax attention of queries over keys and values, without any projection. */
  record Attention(
      String name, String query, String key, String value, int heads, Mask mask, Scale scale)
      implements Step {
    @Override
    public List<String> reads() {
      return List.of(query, key, value);
    }
  }

  /**
   * Which positions a position attends to.
   *
   * @param isCausal only to earlier ones and itself; or, with a number, less to later ones
   * @param score the scaled score of later positions, if they are not left out
   * @param product the product of query and key of later positions, if they are not left out
   */
  record Mask(boolean isCausal, Optional<Fraction> score, Optional<Fraction> product) {
    public static final Mask NONE = new Mask(false, Optional.empty(), Optional.empty());
    public static final Mask CAUSAL = new Mask(true, Optional.empty(), Optional.empty());

    /** Whether a row depends on no later position. */
    public boolean hidesLater() {
      return isCausal && score.isEmpty() && product.isEmpty();
    }
  }

  /** What scores are multiplied with: a number, or the inverse root of an integer. */
  record Scale(Optional<Fraction> factor, int root) {
    public static Scale of(Fraction factor) {
      return new Scale(Optional.of(factor), 0);
    }

    public static Scale inverseRoot(int root) {
      return new Scale(Optional.empty(), root);
    }
  }

  /** Layer norm, or division by the root mean square. */
  record Norm(
      String name,
      String of,
      String kind,
      Fraction epsilon,
      Optional<String> weight,
      Optional<String> bias)
      implements Step {
    @Override
    public List<String> reads() {
      return List.of(of);
    }

    @Override
    public List<String> tensors() {
      List<String> names = new ArrayList<>();
      weight.ifPresent(names::add);
      bias.ifPresent(names::add);
      return names;
    }
  }

  /** A function of each entry: relu, gelu, gelu-tanh, silu. */
  record Activation(String name, String op, String of) implements Step {
    static final List<String> OPS = List.of("relu", "gelu", "gelu-tanh", "silu");

    @Override
    public List<String> reads() {
      return List.of(of);
    }
  }

  /** One row. */
  record Select(String name, String of, int position) implements Step {
    @Override
    public List<String> reads() {
      return List.of(of);
    }
  }

  /** Sum or mean of all rows. */
  record Pool(String name, String of, String kind) implements Step {
    @Override
    public List<String> reads() {
      return List.of(of);
    }
  }

  /** Rows beside each other. */
  record Concat(String name, List<String> reads) implements Step {}

  /** Some columns. */
  record Slice(String name, String of, int from, int width) implements Step {
    @Override
    public List<String> reads() {
      return List.of(of);
    }
  }

  private static List<String> both(String weight, Optional<String> bias) {
    return bias.map(b -> List.of(weight, b)).orElse(List.of(weight));
  }
}

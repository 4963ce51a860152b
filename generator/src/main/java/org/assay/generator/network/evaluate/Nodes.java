// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.network.evaluate;

import java.util.Arrays;

/** The steps that are neither attention nor norm nor a function of each entry. */
final class Nodes {
  private Nodes() {}

  /** Rows of a table by the tokens of the input. */
  static final class Embedded extends Node {
    private final double[] table; // [vocab, width]
    private final int[] tokens;

    Embedded(double[] table, int width, int n) {
      super(n, width);
      this.table = table;
      this.tokens = new int[n];
      Arrays.fill(tokens, -1);
    }

    void set(int[] input) {
      for (int i = 0; i < tokens.length; i++) {
        changed[i] = tokens[i] != input[i];
        tokens[i] = input[i];
      }
    }

    @Override
    void mark() {}

    @Override
    void row(int i) {
      System.arraycopy(table, tokens[i] * width, value[i], 0, width);
    }
  }

  /** Rows of a table by their places. */
  static final class Placed extends Node {
    private boolean isFirst = true;

    Placed(double[] table, int width, int n) {
      super(n, width);
      for (int i = 0; i < n; i++) System.arraycopy(table, i * width, value[i], 0, width);
    }

    @Override
    void mark() {
      Arrays.fill(changed, isFirst);
      isFirst = false;
    }

    @Override
    void row(int i) {}
  }

  /** The sum of values. */
  static final class Sum extends Node {
    Sum(Node... of) {
      super(of[0].positions(), of[0].width, of);
    }

    @Override
    void row(int i) {
      for (int n = 0; n < width; n++) {
        double sum = 0;
        double wide = 0;
        for (Node node : of) {
          double x = node.value[i][n];
          sum += x;
          wide += node.radius[i][n] + of.size() * U * Math.abs(x);
        }
        value[i][n] = sum;
        radius[i][n] = upward(wide, of.size());
      }
    }
  }

  /** x W + b. */
  static final class Product extends Node {
    private final double[] weight; // [in, out]
    private final double[] magnitude;
    private final double[] bias;

    Product(Node of, double[] weight, double[] bias) {
      super(of.positions(), bias.length, of);
      this.weight = weight;
      this.magnitude = Arrays.stream(weight).map(Math::abs).toArray();
      this.bias = bias;
    }

    @Override
    void row(int i) {
      double[] x = of.get(0).value[i];
      double[] rx = of.get(0).radius[i];
      double[] sum = value[i];
      double[] wide = radius[i];
      double gamma = (x.length + 4) * U;
      for (int o = 0; o < width; o++) {
        sum[o] = bias[o];
        wide[o] = gamma * Math.abs(bias[o]);
      }
      for (int k = 0; k < x.length; k++) {
        double off = rx[k] + gamma * Math.abs(x[k]);
        if (off != 0) add(sum, wide, k, x[k], off);
      }
      for (int o = 0; o < width; o++) wide[o] = upward(wide[o], x.length);
    }

    private void add(double[] sum, double[] wide, int k, double x, double off) {
      int from = k * sum.length;
      for (int o = 0; o < sum.length; o++) {
        sum[o] += weight[from + o] * x;
        wide[o] += magnitude[from + o] * off;
      }
    }
  }

  /** One row. */
  static final class Selected extends Node {
    private final int position;

    Selected(Node of, int position) {
      super(1, of.width, of);
      this.position = position;
    }

    @Override
    void mark() {
      changed[0] = of.get(0).changed[position];
    }

    @Override
    void need() {
      of.get(0).needed[position] |= needed[0];
    }

    @Override
    void row(int i) {
      System.arraycopy(of.get(0).value[position], 0, value[0], 0, width);
      System.arraycopy(of.get(0).radius[position], 0, radius[0], 0, width);
    }
  }

  /** Sum or mean of all rows. */
  static final class Pooled extends Node {
    private final double factor;

    Pooled(Node of, boolean isMean) {
      super(1, of.width, of);
      this.factor = isMean ? of.positions() : 1;
    }

    @Override
    void mark() {
      changed[0] = false;
      for (boolean one : of.get(0).changed) changed[0] |= one;
    }

    @Override
    void need() {
      if (needed[0]) Arrays.fill(of.get(0).needed, true);
    }

    @Override
    void row(int i) {
      Node rows = of.get(0);
      for (int n = 0; n < width; n++) {
        double sum = 0;
        double wide = 0;
        for (int j = 0; j < rows.positions(); j++) {
          sum += rows.value[j][n];
          wide += rows.radius[j][n] + (rows.positions() + 2) * U * Math.abs(rows.value[j][n]);
        }
        value[0][n] = sum / factor;
        radius[0][n] = upward(wide / factor, rows.positions());
      }
    }
  }

  /** Rows beside each other. */
  static final class Joined extends Node {
    Joined(Node... of) {
      super(of[0].positions(), Arrays.stream(of).mapToInt(node -> node.width).sum(), of);
    }

    @Override
    void row(int i) {
      int at = 0;
      for (Node node : of) {
        System.arraycopy(node.value[i], 0, value[i], at, node.width);
        System.arraycopy(node.radius[i], 0, radius[i], at, node.width);
        at += node.width;
      }
    }
  }

  /** Some columns. */
  static final class Columns extends Node {
    private final int from;

    Columns(Node of, int from, int width) {
      super(of.positions(), width, of);
      this.from = from;
    }

    @Override
    void row(int i) {
      System.arraycopy(of.get(0).value[i], from, value[i], 0, width);
      System.arraycopy(of.get(0).radius[i], from, radius[i], 0, width);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.exhaustion;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.assay.checker.circuit.Circuits;
import org.assay.checker.claim.TokenWeights;
import org.assay.checker.exact.ExactMatrix;
import org.assay.checker.exact.Rational;
import org.assay.checker.margin.InputClass;
import org.assay.checker.margin.LongRows;
import org.assay.checker.margin.MarginParts;
import org.assay.checker.margin.QueryWeights;
import org.assay.checker.margin.Rows;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Additions per second on one core when the inputs of one class are visited (v = 64, k = 4, q = m =
 * 63: 64^3 inputs, 63 outputs each), beside a loop that only sums the same table. Both figures
 * count the last addition of each input and output only, so the building of rows weighs against
 * {@code visit}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(2)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 6, time = 1)
public class ExhaustionBenchmark {
  private static final int V = 64;
  private static final int K = 4;
  private static final int ADDITIONS = V * V * V * (V - 1);

  private LongRows rows;
  private QueryWeights weights;
  private long[][][] table;

  @Setup
  public void makeModel() {
    Random random = new Random(1);
    Circuits circuits =
        new Circuits(
            32,
            matrix(V, V, random),
            matrix(V, K, random),
            matrix(V, V, random),
            matrix(V, V, random),
            matrix(K, V, random));
    MarginParts parts = MarginParts.exact(circuits);
    rows = new LongRows(parts, Rational.ZERO);
    weights = new QueryWeights(parts, V - 1, rows.weightBits());
    weights.reach(V - 1);
    table = new long[K][V][];
    for (int i = 0; i < K; i++) {
      for (int t = 0; t < V; t++) {
        table[i][t] = rows.row(new Rows.Place(V - 1, V - 1, i, t), weights);
      }
    }
    if (visit().decisions() < V * V * V) {
      throw new IllegalStateException("some inputs of this model are not visited one by one");
    }
  }

  private static ExactMatrix matrix(int rows, int columns, Random random) {
    long[] significands = random.longs((long) rows * columns, -1L << 40, 1L << 40).toArray();
    int[] exponents = new int[rows * columns];
    java.util.Arrays.fill(exponents, -37);
    return ExactMatrix.of(rows, columns, significands, exponents);
  }

  @Benchmark
  @OperationsPerInvocation(ADDITIONS)
  public Exhaustion.Decided visit() {
    return Exhaustion.count(
        rows, weights, new InputClass(V - 1, V - 1, K - 1), TokenWeights.UNIFORM);
  }

  @Benchmark
  @OperationsPerInvocation(ADDITIONS)
  public long emptySum() {
    long sum = 0;
    for (long[] first : table[0]) {
      for (long[] second : table[1]) {
        for (long[] third : table[2]) {
          sum += add(third);
        }
        sum += second[0];
      }
      sum += first[0];
    }
    return sum;
  }

  private static long add(long[] row) {
    long sum = 0;
    for (long entry : row) {
      sum += entry;
    }
    return sum;
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy.split;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.OptionalDouble;
import org.assay.generator.model.ModelFiles;
import org.junit.jupiter.api.Test;

class SingularRatioTest {
  /** [[3, 0], [4, 5]] has the singular values 3 √5 and √5. */
  @Test
  void isThatOfTheMatrix() {
    Matrix scores = new Matrix(new double[][] {{3, 0}, {4, 5}});
    assertEquals(3, SingularRatio.of(scores).orElseThrow(), 1e-12);
  }

  @Test
  void thereIsNoneWithoutASecondValue() {
    assertEquals(OptionalDouble.empty(), ratio(new double[][] {{1, 2}, {2, 4}}));
    assertEquals(OptionalDouble.empty(), ratio(new double[][] {{0, 0}, {0, 0}}));
    assertEquals(OptionalDouble.empty(), ratio(new double[][] {{7}}));
    assertEquals(OptionalDouble.empty(), ratio(new double[][] {{1, 1 / 0.0}, {1, 0}}));
  }

  /**
   * k = 2, W_E = W_Q = W_K = 1, W_pos = [[4, 0], [2, 0]]. Queries are 1 + [2, 0], keys 1 + [3, 0]:
   * [[3, 0], [2, 1]] [[4, 3], [0, 1]] = [[12, 9], [8, 7]]. With p = 338 the sum of the squares and
   * 12 the determinant, the squares of the values are (p ± √(p^2 - 4 · 144)) / 2.
   */
  @Test
  void scoresAreOfTheLastAndTheMeanPosition() throws Exception {
    int[] sizes = {2, 2, 2, 2};
    Map<String, double[]> tensors = ModelFiles.tensors(sizes, () -> 0);
    double[] one = {1, 0, 0, 1};
    tensors.put("embed.W_E", one);
    tensors.put("blocks.0.attn.W_Q", one);
    tensors.put("blocks.0.attn.W_K", one);
    tensors.put("pos_embed.W_pos", new double[] {4, 0, 2, 0});
    double root = Math.sqrt(338.0 * 338 - 4 * 144);
    assertEquals(
        Math.sqrt((338 + root) / (338 - root)),
        SingularRatio.of(ModelFiles.model(sizes, tensors)).orElseThrow(),
        1e-9);
  }

  private static OptionalDouble ratio(double[][] scores) {
    return SingularRatio.of(new Matrix(scores));
  }
}

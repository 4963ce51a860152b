// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.circuit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import org.assay.checker.exact.ExactMatrix;
import org.assay.checker.margin.TinyModel;
import org.assay.checker.verdict.RejectCode;
import org.assay.checker.verdict.Rejection;
import org.junit.jupiter.api.Test;

class CircuitsTest {
  /** A matrix whose longest significand has so many bits. */
  private static ExactMatrix matrix(int rows, int columns, int bits) {
    long[] significands = new long[rows * columns];
    significands[0] = 1;
    int[] exponents = new int[rows * columns];
    if (rows * columns > 1) { // one entry fixes the exponent, another the length
      significands[1] = 1;
      exponents[1] = bits - 1;
    }
    return ExactMatrix.of(rows, columns, significands, exponents);
  }

  private record Sizes(int vocab, int k, int dModel, int dHead) {}

  private static Weights weights(Sizes s, int... bits) {
    return new Weights(
        matrix(s.vocab, s.dModel, bits[0]),
        matrix(s.k, s.dModel, bits[1]),
        TinyModel.unbiased(matrix(s.dModel, s.dHead, bits[2])),
        TinyModel.unbiased(matrix(s.dModel, s.dHead, bits[3])),
        TinyModel.unbiased(matrix(s.dModel, s.dHead, bits[4])),
        TinyModel.unbiased(matrix(s.dHead, s.dModel, bits[5])),
        TinyModel.unbiased(matrix(s.dModel, s.vocab, bits[6])));
  }

  /** Spec F-01 (f): scalar products times the square of the longest operand in words. */
  @Test
  void theWorkIsCountedAsTheSpecificationSays() {
    Sizes sizes = new Sizes(5, 3, 4, 2);
    // (5 + 3) rows: 4 · 8 · 4 · 2 for projections, 8 · 5 · (2 + 2 · 4) for tables
    long products = 4 * 8 * 4 * 2 + 8 * 5 * 10;
    assertEquals(BigInteger.valueOf(products), Circuits.work(weights(sizes, 1, 1, 1, 1, 1, 1, 1)));
    // 2 · 20 + 1 + 2 + 3 + 4 + 13 = 63 bits are one word, one more are two
    BigInteger one = Circuits.work(weights(sizes, 20, 7, 1, 2, 3, 4, 13));
    assertEquals(BigInteger.valueOf(products), one);
    int[][] longer = {
      {21, 7, 1, 2, 3, 4, 13},
      {20, 21, 1, 2, 3, 4, 13},
      {20, 7, 2, 2, 3, 4, 13},
      {20, 7, 1, 3, 3, 4, 13},
      {20, 7, 1, 2, 4, 4, 13},
      {20, 7, 1, 2, 3, 5, 13},
      {20, 7, 1, 2, 3, 4, 14}
    };
    for (int[] bits : longer) {
      assertEquals(BigInteger.valueOf(4 * products), Circuits.work(weights(sizes, bits)));
    }
  }

  @Test
  void workOverTheLimitIsDeclined() {
    // (256 + 1) · 256 · 1026 products of operands of 20 words are more than 2^34
    Weights weights = weights(new Sizes(256, 1, 512, 2), 500, 1, 100, 100, 1, 1, 1);
    Rejection why = assertThrows(Rejection.class, () -> Circuits.of(weights));
    assertEquals(RejectCode.LIMIT_EXCEEDED, why.code());
    assertTrue(why.getMessage().contains("want <= 17179869184"), why.getMessage());
  }

  @Test
  void theShapesAreThoseOfTheSpecification() throws Rejection {
    Circuits circuits = Circuits.of(weights(new Sizes(5, 3, 4, 2), 1, 1, 1, 1, 1, 1, 1));
    assertEquals(5, circuits.vocab());
    assertEquals(3, circuits.k());
    assertEquals(2, circuits.dHead());
    assertEquals(5, circuits.eqke().columns());
    assertEquals(3, circuits.eqkp().columns());
    assertEquals(5, circuits.eqkp().rows());
    assertEquals(3, circuits.pvou().rows());
    assertEquals(5, circuits.pvou().columns());
  }
}

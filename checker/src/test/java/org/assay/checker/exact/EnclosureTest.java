// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.exact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;

class EnclosureTest {
  private static Enclosure of(long lo, long hi, long exponent) {
    return new Enclosure(
        BigInteger.valueOf(lo), BigInteger.valueOf(hi), BigInteger.valueOf(exponent));
  }

  @Test
  void theProductEnclosesAllProducts() {
    assertEquals(of(6, 20, 5), of(2, 4, 7).times(of(3, 5, -2)));
  }

  @Test
  void endsOutOfOrderOrBelowZeroAreABug() {
    assertEquals(of(0, 0, 0), of(0, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> of(2, 1, 0));
    assertThrows(IllegalArgumentException.class, () -> of(-1, 1, 0));
  }
}

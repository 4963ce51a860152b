// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.sample;

import java.math.BigInteger;

/**
 * Inputs drawn from more (spec F-22). If the beacon was not known when the commitment was made, the
 * accuracy over the whole population is at least the bound with confidence 1 - 2^-confidence.
 *
 * @param population sequences of the template, those outside of the task included
 * @param distinct how many of the draws are different
 * @param bound as claimed
 * @param provable the bound of Clopper and Pearson for the claimed count, rounded down (L-71)
 * @param commitment SHA-256 of what was fixed before the beacon, in hexadecimal
 */
public record Sample(
    BigInteger population,
    long distinct,
    int confidence,
    Share bound,
    Share provable,
    Beacon beacon,
    String commitment) {
  /** A public source of random values, and one of them, in hexadecimal. */
  public record Beacon(String source, String round, String value) {}

  /** A fraction from 0 to 1. */
  public record Share(BigInteger numerator, BigInteger denominator) {}
}

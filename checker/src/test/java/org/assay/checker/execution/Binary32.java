// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.execution;

/**
 * The real thing: IEEE binary32 as Java's float does it, with or without subnormal numbers.
 *
 * @param flush operands and results below 2^-126 are taken for 0
 * @param baseTwo exp by way of 2^(a log2 e), its argument rounded to binary32
 */
record Binary32(boolean flush, boolean baseTwo) implements Arithmetic {
  private static final float LOG2_E = (float) 1.4426950408889634;

  private double kept(float x) {
    return flush && Math.abs(x) < Float.MIN_NORMAL ? 0 : x;
  }

  @Override
  public double plus(double a, double b) {
    return kept((float) a + (float) b);
  }

  @Override
  public double times(double a, double b) {
    return kept((float) a * (float) b);
  }

  @Override
  public double fma(double a, double b, double c) {
    return kept(Math.fma((float) a, (float) b, (float) c));
  }

  @Override
  public double over(double a, double b) {
    return kept((float) a / (float) b);
  }

  @Override
  public double exp(double a) {
    double exact = baseTwo ? StrictMath.pow(2, (float) a * LOG2_E) : StrictMath.exp(a);
    return kept((float) exact);
  }

  @Override
  public double constant(double value) {
    return kept((float) value);
  }
}

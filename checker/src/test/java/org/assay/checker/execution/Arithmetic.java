// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.execution;

/** The operations of an execution; operands and results are numbers of its format, as doubles. */
interface Arithmetic {
  double plus(double a, double b);

  double times(double a, double b);

  /** a b + c with one rounding. */
  double fma(double a, double b, double c);

  double over(double a, double b);

  double exp(double a);

  /** a / b where attention is normalised: a profile may allow more than a division there. */
  default double normalised(double a, double b) {
    return over(a, b);
  }

  /** 1 / b there. */
  default double inverse(double b) {
    return over(1, b);
  }

  /** A number that is known when the program is written, or a stored weight. */
  double constant(double value);

  default double minus(double a, double b) {
    return plus(a, -b);
  }
}

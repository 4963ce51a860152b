// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.question;

/** Sum, difference or product of the tokens, modulo a number. */
record Modular(Kind kind, int modulus) implements Task {
  enum Kind {
    SUM,
    DIFFERENCE,
    PRODUCT
  }

  @Override
  public boolean fits(int free) {
    return modulus >= 1 && (kind == Kind.DIFFERENCE ? free == 2 : free >= 1);
  }

  @Override
  public int right(int[] tokens, long index) {
    long value = tokens[0];
    for (int i = 1; i < tokens.length; i++) { // below 2^30 times 2^24
      value =
          switch (kind) {
            case SUM -> value + tokens[i];
            case DIFFERENCE -> value - tokens[i];
            case PRODUCT -> Math.floorMod(value, modulus) * (long) tokens[i];
          };
    }
    return (int) Math.floorMod(value, (long) modulus);
  }

  @Override
  public String words() {
    return "the "
        + (kind == Kind.SUM ? "sum" : kind == Kind.PRODUCT ? "product" : "difference")
        + " modulo "
        + modulus;
  }
}

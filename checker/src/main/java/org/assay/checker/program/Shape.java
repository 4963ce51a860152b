// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.program;

/** Rows and columns of the value of a step. */
public record Shape(int positions, int width) {
  @Override
  public String toString() {
    return "[" + positions + ", " + width + "]";
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.arithmetic;

/** Functions of one number, by their names in a program (spec/network.md). */
public enum Activation {
  RELU("relu"),
  GELU("gelu"),
  GELU_TANH("gelu-tanh"),
  SILU("silu");

  private final String word;

  Activation(String word) {
    this.word = word;
  }

  public String word() {
    return word;
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.question;

/** One of the tokens. */
record Token(int number) implements Task {
  @Override
  public boolean fits(int free) {
    return number < free;
  }

  @Override
  public int right(int[] tokens, long index) {
    return tokens[number];
  }

  @Override
  public String words() {
    return "free token " + number;
  }
}

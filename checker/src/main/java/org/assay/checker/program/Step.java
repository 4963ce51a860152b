// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.program;

import java.util.List;

/** A step of a program: its name, which earlier steps it reads by number, and what it does. */
record Step(String name, List<Integer> reads, Operation operation) {
  Step {
    reads = List.copyOf(reads);
  }
}

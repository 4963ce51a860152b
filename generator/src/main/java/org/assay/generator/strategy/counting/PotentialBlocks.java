// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy.counting;

/** The terms of the blocks of a class of queries and a maximum. */
record PotentialBlocks(PotentialMaximum maximum, int[] queries, PotentialWeights weights) {
  PotentialBlocks(PotentialMaximum maximum, int[] queries) {
    this(maximum, queries, PotentialWeights.of(maximum.tables(), queries, maximum.m()));
  }

  PotentialBlock of(int node) {
    return new PotentialBlock(maximum, queries, weights, node);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy;

import java.math.BigInteger;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What Gross et al. 2024 measure proofs by, computed by their rules for the strategies that are
 * theirs: to place our bounds beside the published ones. The cost of our own checker is the
 * operations that it counts.
 *
 * @param flops floating-point operations of their verifier, published for vocab 64, dModel = dHead
 *     = 32 only; empty for other sizes and for strategies and options that are ours. That of
 *     brute-force is published for k 4 only, and inflated by the way it was counted
 * @param unexplainedDimension how many numbers the proof treats as unstructured; for ours by the
 *     same principle (spec/decisions.md)
 */
public record PaperMetrics(OptionalLong flops, Optional<BigInteger> unexplainedDimension) {
  public static final PaperMetrics UNKNOWN =
      new PaperMetrics(OptionalLong.empty(), Optional.empty());

  /** The sizes of a model. */
  public record Sizes(int k, int vocab, int dModel, int dHead) {
    /** Whether floating-point operations are published for such models. */
    public boolean arePublished() {
      return vocab == 64 && dModel == 32 && dHead == 32;
    }
  }

  /** With the operations, if they are published for these sizes. */
  public static PaperMetrics of(Sizes sizes, OptionalLong flops, BigInteger dimension) {
    return new PaperMetrics(
        sizes.arePublished() ? flops : OptionalLong.empty(), Optional.of(dimension));
  }

  /** Of a proof that treats each entry of each circuit as unstructured, and is not theirs. */
  public static PaperMetrics ofEveryCircuit(Sizes sizes) {
    return of(sizes, OptionalLong.empty(), everyCircuit(sizes));
  }

  /** EQKE, EVOU, EUPU, EQKP and PVOU, entry by entry. */
  public static BigInteger everyCircuit(Sizes sizes) {
    long v = sizes.vocab;
    return BigInteger.valueOf(3 * v * v + 2L * sizes.k * v);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy;

import java.math.BigInteger;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What a strategy found.
 *
 * @param pairs number of inputs of each query and maximum that are right by more than the margin,
 *     at least
 * @param hints what the checker needs to find it again: the fields of the strategy in the
 *     certificate (spec F-11) in their order, each with its value as JSON spells it
 * @param operations about what the checker will spend, where the strategy knows
 */
public record Proof(PairCounts pairs, Map<String, String> hints, OptionalLong operations) {
  public Proof {
    hints = Collections.unmodifiableMap(new LinkedHashMap<>(hints));
  }

  public Proof(PairCounts pairs, Map<String, String> hints) {
    this(pairs, hints, OptionalLong.empty());
  }

  public static Proof withoutHints(PairCounts pairs) {
    return new Proof(pairs, Map.of());
  }

  /** The number of all inputs that are right. */
  public BigInteger correct() {
    return pairs.total();
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.arithmetic;

import java.util.Optional;
import org.assay.checker.exact.Rational;

/**
 * How heads share attention: queries, keys and values have {@code heads} equal parts. A score is
 * the product of query and key times {@code factor / √root}. With {@code masked} the score of a
 * masked position is that number, times the scale where {@code scaled}; else it is left out.
 */
public record Softmax(
    int heads, Rational factor, int root, Optional<Rational> masked, boolean scaled) {}

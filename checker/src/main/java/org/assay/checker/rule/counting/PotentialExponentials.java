// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.counting;

import org.assay.checker.exact.ExactMatrix;
import org.assay.checker.margin.ScoreExponential;

/**
 * Exponentials of differences of scores over √dHead, in units of the score table and of the
 * position table.
 */
record PotentialExponentials(ScoreExponential tokens, ScoreExponential positions) {
  static PotentialExponentials of(PotentialParts parts) {
    ExactMatrix scores = parts.attention().known();
    int sums = Integer.SIZE - Integer.numberOfLeadingZeros(parts.vocab());
    int scoreBits = scores.magnitudeBits() + 1 + sums;
    int errorBits = parts.largestError().bitLength() + scores.exponent();
    ExactMatrix positions = parts.positions();
    return new PotentialExponentials(
        new ScoreExponential(parts.dHead(), Math.max(scoreBits, errorBits) + 1, scores.exponent()),
        new ScoreExponential(parts.dHead(), positions.magnitudeBits() + 1, positions.exponent()));
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.counting;

import java.math.BigInteger;
import java.util.Arrays;
import org.assay.checker.exact.Enclosure;
import org.assay.checker.margin.ScoreExponential;

/**
 * Exponentials of differences of scores over √dHead, in units of the score table and of the
 * position table.
 */
final class PotentialExponentials {
  private final ScoreExponential tokens;
  private final ScoreExponential positions;
  private final int tokenExponent;
  private final int positionExponent;

  PotentialExponentials(PotentialParts parts) {
    this.tokenExponent = parts.attention().known().exponent();
    this.positionExponent = parts.positions().exponent();
    int errorBits = parts.largestError().bitLength() + tokenExponent;
    int sums = Integer.SIZE - Integer.numberOfLeadingZeros(parts.vocab());
    int scoreBits = parts.attention().known().magnitudeBits() + 1 + sums;
    this.tokens = new ScoreExponential(parts.dHead(), Math.max(scoreBits, errorBits) + 1);
    this.positions = new ScoreExponential(parts.dHead(), parts.positions().magnitudeBits() + 1);
  }

  Enclosure ofToken(BigInteger difference) {
    return tokens.of(difference, tokenExponent);
  }

  Enclosure ofPosition(BigInteger difference) {
    return positions.of(difference, positionExponent);
  }

  Enclosure[] ofTokens(BigInteger[] differences) {
    return Arrays.stream(differences).map(this::ofToken).toArray(Enclosure[]::new);
  }

  Enclosure[] ofPositions(BigInteger[] differences) {
    return Arrays.stream(differences).map(this::ofPosition).toArray(Enclosure[]::new);
  }
}

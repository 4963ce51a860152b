// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.binomial;

import static java.math.BigInteger.ONE;
import static java.math.BigInteger.ZERO;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lemmas L-71 and L-72 against tails in exact fractions. */
class ClopperPearsonTest {
  private static final BigInteger UNIT = ONE.shiftLeft(64);

  /** 2^(64 trials) times the probability of so many successes or more, of a 2^-64 each. */
  private static BigInteger tail(int trials, int successes, BigInteger a) {
    BigInteger c = UNIT.subtract(a);
    BigInteger choices = ONE;
    BigInteger sum = ZERO;
    for (int i = 0; i <= trials; i++) {
      if (i >= successes) {
        sum = sum.add(choices.multiply(a.pow(i)).multiply(c.pow(trials - i)));
      }
      choices = choices.multiply(BigInteger.valueOf(trials - i)).divide(BigInteger.valueOf(i + 1));
    }
    return sum;
  }

  private static boolean isSmall(int trials, int successes, BigInteger a, int confidence) {
    BigInteger scaled = tail(trials, successes, a).shiftLeft(confidence);
    return scaled.compareTo(ONE.shiftLeft(64 * trials)) <= 0;
  }

  private static void assertIsTheBound(int trials, int successes, int confidence) {
    String place = successes + " of " + trials + ", 2^-" + confidence;
    BigInteger bound = new ClopperPearson(trials, successes, confidence).bound();
    if (successes == 0) {
      assertEquals(ZERO, bound, place);
      return;
    }
    assertTrue(isSmall(trials, successes, bound, confidence), place);
    BigInteger next = bound.add(BigInteger.TWO); // one unit is what rounding up may cost
    assertTrue(!isSmall(trials, successes, next, confidence), place);
  }

  @Test
  void everyCountOfFewTrialsHasTheExactBound() {
    for (int trials = 1; trials <= 12; trials++) {
      for (int successes = 0; successes <= trials; successes++) {
        for (int confidence : new int[] {1, 2, 3, 10, 40, 256}) {
          assertIsTheBound(trials, successes, confidence);
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "100,1,1",
    "100,50,1",
    "100,99,40",
    "300,300,40",
    "300,150,256",
    "300,2,20",
    "400,397,7"
  })
  void moreTrialsToo(int trials, int successes, int confidence) {
    assertIsTheBound(trials, successes, confidence);
  }

  /** Of each probability j/40 the counts whose bound is above it are rare enough, exactly. */
  @ParameterizedTest
  @CsvSource({"1,1", "2,1", "5,2", "9,3", "16,1", "16,4"})
  void coverageIsWhatIsClaimed(int trials, int confidence) {
    for (int j = 1; j < 40; j++) {
      BigInteger a = UNIT.multiply(BigInteger.valueOf(j)).divide(BigInteger.valueOf(40));
      int least = 0;
      while (least <= trials
          && new ClopperPearson(trials, least, confidence).bound().compareTo(a) <= 0) {
        least++;
      }
      boolean never = least > trials;
      assertTrue(never || isSmall(trials, least, a, confidence), trials + ", " + j + "/40");
    }
  }

  @Test
  void theBoundGrowsWithSuccesses() {
    BigInteger before = BigInteger.valueOf(-1);
    for (int successes = 0; successes <= 200; successes++) {
      BigInteger bound = new ClopperPearson(200, successes, 5).bound();
      assertTrue(bound.compareTo(before) > 0, bound + " after " + successes);
      before = bound;
    }
  }

  /** All right: 2^(-k/n); one of two: 1 - sqrt(1 - 2^-k). */
  @ParameterizedTest
  @CsvSource({
    "10000,10000,40,0.9972312513",
    "1000000,1000000,40,0.9999722744",
    "1,1,1,0.5000000000",
    "2,1,2,0.1339745962"
  })
  void knownBounds(int trials, int successes, int confidence, String want) {
    BigInteger bound = new ClopperPearson(trials, successes, confidence).bound();
    BigDecimal share = new BigDecimal(bound).divide(new BigDecimal(UNIT));
    assertEquals(want, share.setScale(10, RoundingMode.DOWN).toPlainString());
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.wide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import org.assay.checker.arithmetic.Activation;
import org.assay.checker.exact.Enclosure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Lemmas L-61, L-62, L-65 and L-66: every level encloses what vectors/program_oracle.py finds with
 * its own series, rounded down to 60 digits.
 */
class FunctionsTest {
  private static final BigDecimal DIGIT = BigDecimal.ONE.movePointLeft(60);

  private static final String[] VALUES = {
    "gelu 1 0.841344746068542948585232545632037922477912966726604390987394",
    "gelu -1 -0.158655253931457051414767454367962077522087033273395609012606",
    "gelu 0.125 0.068717278103764111622411953738808779996654988893555937656019",
    "gelu -0.75 -0.169970514282651149495296627037607308826798694906700829377453",
    "gelu 2.5 2.484475836685559662082554738564519447180255632692268079328592",
    "gelu -6 -0.000000005919525870226188844205184794388252112018747499874173",
    "gelu 7 6.999999999991041312192799154969314634164534169013770090920608",
    "gelu -12 -0.000000000000000000000000000000021317785344932147972354052023",
    "gelu 15.5 15.499999999999999999999999999999999999999999999999999973115857",
    "gelu-tanh 1 0.841191990608276704781995777045183860825761470114009437650164",
    "gelu-tanh -1 -0.158808009391723295218004222954816139174238529885990562349836",
    "gelu-tanh 0.125 0.068717198624223387827555462725351992935533742441404512857482",
    "gelu-tanh -0.75 -0.170039444834379695815855803013500293288232240036852999579755",
    "gelu-tanh 2.5 2.484915733910001417920507677542289286985414439260990898769385",
    "gelu-tanh -6 -0.000000000084396467007622970836994430890650887602018151987152",
    "gelu-tanh 7 6.999999999999997684557737927451036771187683894507672640986308",
    "silu 1 0.731058578630004879251159241821836274365144640165056519276365",
    "silu -1 -0.268941421369995120748840758178163725634855359834943480723635",
    "silu 0.125 0.066401171671719532155633930699638208381683770095388108508234",
    "silu -0.75 -0.240615975618455270130239913167565734074334063835317983512787",
    "silu 2.5 2.310354549946891122016734558384380567173219900848039402909181",
    "silu -6 -0.014835738939808646004359444233534574706558435899152524528364",
    "silu 7 6.993622641639195482494956733577141010730963578170770035026268",
    "silu -12 -0.000073730095226576613906885868607608111691612137002944481327",
    "silu -20 -0.000000041223072363804071628617242589491853815049800377385994",
    "silu 15.5 15.499997124143921529086539047658743870128022264992071237948538",
  };

  private static final String[] EXPONENTIALS = {
    "0 0.999999999999999999999999999999999999999999999999999999999999",
    "-1 0.367879441171442321595523770161460867445811131031767834507836",
    "-0.0009765625 0.999023914181975662234711789610329430319202080778525185510167",
    "-2.5 0.082084998623898795169528674467159807837804121015436648845758",
    "-40 0.000000000000000004248354255291588995329234782858658017879565",
    "-100 0.000000000000000000000000000000000000000000037200759760208359",
  };

  private static final String PI =
      "3.14159265358979323846264338327950288419716939937510582097494459230781640628620899862803482";

  private static BigInteger scaled(String number, int bits) {
    return new BigDecimal(number)
        .multiply(new BigDecimal(BigInteger.ONE.shiftLeft(bits)))
        .toBigIntegerExact();
  }

  private static BigDecimal unscaled(BigInteger number, int bits) {
    return new BigDecimal(number).divide(new BigDecimal(BigInteger.ONE.shiftLeft(bits)));
  }

  private static void assertBetween(BigDecimal lo, String floor, BigDecimal hi, String what) {
    BigDecimal value = new BigDecimal(floor);
    assertTrue(lo.compareTo(value.add(DIGIT)) <= 0, what + ": " + lo);
    assertTrue(hi.compareTo(value) >= 0, what + ": " + hi);
  }

  @ParameterizedTest
  @ValueSource(ints = {64, 128, 256, 1024})
  void everyLevelEnclosesTheValuesClosely(int bits) {
    Functions functions = new Functions(bits);
    for (String line : VALUES) {
      String[] words = line.split(" ");
      Activation function = Activation.valueOf(words[0].toUpperCase(Locale.ROOT).replace('-', '_'));
      Ball ball =
          functions.of(
              new Ball(new BigInteger[] {scaled(words[1], bits)}, BigInteger.ZERO), function);
      assertTrue(ball.radius().compareTo(BigInteger.TWO) <= 0, line + ": " + ball.radius());
      assertBetween(
          unscaled(ball.centre()[0].subtract(ball.radius()), bits),
          words[2],
          unscaled(ball.centre()[0].add(ball.radius()), bits),
          line + " at " + bits);
    }
  }

  @Test
  void aRadiusGrowsByFiveHalves() {
    Functions functions = new Functions(64);
    BigInteger[] centre = {BigInteger.ZERO};
    Ball ball = functions.of(new Ball(centre, BigInteger.valueOf(10)), Activation.SILU);
    assertEquals(BigInteger.valueOf(25), ball.radius());
    assertEquals(BigInteger.ZERO, ball.centre()[0]);
  }

  @Test
  void theTwoSidesAddUp() {
    Functions functions = new Functions(128);
    for (String x : new String[] {"0.5", "3", "15.875", "16.125", "511", "513", "4096"}) {
      for (Activation function : Activation.values()) {
        if (function != Activation.RELU) {
          BigInteger c = scaled(x, 128);
          Ball both =
              functions.of(new Ball(new BigInteger[] {c, c.negate()}, BigInteger.ZERO), function);
          BigInteger rest = both.centre()[0].subtract(both.centre()[1]).subtract(c);
          // f(x) - f(-x) = x
          assertTrue(
              rest.abs().compareTo(both.radius().shiftLeft(1)) <= 0,
              function + " " + x + " " + rest);
          assertTrue(both.radius().compareTo(BigInteger.TWO) <= 0, function + " " + x);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {64, 130, 500})
  void exponentialsAreEnclosedRelativeToTheirSize(int bits) {
    FixedExponential exponential = new FixedExponential(bits);
    for (String line : EXPONENTIALS) {
      String[] words = line.split(" ");
      BigInteger argument = scaled(words[0], bits);
      Enclosure e = exponential.of(argument);
      int shift = e.exponent().negate().intValueExact();
      assertBetween(unscaled(e.lo(), shift), words[1], unscaled(e.hi(), shift), line);
      BigInteger width = e.hi().subtract(e.lo());
      assertTrue(width.bitLength() <= 14, line + ": " + width);
      assertTrue(e.lo().bitLength() > bits, line);
    }
  }

  @Test
  void whatIsFarBelowIsNotZero() {
    FixedExponential exponential = new FixedExponential(64);
    BigInteger last = BigInteger.valueOf(-256).shiftLeft(64);
    assertEquals(1, exponential.of(last).lo().signum());
    Enclosure below = exponential.of(last.subtract(BigInteger.ONE));
    assertEquals(new Enclosure(BigInteger.ZERO, BigInteger.ONE, BigInteger.valueOf(-256)), below);
    assertEquals(BigInteger.ZERO, exponential.down(last.subtract(BigInteger.ONE)));
    assertEquals(BigInteger.ONE, exponential.up(last.subtract(BigInteger.ONE)));
    assertThrows(IllegalArgumentException.class, () -> exponential.of(BigInteger.ONE));
  }

  @ParameterizedTest
  @ValueSource(ints = {64, 128, 280})
  void constantsAreEnclosed(int bits) {
    BigInteger[] pi = Constants.pi(bits);
    BigDecimal digits = new BigDecimal(PI);
    assertTrue(unscaled(pi[0], bits).compareTo(digits.add(BigDecimal.ONE.movePointLeft(88))) <= 0);
    assertTrue(unscaled(pi[1], bits).compareTo(digits) >= 0);
    assertTrue(pi[1].subtract(pi[0]).compareTo(BigInteger.valueOf(40L * bits + 40)) <= 0);
    Constants constants = new Constants(bits);
    assertBetween(
        unscaled(constants.densityLow, bits),
        "0.398942280401432677939946059934381868475858631164934657665925",
        unscaled(constants.densityHigh, bits),
        "1/sqrt(2 pi)");
    assertBetween(
        unscaled(constants.slopeLow, bits),
        "1.595769121605730711759784239737527473903434524659738630663703",
        unscaled(constants.slopeHigh, bits),
        "sqrt(8/pi)");
    assertEquals(BigInteger.ONE, constants.densityHigh.subtract(constants.densityLow));
    assertEquals(BigInteger.ONE, constants.slopeHigh.subtract(constants.slopeLow));
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.question;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.assay.checker.json.JsonReader;
import org.assay.checker.json.Sha256;
import org.assay.checker.sample.Sample;
import org.assay.checker.verdict.Rejection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lemmas L-70 and L-71 on a population that is enumerated: 3^3 times 5 times 6 sequences. */
class CoverageTest {
  private static final String POSITIONS =
      "{\"from\":0,\"to\":2},{\"from\":1,\"to\":5},{\"token\":7},{\"from\":0,\"to\":2},"
          + "{\"from\":0,\"to\":5},{\"from\":4,\"to\":6}";

  private static final int POPULATION = 3 * 5 * 3 * 6 * 3;

  private static Inputs read(String fields) throws Rejection {
    byte[] text = ("{" + fields + "}\n").getBytes(StandardCharsets.US_ASCII);
    return JsonReader.read(text, InputsReader::read);
  }

  private static Inputs drawn(int draws, int confidence, String beacon)
      throws Rejection, IOException {
    String fields =
        "\"kind\":\"drawn\",\"positions\":["
            + POSITIONS
            + "],\"draws\":"
            + draws
            + ",\"confidence\":"
            + confidence
            + ",\"source\":\"tests\",\"round\":\"1\"";
    Inputs inputs = read(fields);
    String claim = "{" + fields + ",\"beacon\":\"" + beacon + "\",\"correct\":\"0\"}";
    inputs.setPayload(claim.getBytes(StandardCharsets.US_ASCII));
    inputs.load(sha256 -> new byte[0]);
    return inputs;
  }

  private static String beacon(int number) {
    return Sha256.of(new byte[] {(byte) number, (byte) (number >> 8)});
  }

  private static boolean isRight(int[] tokens, int modulus) {
    return (tokens[0] + 2 * tokens[1] + 5 * tokens[3] + 7 * tokens[4] + 11 * tokens[5]) % modulus
        != 0;
  }

  private static long right(Inputs inputs, Predicate<int[]> holds) {
    return LongStream.range(0, inputs.count().longValueExact())
        .mapToObj(inputs::input)
        .filter(holds)
        .count();
  }

  /** Of 1,000 beacons at most one in 2^k may give a bound above the accuracy. */
  @ParameterizedTest
  @CsvSource({"2,40,3", "3,40,3", "7,60,4", "7,200,2", "13,90,5", "23,200,6", "23,300,1"})
  void theBoundHoldsAsOftenAsItSays(int modulus, int draws, int confidence)
      throws Rejection, IOException {
    Inputs every = read("\"kind\":\"all\",\"positions\":[" + POSITIONS + "]");
    assertEquals(BigInteger.valueOf(POPULATION), every.count());
    BigInteger truth =
        BigInteger.valueOf(right(every, tokens -> isRight(tokens, modulus)))
            .shiftLeft(64)
            .divide(every.count());
    Map<BigInteger, BigInteger> bounds = new HashMap<>(); // by the number of right draws
    int above = 0;
    for (int i = 0; i < 1000; i++) {
      Inputs inputs = drawn(draws, confidence, beacon(i));
      BigInteger correct = BigInteger.valueOf(right(inputs, tokens -> isRight(tokens, modulus)));
      if (!bounds.containsKey(correct)) {
        Sample sample = inputs.sample(correct, inputs.count()).orElseThrow();
        bounds.put(correct, sample.provable().numerator());
      }
      above += bounds.get(correct).compareTo(truth) > 0 ? 1 : 0;
    }
    assertTrue(above << confidence <= 1000, above + " of 1000 bounds are above the truth");
    assertTrue(above > 0 || confidence > 4, "bounds are too small to be those of the lemma");
  }

  /** Chi squared of 810 cells with 100 draws each is within five standard deviations of 809. */
  @Test
  void everySequenceIsDrawnAlike() throws Rejection, IOException {
    Map<String, Integer> cells = new HashMap<>();
    int rounds = 100;
    for (int i = 0; i < rounds; i++) {
      Inputs inputs = drawn(POPULATION - 1, 1, beacon(i));
      for (int j = 0; j < POPULATION - 1; j++) {
        cells.merge(Arrays.toString(inputs.input(j)), 1, Integer::sum);
      }
    }
    assertEquals(POPULATION, cells.size());
    long squares = cells.values().stream().mapToLong(times -> (long) times * times).sum();
    long draws = (long) rounds * (POPULATION - 1);
    long chi = squares * POPULATION / draws - draws;
    assertTrue(Math.abs(chi - (POPULATION - 1)) < 5 * 40, "chi squared: " + chi);
  }

  @Test
  void distinctDrawsAreCounted() throws Rejection, IOException {
    Inputs inputs = drawn(POPULATION - 1, 1, beacon(0));
    long distinct =
        LongStream.range(0, POPULATION - 1)
            .mapToObj(i -> Arrays.toString(inputs.input(i)))
            .distinct()
            .count();
    Sample sample = inputs.sample(BigInteger.ZERO, inputs.count()).orElseThrow();
    assertEquals(distinct, sample.distinct());
    assertTrue(distinct < POPULATION - 1, "two are equal");
  }
}

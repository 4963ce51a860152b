// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.halfspaces;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.assay.checker.arithmetic.Softmax;
import org.assay.checker.claim.TokenWeights;
import org.assay.checker.deficit.DeficitTable;
import org.assay.checker.deficit.DeficitTable.Measure;
import org.assay.checker.deficit.SumTerms;
import org.assay.checker.exact.Meter;
import org.assay.checker.exact.Rational;
import org.assay.checker.hint.Bits;
import org.assay.checker.verdict.Rejection;
import org.junit.jupiter.api.Test;

/** Lemma L-73 against every input of small classes. */
class SlicesTest {
  private static final int BINS = 50;
  private static final Rational ONE = new Rational(BigInteger.ONE, BigInteger.ONE);

  private static Bits random(Random random, int length) {
    BitSet bits = new BitSet();
    for (int i = 0; i < length; i++) {
      bits.set(i, random.nextInt(3) > 0);
    }
    return new Bits("split", bits, length);
  }

  /** Every input, as its tokens; the last one is the query. */
  static List<int[]> inputs(int vocab, int n) {
    int all = (int) Math.pow(vocab, n);
    List<int[]> inputs = new ArrayList<>();
    for (int number = 0; number < all; number++) {
      int[] tokens = new int[n];
      for (int i = 0, rest = number; i < n; i++, rest /= vocab) {
        tokens[i] = rest % vocab;
      }
      inputs.add(tokens);
    }
    return inputs;
  }

  /** By the lemma's words: the largest token below the maximum before the query, or -1. */
  private static int second(int[] tokens) {
    int m = Arrays.stream(tokens).max().orElseThrow();
    return Arrays.stream(tokens, 0, tokens.length - 1).filter(t -> t < m).max().orElse(-1);
  }

  static boolean isIn(ClassSlice slice, int[] tokens) {
    int second = second(tokens);
    return tokens[tokens.length - 1] == slice.q()
        && Arrays.stream(tokens).max().orElseThrow() == slice.m()
        && (second < 0 ? slice.low() == 0 : second >= slice.low() && second < slice.high());
  }

  static LayerTables.Sizes sizes(int n, int vocab) {
    return new LayerTables.Sizes(n, vocab, 0, 0, new Softmax(1, ONE, 0, Optional.empty(), false));
  }

  @Test
  void everyInputIsInOneSlice() throws Rejection {
    Random random = new Random(1);
    for (int vocab = 1; vocab <= 6; vocab++) {
      int pairs = vocab * (vocab + 1) / 2;
      Slices whole = Slices.of(vocab, Optional.empty());
      assertEquals(pairs, whole.count());
      assertTrue(whole.all().stream().allMatch(ClassSlice::isWhole));
      Slices slices = cut(random, vocab);
      for (int[] tokens : inputs(vocab, 3)) {
        assertEquals(1, slices.all().stream().filter(slice -> isIn(slice, tokens)).count());
        int m = Arrays.stream(tokens).max().orElseThrow();
        assertEquals(1, slices.of(tokens[2], m).stream().filter(s -> isIn(s, tokens)).count());
      }
      for (int number = 0; number < slices.count(); number++) {
        assertEquals(number, slices.all().get(number).number());
      }
    }
  }

  /** Random bits, as many as are asked for. */
  private static Slices cut(Random random, int vocab) throws Rejection {
    long seed = random.nextLong();
    for (int length = 0; ; length++) {
      try {
        return Slices.of(vocab, Optional.of(random(new Random(seed), length)));
      } catch (Rejection e) {
        assertTrue(length < 1000, e.getMessage());
      }
    }
  }

  @Test
  void bitsThatAreLeftOverAreRefused() throws Rejection {
    BitSet none = new BitSet(); // of 4 tokens, 7 classes have one with two tokens below the maximum
    assertEquals(10, Slices.of(4, Optional.of(new Bits("split", none, 12))).count());
    for (int length : new int[] {0, 6, 13}) {
      Bits bits = new Bits("split", none, length);
      assertThrows(Rejection.class, () -> Slices.of(4, Optional.of(bits)), "length " + length);
    }
  }

  /** Weights by position, some of them 0, and a sum of terms: what is charged, by enumeration. */
  @Test
  void chargesAreThoseOfTheInputsOfTheSlice() throws Rejection {
    Random random = new Random(2);
    long lost = 0;
    for (int round = 0; round < 150; round++) {
      int vocab = 2 + random.nextInt(4);
      int n = 1 + random.nextInt(4);
      TokenWeights weights = random.nextBoolean() ? TokenWeights.UNIFORM : some(random, vocab, n);
      Measure measure = new Measure(BINS, weights, new Meter());
      int[][] terms =
          IntStream.range(0, n)
              .mapToObj(i -> random.ints(vocab, -9, 8).toArray())
              .toArray(int[][]::new);
      for (ClassSlice slice : cut(random, vocab).all()) {
        SliceMeasure own = SliceMeasure.of(slice, sizes(n, vocab), measure);
        long inputs = 0;
        long bad = 0;
        for (int[] tokens : inputs(vocab, n)) {
          if (isIn(slice, tokens)) {
            long weight = weight(weights, tokens);
            inputs += weight;
            bad += sum(terms, tokens) < 0 ? 0 : weight;
          }
        }
        assertEquals(BigInteger.valueOf(inputs), own.weight());
        if (n > 1 && inputs > 0) { // width 1: nothing is rounded, so that nothing else is charged
          assertEquals(BigInteger.valueOf(bad), charged(own, slice, terms));
          lost += bad;
        }
      }
    }
    assertTrue(lost > 10_000, "lost " + lost);
  }

  private static BigInteger charged(SliceMeasure own, ClassSlice slice, int[][] terms) {
    int last = terms.length - 1;
    long[][] before = new long[last][slice.m() + 1];
    for (int i = 0; i < last; i++) {
      int position = i;
      Arrays.setAll(before[i], t -> terms[position][t]);
    }
    BigInteger[] charge = {BigInteger.ZERO};
    long[] query = {terms[last][slice.q()]};
    own.charge(new SumTerms(slice.m(), List.of(slice.q()), before, query), charge);
    return charge[0];
  }

  private static TokenWeights some(Random random, int vocab, int n) {
    List<TokenWeights> places = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      places.add(new TokenWeights(random.ints(vocab, 0, 4).boxed().toList()));
    }
    return new TokenWeights(List.of(), places);
  }

  private static long weight(TokenWeights weights, int[] tokens) {
    long weight = 1;
    for (int i = 0; i < tokens.length; i++) {
      weight *= weights.at(i).of(tokens[i]);
    }
    return weight;
  }

  private static long sum(int[][] terms, int[] tokens) {
    long sum = 0;
    for (int i = 0; i < tokens.length; i++) {
      sum += terms[i][tokens[i]];
    }
    return sum;
  }

  /** Of 40 positions and two tokens there are binomials, too many for 62 bits with such weights. */
  @Test
  void whatIsRoundedUpIsAnUpperBound() {
    int positions = 40;
    int heavy = 1000;
    TokenWeights weights = new TokenWeights(List.of(heavy, 1));
    long[][] terms = new long[positions][2];
    Arrays.stream(terms).forEach(row -> row[1] = 1); // the sum is how often there is a 1
    BigInteger good = BigInteger.ZERO; // at most 20 of them, but one at least
    BigInteger ways = BigInteger.ONE;
    for (int ones = 0; ones <= 20; ones++) {
      BigInteger weight = BigInteger.valueOf(heavy).pow(positions - ones);
      good = ones == 0 ? good : good.add(ways.multiply(weight));
      ways =
          ways.multiply(BigInteger.valueOf(positions - ones)).divide(BigInteger.valueOf(ones + 1));
    }
    BigInteger[] counted = new BigInteger[2];
    for (int up = 0; up <= 1; up++) {
      Measure measure = new Measure(64, weights, new Meter(), up == 1);
      counted[up] = new DeficitTable(terms, -21, -21, false, measure).good(-21, false);
    }
    assertTrue(counted[0].compareTo(good) < 0 && counted[1].compareTo(good) > 0);
    BigInteger between = counted[1].subtract(counted[0]);
    assertTrue(between.shiftLeft(30).compareTo(good) < 0, "off by more than 2^-30 of it");
  }

  /** The least sum of those that have what is needed, by trying all. */
  @Test
  void pricesAreTheLeastOfAllChoices() {
    Random random = new Random(3);
    for (int round = 0; round < 2000; round++) {
      int positions = 1 + random.nextInt(4);
      boolean needsMaximum = random.nextBoolean();
      boolean needsSecond = random.nextBoolean();
      Prices prices = new Prices(positions, needsMaximum, needsSecond);
      long[][] both = new long[2][positions];
      for (int i = 0; i < positions; i++) {
        for (long[] one : both) {
          one[i] = random.nextInt(5) == 0 ? Prices.NONE : random.nextInt(20);
        }
        prices.setMaximum(i, both[0][i], 100 * i + 1);
        prices.setSecond(i, both[1][i], 10_000 * i + 2);
      }
      prices.choose();
      long least = Prices.NONE;
      for (int i = 0; i < positions; i++) {
        for (int j = 0; j < positions; j++) {
          long first = needsMaximum ? both[0][i] : 0;
          long second = needsSecond ? both[1][j] : 0;
          boolean isPossible = first < Prices.NONE && second < Prices.NONE;
          if (isPossible && !(needsMaximum && needsSecond && i == j)) {
            least = Math.min(least, first + second);
          }
        }
      }
      assertEquals(least, prices.sum());
      boolean isNothing = least == Prices.NONE || !needsMaximum && !needsSecond;
      assertEquals(isNothing, prices.weight() == 0);
    }
  }
}

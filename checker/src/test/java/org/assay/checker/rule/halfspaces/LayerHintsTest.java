// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.halfspaces;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.assay.checker.arithmetic.Softmax;
import org.assay.checker.exact.Rational;
import org.assay.checker.hint.Bits;
import org.assay.checker.rule.halfspaces.Leaves.Leaf;
import org.assay.checker.verdict.RejectCode;
import org.assay.checker.verdict.Rejection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** The hints of spec F-24, written bit by bit. */
class LayerHintsTest {
  private static LayerTables.Sizes sizes(int heads, int vocab, int neurons) {
    Rational one = new Rational(BigInteger.ONE, BigInteger.ONE);
    Softmax softmax = new Softmax(heads, one, 0, Optional.empty(), false);
    return new LayerTables.Sizes(3, vocab, 0, neurons, softmax);
  }

  /** Blanks are for the reader. */
  private static Bits bits(String text) {
    String digits = text.replace(" ", "");
    BitSet bits = new BitSet();
    IntStream.range(0, digits.length()).filter(i -> digits.charAt(i) == '1').forEach(bits::set);
    return new Bits("hint", bits, digits.length());
  }

  private static void assertRefused(Executable reads) {
    assertEquals(RejectCode.HINT_RANGE, assertThrows(Rejection.class, reads).code());
  }

  private static String text(Leaf leaf) {
    return leaf.from()
        + ".."
        + leaf.to()
        + " "
        + Arrays.toString(leaf.shares())
        + (leaf.scaled() ? " scaled" : "")
        + (leaf.apart() ? " apart" : "");
  }

  private static List<String> blocks(Leaves leaves, ClassSlice slice) {
    return leaves.of(slice).stream().map(LayerHintsTest::text).toList();
  }

  /** Two numbers, so three classes; a block of one number is not cut, nor scaled. */
  @Test
  void oneHeadHasNoShares() throws Rejection {
    Slices slices = Slices.of(2, Optional.empty());
    Leaves leaves = new Leaves(sizes(1, 2, 0), false, slices, bits("00 1 01"));
    assertEquals(3, slices.count());
    assertEquals(List.of("0..2 [0]"), blocks(leaves, slices.all().get(0)));
    assertEquals(List.of("0..1 [0]", "1..2 [0]"), blocks(leaves, slices.all().get(1)));
    assertEquals(List.of("0..2 [0] scaled"), blocks(leaves, slices.all().get(2)));
    assertEquals(4, leaves.tables());
    for (int i = 0; i < 2; i++) { // in any order
      assertEquals(2, leaves.of(slices.all().get(1)).size());
    }
  }

  /** Shares have four bits; a block says whether ends are apart only if there are two. */
  @Test
  void sharesAndEndsAreOfEachBlock() throws Rejection {
    Slices slices = Slices.of(1, Optional.empty());
    ClassSlice only = slices.all().get(0);
    Leaves apart = new Leaves(sizes(2, 1, 3), true, slices, bits("1111 0010 1"));
    assertEquals(List.of("0..1 [15, 2] apart"), blocks(apart, only));
    assertEquals(4, apart.tables()); // for each head and end
    Leaves together = new Leaves(sizes(2, 1, 3), true, slices, bits("0001 1000 0"));
    assertEquals(List.of("0..1 [1, 8]"), blocks(together, only));
    assertEquals(2, together.tables());
    Leaves without = new Leaves(sizes(2, 1, 3), false, slices, bits("0001 1000"));
    assertEquals(List.of("0..1 [1, 8]"), blocks(without, only));
  }

  /** Five numbers are cut 2 to 3, and three 1 to 2. */
  @Test
  void blocksAreCutInTheMiddle() throws Rejection {
    Slices slices = Slices.of(5, Optional.empty());
    String first = "1 1 (0..1) (1..2) 1 (2..3) 01".replaceAll("\\([^)]*\\)", "");
    String rest = "00".repeat(slices.count() - 1);
    Leaves leaves = new Leaves(sizes(1, 5, 0), false, slices, bits(first + rest));
    assertEquals(
        List.of("0..1 [0]", "1..2 [0]", "2..3 [0]", "3..5 [0] scaled"),
        blocks(leaves, slices.all().get(0)));
    assertEquals(4 + slices.count() - 1, leaves.tables());
  }

  /** A slice with a lower bound of its second token is counted with and without it. */
  @Test
  void aSliceWithLessIsTwoCounts() throws Rejection {
    Slices slices = Slices.of(3, Optional.of(bits("1 0 0".replace(" ", ""))));
    long less = slices.all().stream().filter(ClassSlice::hasLess).count();
    Leaves leaves = new Leaves(sizes(1, 3, 0), false, slices, bits("00".repeat(slices.count())));
    assertEquals(1, less);
    assertEquals(slices.count() + 1, leaves.tables());
  }

  @Test
  void aCoverHasAsManyBitsAsItTakes() throws Rejection {
    Slices slices = Slices.of(2, Optional.empty());
    LayerTables.Sizes sizes = sizes(1, 2, 0);
    for (String good : List.of("000000", "00000000000")) { // five zeros fill the last character
      assertEquals(3, new Leaves(sizes, false, slices, bits(good)).tables());
    }
    for (String bad : List.of("", "00000", "000000000000", "0000001", "00000000001")) {
      assertRefused(() -> new Leaves(sizes, false, slices, bits(bad)));
    }
  }

  @Test
  void slopesAreCodesOfSlicesThatHaveSome() throws Rejection {
    Slices slices = Slices.of(2, Optional.empty());
    Slopes slopes = Slopes.of(sizes(1, 2, 3), 3, Optional.of(bits("0 1 011011 1 000001")));
    int[][] expected = {{0, 0, 0}, {1, 2, 3}, {0, 0, 1}};
    for (int i = 0; i < expected.length; i++) {
      assertArrayEquals(expected[i], slopes.of(slices.all().get(i)));
    }
    Slopes none = Slopes.of(sizes(1, 2, 3), 3, Optional.empty());
    assertArrayEquals(new int[3], none.of(slices.all().get(2)));
  }

  @Test
  void slopesWithoutNeuronsOrOfAnotherLengthAreRefused() throws Rejection {
    assertRefused(() -> Slopes.of(sizes(1, 2, 0), 3, Optional.of(bits("000"))));
    assertEquals(0, Slopes.of(sizes(1, 2, 0), 3, Optional.empty()).of(slice(2)).length);
    for (String good : List.of("000", "0 0 1 11", "00000000")) {
      assertEquals(1, Slopes.of(sizes(1, 2, 1), 3, Optional.of(bits(good))).of(slice(0)).length);
    }
    for (String bad : List.of("", "00", "0 0 1 1", "0001", "000000000")) {
      assertRefused(() -> Slopes.of(sizes(1, 2, 1), 3, Optional.of(bits(bad))));
    }
  }

  private static ClassSlice slice(int number) throws Rejection {
    return Slices.of(2, Optional.empty()).all().get(number);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.assay.generator.strategy.counting.ClassCover;
import org.assay.generator.strategy.counting.OutputTree;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The bits of spec F-11, spelled out. */
class PackedBitsTest {
  @ParameterizedTest
  @CsvSource({
    "'', ''",
    "0, A",
    "1, g",
    "000001, B",
    "111110, -",
    "111111, _",
    "1111111, _g",
    "011001011010110100111110, Za0-"
  })
  void sixBitsAreACharacter(String bits, String text) {
    PackedBits packed = new PackedBits();
    for (char bit : bits.toCharArray()) packed.add(bit == '1');
    assertEquals(text, packed.toString());
  }

  /** Five outputs: [0, 2) and [2, 5), which is [2, 3) and [3, 5). */
  @Test
  void aCutIsSpelledInPreorder() {
    OutputTree tree = new OutputTree(5);
    assertEquals(9, tree.nodes());
    int[] singles = {tree.single(0), tree.single(1), tree.single(2), tree.single(3)};
    assertEquals(List.of(2, 3, 5, 7), List.of(singles[0], singles[1], singles[2], singles[3]));
    double[] losses = {9, 1, 1, 1, 4, 1, 2, 1, 1}; // by node: the root is dear, [3, 5) is not
    ClassCover cover = ClassCover.measure(tree, node -> losses[node], 0);
    ClassCover.Price price = cover.cut(0);
    assertEquals(new ClassCover.Price(4, 3), price);
    PackedBits bits = new PackedBits();
    List<Integer> blocks = new ArrayList<>();
    cover.spell(bits, blocks::add);
    assertEquals(List.of(1, 5, 6), blocks);
    assertEquals("o", bits.toString()); // 1 root, 0 [0, 2), 1 [2, 5), 0 [3, 5)
    assertEquals(new ClassCover.Price(5, 2), cover.cut(3));
    assertEquals(new ClassCover.Price(9, 1), cover.cut(5));
  }
}

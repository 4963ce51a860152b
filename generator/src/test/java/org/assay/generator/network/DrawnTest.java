// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.network;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Draws as spec L-70 defines them, against those of the checker in spec/python. */
class DrawnTest {
  private static Drawn of(String template, int draws) {
    Drawn.Beacon beacon = Drawn.Beacon.parse("source:with:colons:7");
    assertEquals(new Drawn.Beacon("source:with:colons", "7", Optional.empty()), beacon);
    return Drawn.of(Template.parse(template), draws, 40, beacon);
  }

  @Test
  void theDrawsAreThoseOfTheSeed() {
    Drawn drawn = of("0..2 5 1..64 0..999999", 6).by("fixed".getBytes(US_ASCII));
    int[] all = {
      1, 5, 54, 482993, 0, 5, 14, 90442, 2, 5, 42, 249573, 1, 5, 60, 33581, 2, 5, 56, 863764, 2, 5,
      48, 426563
    };
    assertArrayEquals(all, drawn.tokens());
    int[] third = new int[4];
    drawn.tokens(2, third);
    assertArrayEquals(new int[] {2, 5, 42, 249573}, third);
    assertEquals(6, drawn.count());
  }

  @Test
  void everyTokenOfTheTemplateCounts() {
    Drawn drawn = of("0..2 5 7..8", 1);
    List<Integer> tokens = new ArrayList<>();
    drawn.forEachFreeToken(tokens::add);
    assertEquals(List.of(0, 1, 2, 7, 8), tokens);
    assertEquals(8, drawn.largest());
  }
}

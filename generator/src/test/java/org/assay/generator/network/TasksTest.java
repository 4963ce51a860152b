// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TasksTest {
  /** -1: outside. The values are worked out by hand from spec/tasks.md. */
  @ParameterizedTest
  @CsvSource({
    "max, 3 1 4 1, 4",
    "min, 3 1 4 1, 1",
    "'nth-largest:1', 3 1 4 1, 4",
    "'nth-largest:2', 3 1 4 4, 4",
    "'nth-largest:4', 3 1 4 2, 1",
    "'sum-mod:5', 3 4 4, 1",
    "'sum-mod:1', 3 4, 0",
    "'difference-mod:7', 2 5, 4",
    "'difference-mod:7', 5 2, 3",
    "'product-mod:7', 3 5, 1",
    "'product-mod:7', 6 6 6, 6",
    "'compose:3,right-first', 1 3, 5", // (0 2 1) after (1 2 0): x -> a(b(x)) = 2 1 0
    "'compose:3,left-first', 1 3, 2", // x -> b(a(x)) = 1 0 2
    "'compose:3,right-first', 0 4, 4",
    "'balanced:0,1,0,1', 0 1 0 1, 1",
    "'balanced:0,1,0,1', 0 1 1 0, 0",
    "'balanced:0,1,0,1', 0 0 1 0, 0",
    "'balanced:7,3,5,6', 7 7 3 3, 6",
    "'token:1', 3 9 4, 9",
    "repeat, 5 6 7 5, 6",
    "repeat, 5 6 5 7 5, 7",
    "repeat, 1 5 5, 5",
    "repeat, 1 2 3, -1",
    "distinct-repeat, 5 6 7 5, 6",
    "distinct-repeat, 5 6 7 7, -1",
    "distinct-repeat, 5 5 7 5, -1",
    "distinct-repeat, 5 6 7 8, -1",
    "majority, 1 2 2 3, 2",
    "majority, 1 1 2 2 3, -1",
    "majority, 1 2, -1",
    "majority, 4, 4"
  })
  void theRightOutputIsThatOfTheSpec(String task, String free, int want) {
    Task read = Tasks.parse(task);
    int[] tokens = Arrays.stream(free.split(" ")).mapToInt(Integer::parseInt).toArray();
    read.requireFree(tokens.length, 1);
    OptionalInt right = want < 0 ? OptionalInt.empty() : OptionalInt.of(want);
    assertEquals(right, read.right(tokens, 0));
    assertEquals(read.json(), Tasks.of(read.json()).json(), "comes back from its JSON");
    assertEquals(read.words(), Words.task(read.json()));
  }

  /** S_3 is a group: each row and each column of its table has each number once. */
  @Test
  void compositionIsAGroup() {
    Task compose = Tasks.parse("compose:3,right-first");
    for (int a = 0; a < 6; a++) {
      int row = 0;
      int column = 0;
      for (int b = 0; b < 6; b++) {
        row |= 1 << compose.right(new int[] {a, b}, 0).getAsInt();
        column |= 1 << compose.right(new int[] {b, a}, 0).getAsInt();
        for (int c = 0; c < 6; c++) {
          int left = compose.right(new int[] {a, b}, 0).getAsInt();
          int right = compose.right(new int[] {b, c}, 0).getAsInt();
          assertEquals(
              compose.right(new int[] {left, c}, 0), compose.right(new int[] {a, right}, 0));
        }
      }
      assertEquals(63, row);
      assertEquals(63, column);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "maximum",
        "max:3",
        "sum-mod",
        "sum-mod:",
        "sum-mod:0",
        "sum-mod:-1",
        "sum-mod:5,6",
        "sum-mod:x",
        "sum-mod:99999999999",
        "nth-largest:0",
        "compose:4",
        "compose:4,both",
        "compose:9,left-first",
        "compose:0,left-first",
        "balanced:0,1",
        "balanced:1,1,0,1",
        "token",
        "token:-1",
        "parity",
        "Max",
        "sum-mod: 5",
        "drawn"
      })
  void whatIsNotOnTheListIsRefused(String task) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> Tasks.parse(task));
    assertTrue(refused.getMessage().startsWith("task: got "), refused.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "'difference-mod:5', 3",
    "'compose:3,left-first', 1",
    "repeat, 1",
    "distinct-repeat, 2",
    "'nth-largest:3', 2",
    "'token:2', 2"
  })
  void aTaskWantsItsNumberOfPositions(String task, int count) {
    assertThrows(IllegalArgumentException.class, () -> Tasks.parse(task).requireFree(count, 10));
  }

  @Test
  void tokensThatMakeNoSenseAreRefused() {
    Tasks.parse("compose:3,left-first").requireToken(5);
    assertThrows(
        IllegalArgumentException.class, () -> Tasks.parse("compose:3,left-first").requireToken(6));
    Tasks.parse("balanced:4,2,0,1").requireToken(2);
    assertThrows(
        IllegalArgumentException.class, () -> Tasks.parse("balanced:4,2,0,1").requireToken(0));
  }

  @Test
  void aTemplateGoesThroughItsInputsInOrder() {
    Template template = Template.parse("0..2 7 3..4");
    assertEquals(6, template.count());
    assertEquals("all sequences 0..2 7 3..4", template.words());
    Template runs = Template.parse("5 5 0..1 0..1 0..1 1 1 1 0..1");
    assertEquals("all sequences 5 5 0..1*3 1*3 0..1", runs.words());
    assertEquals(runs, Template.parse(runs.words().replace("all sequences ", "")));
    assertEquals(7, template.largest());
    assertEquals("[0, 2]", Arrays.toString(template.free()));
    int[] tokens = new int[3];
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < 6; i++) {
      template.tokens(i, tokens);
      all.append(Arrays.toString(tokens));
    }
    assertEquals("[0, 7, 3][0, 7, 4][1, 7, 3][1, 7, 4][2, 7, 3][2, 7, 4]", all.toString());
    assertEquals(
        "{\"kind\":\"all\",\"positions\":[{\"from\":0,\"to\":2},{\"token\":7},"
            + "{\"from\":3,\"to\":4}]}",
        template.json().toString());
    assertEquals(template, Template.of(template.json()));
    assertEquals(Template.parse("0..9 0..9 0..9 1"), Template.parse(" 0..9*3  1 "));
    assertEquals(Long.MAX_VALUE, Template.parse("0..4095*256").count());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "0..",
        "..3",
        "3..2",
        "1 2 3",
        "0..3*0",
        "0..3*257",
        "0-3",
        "0..3,0..3",
        "-1..3",
        "0..999999999",
        "0..1*256 0"
      })
  void templatesThatAreNoneAreRefused(String text) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> Template.parse(text));
    assertTrue(refused.getMessage().startsWith("inputs: "), refused.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "1e-05, 1/100000",
    "0.1, 1/10",
    "-3, -3",
    "6/4, 3/2",
    "1E2, 100",
    "0, 0",
    "-0.50, -1/2",
    "00.5, 1/2"
  })
  void fractionsAreExact(String text, String want) {
    assertEquals(want, Fraction.parse(text).toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1/0", "1e", "a", "1/-2", "0x1p3", "NaN", "1e999", "1 "})
  void numbersThatAreNoneAreRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> Fraction.parse(text));
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.question;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.assay.checker.json.JsonReader;
import org.assay.checker.verdict.Rejection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The definitions of spec/tasks.md, by example, and the inputs of F-17. */
class TasksTest {
  private static Task task(String fields, int free) throws Rejection {
    byte[] text = ("{" + fields + "}\n").getBytes(StandardCharsets.US_ASCII);
    return JsonReader.read(text, in -> TaskReader.read(in, free));
  }

  private static int[] tokens(String text) {
    return Arrays.stream(text.split(" ")).mapToInt(Integer::parseInt).toArray();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`\"name\":\"max\"`|3 7 7 1|7",
        "`\"name\":\"min\"`|3 7 7 1|1",
        "`\"name\":\"nth-largest\",\"n\":1`|3 7 7 1|7",
        "`\"name\":\"nth-largest\",\"n\":2`|3 7 7 1|7",
        "`\"name\":\"nth-largest\",\"n\":3`|3 7 7 1|3",
        "`\"name\":\"nth-largest\",\"n\":4`|3 7 7 1|1",
        "`\"name\":\"sum-mod\",\"modulus\":113`|112 112|111",
        "`\"name\":\"sum-mod\",\"modulus\":1`|112|0",
        "`\"name\":\"difference-mod\",\"modulus\":113`|3 5|111",
        "`\"name\":\"difference-mod\",\"modulus\":113`|5 3|2",
        "`\"name\":\"product-mod\",\"modulus\":7`|5 6 4|1",
        "`\"name\":\"product-mod\",\"modulus\":999999999`|16777215 16777215 16777215|131056542",
        "`\"name\":\"token\",\"index\":2`|4 5 6|6",
        "`\"name\":\"repeat\"`|2 9 2 8 2|8",
        "`\"name\":\"repeat\"`|2 2|2",
        "`\"name\":\"repeat\"`|2 3|-1",
        "`\"name\":\"distinct-repeat\"`|2 9 3 2|9",
        "`\"name\":\"distinct-repeat\"`|2 9 3 3|-1",
        "`\"name\":\"distinct-repeat\"`|2 9 9 2|-1",
        "`\"name\":\"distinct-repeat\"`|2 9 3 4|-1",
        "`\"name\":\"majority\"`|1 2 2|2",
        "`\"name\":\"majority\"`|1 2 2 1|-1",
        "`\"name\":\"majority\"`|1 1 2 2 3 3 3|3",
        "`\"name\":\"majority\"`|0|0",
        "`\"name\":\"compose\",\"n\":3,\"order\":\"right-first\"`|3 1|2",
        "`\"name\":\"compose\",\"n\":3,\"order\":\"left-first\"`|3 1|5",
        "`\"name\":\"compose\",\"n\":3,\"order\":\"left-first\"`|0 4|4",
        "`\"name\":\"balanced\",\"open\":1,\"close\":0,\"invalid\":4,\"valid\":5`|1 1 0 0|5",
        "`\"name\":\"balanced\",\"open\":1,\"close\":0,\"invalid\":4,\"valid\":5`|1 0 0 1|4",
        "`\"name\":\"balanced\",\"open\":1,\"close\":0,\"invalid\":4,\"valid\":5`|1 1 0|4",
      })
  void eachHasItsValue(String fields, String input, int right) throws Rejection {
    int[] tokens = tokens(input);
    Task task = task(fields, tokens.length);
    assertEquals(right, task.right(tokens, 0));
    assertTrue(right != Task.OUTSIDE || task.mayBeOutside(), task::words);
    for (int token : tokens) {
      assertTrue(task.admits(token));
    }
  }

  @Test
  void permutationsFormAGroup() throws Rejection {
    Task task = task("\"name\":\"compose\",\"n\":4,\"order\":\"right-first\"", 2);
    for (int a = 0; a < 24; a++) {
      for (int b = 0; b < 24; b++) {
        int ab = task.right(new int[] {a, b}, 0);
        for (int c = 0; c < 24; c += 5) {
          int bc = task.right(new int[] {b, c}, 0);
          assertEquals(task.right(new int[] {ab, c}, 0), task.right(new int[] {a, bc}, 0));
        }
      }
      assertEquals(a, task.right(new int[] {0, a}, 0));
      assertEquals(a, task.right(new int[] {a, 0}, 0));
    }
    assertTrue(task.admits(23));
    assertFalse(task.admits(24));
  }

  private static Inputs inputs(String fields) throws Rejection {
    byte[] text = ("{" + fields + "}\n").getBytes(StandardCharsets.US_ASCII);
    return JsonReader.read(text, InputsReader::read);
  }

  @Test
  void aTemplateIsEnumeratedInLexicographicOrder() throws Rejection {
    Inputs inputs =
        inputs(
            "\"kind\":\"all\",\"positions\":[{\"from\":1,\"to\":2},{\"token\":9},{\"from\":0,\"to\":2}]");
    assertEquals(BigInteger.valueOf(6), inputs.count());
    assertEquals(List.of(0, 2), inputs.free());
    assertEquals(9, inputs.largest());
    assertEquals("sequences 1..2 9 0..2", inputs.words());
    String bit = "{\"from\":0,\"to\":1}";
    String places = bit + "," + bit + ",{\"token\":1}" + ("," + bit).repeat(4);
    assertEquals(
        "sequences 0..1 0..1 1 0..1*4",
        inputs("\"kind\":\"all\",\"positions\":[" + places + "]").words());
    String[] want = {"1 9 0", "1 9 1", "1 9 2", "2 9 0", "2 9 1", "2 9 2"};
    for (int i = 0; i < want.length; i++) {
      assertEquals(Arrays.toString(tokens(want[i])), Arrays.toString(inputs.input(i)));
    }
    assertTrue(inputs.everyFreeToken(token -> token < 3));
    assertFalse(inputs.everyFreeToken(token -> token < 2));
  }

  @Test
  void wordsSayWhatIsAsked() throws Rejection {
    assertEquals("the sum modulo 113", task("\"name\":\"sum-mod\",\"modulus\":113", 2).words());
    assertEquals("the product modulo 5", task("\"name\":\"product-mod\",\"modulus\":5", 2).words());
    assertEquals(
        "the difference modulo 5", task("\"name\":\"difference-mod\",\"modulus\":5", 2).words());
    assertEquals("free token 1", task("\"name\":\"token\",\"index\":1", 2).words());
    assertEquals(
        "the composition of two permutations of 3 (the second applied first)",
        task("\"name\":\"compose\",\"n\":3,\"order\":\"right-first\"", 2).words());
    assertThrows(Rejection.class, () -> task("\"name\":\"token\",\"index\":2", 2));
  }
}

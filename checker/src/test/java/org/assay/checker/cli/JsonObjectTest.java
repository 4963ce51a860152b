// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JsonObjectTest {
  private static void assertSpelled(String want, Object value) {
    assertEquals("{\"a\":" + want + "}", new JsonObject().put("a", value).toString());
  }

  @Test
  void textIsAscii() {
    assertSpelled("\" ~\\u007f\\u0000\\\"\\\\\\u00e9\"", " ~\u007f\u0000\"\\\u00e9");
    assertEquals("{\"\\\"\":1}", new JsonObject().put("\"", 1).toString());
  }

  @Test
  void countsAreStringsAndNumbersAreNot() {
    assertSpelled("\"18446744073709551616\"", BigInteger.TWO.pow(64));
    assertSpelled("7", 7L);
    assertSpelled("true", true);
  }

  @Test
  void whatIsMissingIsNull() {
    assertSpelled("null", Optional.empty());
    assertSpelled("\"x\"", Optional.of("x"));
    assertSpelled("null", Optional.of(Optional.empty()));
  }

  @Test
  void listsAndObjectsNest() {
    assertSpelled("[]", List.of());
    assertSpelled("[1,\"b\",{\"c\":2}]", List.of(1, "b", new JsonObject().put("c", 2)));
    assertEquals("{}", new JsonObject().toString());
    assertEquals("{\"b\":1,\"a\":2}", new JsonObject().put("b", 1).put("a", 2).toString());
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class JsonTextTest {
  @Test
  void jsonTextIsAscii() {
    assertEquals("\" ~\\u007f\\u0000\\\"\\\\\\u00e9\"", JsonText.quote(" ~\u007f\u0000\"\\\u00e9"));
  }
}

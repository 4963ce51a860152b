// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.torch;

import java.util.Locale;
import java.util.Map;

/** Opcodes that are refused, in words. */
final class Opcodes {
  private static final Map<Integer, String> MEANINGS =
      Map.of(
          (int) 'i',
          "INST, which makes an object of a class",
          (int) 'o',
          "OBJ, which makes an object of a class",
          0x81,
          "NEWOBJ, which makes an object of a class",
          0x92,
          "NEWOBJ_EX, which makes an object of a class",
          0x82,
          "EXT1, a name by a private number",
          0x83,
          "EXT2, a name by a private number",
          0x84,
          "EXT4, a name by a private number",
          (int) 'P',
          "PERSID, a reference in the form of protocol 0");

  private Opcodes() {}

  static String refused(int opcode, int at) {
    return String.format(
        Locale.ROOT,
        "0x%02x at byte %d is not read%s",
        opcode,
        at,
        MEANINGS.containsKey(opcode) ? ": " + MEANINGS.get(opcode) : "");
  }
}

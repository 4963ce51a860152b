// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.assay.archive.refusal.Code;
import org.assay.archive.refusal.Refusal;
import org.junit.jupiter.api.function.Executable;

/** Keys, certificates and entries for tests; the keys are published here, so they sign nothing. */
final class TestLog {
  static final String ORIGIN = "log.example/one";

  private static final List<LogEntry> ENTRIES = new ArrayList<>();

  private TestLog() {}

  static void assertRefused(Code code, Executable what) {
    Refusal refusal = assertThrows(Refusal.class, what);
    assertEquals(code, refusal.code(), refusal::getMessage);
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static NoteSigner log(String origin, int seed) {
    return signer(origin, NoteKey.Type.NOTE, seed);
  }

  static NoteSigner witness(String name, int seed) {
    return signer(name, NoteKey.Type.COSIGNATURE, seed);
  }

  private static NoteSigner signer(String name, NoteKey.Type type, int seed) {
    byte[] secret = new byte[32];
    Arrays.fill(secret, (byte) seed);
    try {
      return NoteSigner.parse(name, type, pem(secret));
    } catch (Refusal wrong) {
      throw new IllegalStateException(wrong);
    }
  }

  static byte[] pem(byte[] seed) {
    String der = "302e020100300506032b657004220420" + HexFormat.of().formatHex(seed);
    String body = Base64.getEncoder().encodeToString(HexFormat.of().parseHex(der));
    return bytes("-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n");
  }

  /** An envelope with this payload and signatures of these keys; nothing in it is true. */
  static byte[] certificate(String payload, String... keyIds) {
    StringBuilder signatures = new StringBuilder();
    for (String id : keyIds) {
      signatures.append(signatures.isEmpty() ? "" : ",");
      signatures.append("{\"keyid\":\"").append(id).append("\",\"sig\":\"AAAA\"}");
    }
    String base64 = Base64.getEncoder().encodeToString(bytes(payload));
    return bytes(
        "{\"payload\":\""
            + base64
            + "\",\"payloadType\":\"application/vnd.in-toto+json\",\"signatures\":["
            + signatures
            + "]}\n");
  }

  static String keyId(int number) {
    return HexFormat.of().toHexDigits((long) number).repeat(4);
  }

  static byte[] certificate(int number) {
    return certificate("certificate " + number, keyId(number % 7));
  }

  static List<LogEntry> entries(int from, int to) throws Refusal {
    synchronized (ENTRIES) {
      while (ENTRIES.size() < to) {
        ENTRIES.add(LogEntry.of(certificate(ENTRIES.size())));
      }
      return List.copyOf(ENTRIES.subList(from, to));
    }
  }

  /** A policy file with these lines. */
  static LogPolicy policy(String... lines) throws Refusal {
    return LogPolicy.parse(bytes(String.join("\n", lines) + "\n"));
  }
}

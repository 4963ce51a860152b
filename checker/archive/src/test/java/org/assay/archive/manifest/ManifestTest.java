// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.manifest;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.assay.archive.ageing.Hash;
import org.assay.archive.refusal.Code;
import org.assay.archive.refusal.Refusal;
import org.junit.jupiter.api.Test;

class ManifestTest {
  /** {@code printf abc | sha256sum}, FIPS 180-4's first example. */
  private static final String ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  private static final byte[] FILE = "abc".getBytes(US_ASCII);

  private static Manifest parse(String text) throws Refusal {
    return Manifest.parse(Hash.SHA_256, text.getBytes(UTF_8));
  }

  private static void refused(String text) {
    refused(Code.MALFORMED_MANIFEST, text);
  }

  private static void refused(Code code, String text) {
    assertEquals(code, assertThrows(Refusal.class, () -> parse(text)).code(), text);
  }

  @Test
  void theTextIsWhatSha256sumPrints() throws Refusal {
    Manifest manifest = Manifest.of(Hash.SHA_256, Map.of("models/b.bin", FILE, "a", FILE));
    String text = ABC + "  a\n" + ABC + "  models/b.bin\n";
    assertEquals(text, new String(manifest.text(), US_ASCII));
    assertArrayEquals(manifest.text(), parse(text).text());
    parse(text).requireListed("a", FILE);
    byte[] sha512 = Manifest.of(Hash.SHA_512, Map.of("a", FILE)).text();
    Manifest.parse(Hash.SHA_512, sha512).requireListed("a", FILE);
    assertThrows(Refusal.class, () -> Manifest.parse(Hash.SHA_256, sha512));
  }

  @Test
  void anotherSpellingIsRefused() { // A-02 (a)
    refused(ABC + " a\n");
    refused(ABC + " *a\n");
    refused(ABC.toUpperCase(java.util.Locale.ROOT) + "  a\n");
    refused(ABC.substring(1) + "  a\n");
    refused("# comment\n");
    refused(ABC + "  a\r\n");
    refused(ABC + "  a"); // A-02 (d)
    refused(ABC + "  a\n\n");
    refused("\n" + ABC + "  a\n");
  }

  @Test
  void namesStayInTheFolder() throws Refusal { // A-02 (b)
    for (String name :
        new String[] {
          "",
          "/a",
          "a/",
          "a//b",
          "..",
          "../a",
          "a/../b",
          ".",
          "a/./b",
          ".hidden",
          "a.",
          "a b",
          "a\\b",
          "a:b",
          "é",
          "a\0b",
          "a*",
          "x".repeat(256)
        }) {
      refused(ABC + "  " + name + "\n");
      assertThrows(Refusal.class, () -> Manifest.of(Hash.SHA_256, Map.of(name, FILE)), name);
    }
    parse(ABC + "  " + "x".repeat(255) + "\n");
    parse(ABC + "  max-of-3/cubic.a+b_c.cert.json\n");
  }

  @Test
  void namesAreSortedAndEachOnce() throws Refusal { // A-02 (c)
    refused(ABC + "  b\n" + ABC + "  a\n");
    refused(ABC + "  a\n" + ABC + "  a\n");
    parse(ABC + "  B\n" + ABC + "  a\n");
  }

  private static void says(String why, String text) {
    Refusal refusal = assertThrows(Refusal.class, () -> parse(text));
    assertTrue(refusal.getMessage().contains(why), refusal.getMessage());
  }

  @Test
  void theLineIsNamed() {
    says("line 2: got \"b\", want 64 hexadecimal digits", ABC + "  a\nb\n");
    says("line 2: \"a\" does not follow the name before", ABC + "  b\n" + ABC + "  a\n");
    says("line 2: \"a\" does not follow the name before", ABC + "  a\n" + ABC + "  a\n");
  }

  @Test
  void somethingIsListed() { // A-02 (f)
    refused("");
    refused("\n");
    Refusal none =
        assertThrows(Refusal.class, () -> Manifest.of(Hash.SHA_256, Map.<String, byte[]>of()));
    assertEquals(Code.MALFORMED_MANIFEST, none.code());
  }

  @Test
  void aLongOneIsNotRead() { // A-02 (g)
    byte[] text = new byte[Manifest.MAX_BYTES + 1];
    Refusal why = assertThrows(Refusal.class, () -> Manifest.parse(Hash.SHA_256, text));
    assertEquals(Code.LIMIT_EXCEEDED, why.code());
    byte[] longest = new byte[Manifest.MAX_BYTES];
    Refusal malformed = assertThrows(Refusal.class, () -> Manifest.parse(Hash.SHA_256, longest));
    assertEquals(Code.MALFORMED_MANIFEST, malformed.code());
  }

  @Test
  void whatIsNotListedIsNotCovered() throws Refusal { // A-02 (e)
    Manifest manifest = parse(ABC + "  a\n");
    Refusal absent = assertThrows(Refusal.class, () -> manifest.requireListed("b", FILE));
    assertEquals(Code.NOT_COVERED, absent.code());
    assertEquals("\"b\": is not in the manifest", absent.getMessage());
    Refusal other = assertThrows(Refusal.class, () -> manifest.requireListed("a", new byte[0]));
    assertEquals(Code.NOT_COVERED, other.code());
  }
}

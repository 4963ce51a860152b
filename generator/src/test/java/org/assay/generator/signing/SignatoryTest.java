// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.signing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignatoryTest {
  private static final PasswordSource NONE =
      () -> {
        throw new IOException("asked for a password");
      };

  @TempDir private Path folder;

  @Test
  void keysInTheClearAreReadBack() throws Exception {
    Signatory made = Signatory.generate();
    write(made.files("a", new char[0]));
    assertSameKeys(made, Signatory.read(folder, NONE));
  }

  @Test
  void encryptedKeysAreReadBackWithTheirPasswordOnly() throws Exception {
    Signatory made = Signatory.generate();
    Map<String, byte[]> files = made.files("a", "pässword".toCharArray());
    write(files);
    assertTrue(
        new String(files.get("ed25519.key.pem"), US_ASCII).startsWith("-----BEGIN ENCRYPTED PRIV"));
    assertSameKeys(made, Signatory.read(folder, () -> "pässword".toCharArray()));
    IOException wrong =
        assertThrows(
            IOException.class, () -> Signatory.read(folder, () -> "password".toCharArray()));
    assertTrue(wrong.getMessage().contains("wrong password"), wrong.getMessage());
    assertThrows(IOException.class, () -> Signatory.read(folder, NONE));
  }

  @Test
  void pkcs8IsTheSeedFormAndSpkiHasItsLength() throws Exception {
    SigningKey mlDsa = SigningKey.generate(Algorithm.ML_DSA_65, new SecureRandom());
    assertEquals(54, mlDsa.pkcs8().length); // RFC 9881: 22 bytes in front of the seed
    assertEquals(1974, mlDsa.spki().length);
    SigningKey ed = SigningKey.generate(Algorithm.ED25519, new SecureRandom());
    assertEquals(48, ed.pkcs8().length); // RFC 8410
    assertEquals(44, ed.spki().length);
    assertThrows(IOException.class, () -> SigningKey.fromPkcs8(Algorithm.ED25519, mlDsa.pkcs8()));
    assertThrows(IOException.class, () -> SigningKey.fromPkcs8(Algorithm.ML_DSA_65, ed.pkcs8()));
  }

  @Test
  void noChangedOrShortenedKeyIsTakenForTheSame() throws Exception {
    SigningKey key = SigningKey.generate(Algorithm.ML_DSA_65, new SecureRandom());
    byte[] good = key.pkcs8();
    for (int i = 0; i < good.length; i++) {
      byte[] changed = good.clone();
      changed[i]++;
      try {
        SigningKey other = SigningKey.fromPkcs8(Algorithm.ML_DSA_65, changed);
        assertArrayEquals(changed, other.pkcs8());
      } catch (IOException e) {
        assertTrue(i < 22, "a seed was refused: " + e.getMessage());
      }
      byte[] shorter = Arrays.copyOf(good, i);
      assertThrows(IOException.class, () -> SigningKey.fromPkcs8(Algorithm.ML_DSA_65, shorter));
    }
  }

  @Test
  void javaVerifiesTheEd25519Signature() throws Exception {
    Signatory made = Signatory.generate();
    String pem = new String(made.files("a", new char[0]).get("ed25519.pub.pem"), US_ASCII);
    byte[] spki = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]*-----", ""));
    Signature verifier = Signature.getInstance("Ed25519");
    verifier.initVerify(
        KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(spki)));
    verifier.update("DSSEv1 1 t 3 {}\n".getBytes(UTF_8));
    List<byte[]> signatures = List.copyOf(made.sign("t", "{}\n".getBytes(UTF_8)).values());
    assertTrue(verifier.verify(signatures.get(0)));
    assertEquals(3309, signatures.get(1).length);
  }

  @Test
  void thePolicyNamesExactlyTheseKeys() throws Exception {
    Signatory made = Signatory.generate();
    String policy = new String(made.files("Ann", new char[0]).get("policy.json"), UTF_8);
    List<String> keyIds = List.copyOf(made.sign("t", new byte[1]).keySet());
    assertTrue(
        policy.startsWith(
            "{\"version\":1,\"signers\":[{\"name\":\"Ann\",\"keys\":[{\"algorithm\":\"Ed25519\","));
    for (String keyId : keyIds) assertTrue(policy.contains("\"sha256\":\"" + keyId + "\"}"));
    assertTrue(
        policy.endsWith(
            "\"require\":{\"algorithms\":[\"Ed25519\",\"ML-DSA-65\"],\"signers\":1}}\n"));
  }

  private void write(Map<String, byte[]> files) throws IOException {
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Files.write(folder.resolve(file.getKey()), file.getValue());
    }
  }

  private static void assertSameKeys(Signatory made, Signatory read) throws IOException {
    assertEquals(made.sign("t", new byte[1]).keySet(), read.sign("t", new byte[1]).keySet());
  }
}

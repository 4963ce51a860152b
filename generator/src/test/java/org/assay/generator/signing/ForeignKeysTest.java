// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.signing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Key files of other kinds, forms and people: each is called by its name. */
class ForeignKeysTest {
  private static final PasswordSource NONE =
      () -> {
        throw new IOException("asked for a password");
      };

  @TempDir private Path folder;

  /** RFC 9881 allows three forms; the one without the seed cannot be taken for it. */
  @Test
  void theFormWithSeedAndExpandedKeyIsReadIfTheyBelongTogether() throws Exception {
    SigningKey key = SigningKey.generate(Algorithm.ML_DSA_65, new SecureRandom());
    byte[] seed = Arrays.copyOfRange(key.pkcs8(), 22, 54);
    byte[] expanded = new MLDSAPrivateKeyParameters(MLDSAParameters.ml_dsa_65, seed).getEncoded();
    byte[] both = mlDsa(new DERSequence(new ASN1Encodable[] {octets(seed), octets(expanded)}));
    assertArrayEquals(key.spki(), SigningKey.fromPkcs8(Algorithm.ML_DSA_65, both).spki());
    expanded[100]++;
    byte[] mixed = mlDsa(new DERSequence(new ASN1Encodable[] {octets(seed), octets(expanded)}));
    assertRefused(mixed, "whose expanded part is not its seed's");
    assertRefused(mlDsa(octets(expanded)), "in expanded form, want one with its seed");
  }

  private static DEROctetString octets(byte[] bytes) {
    return new DEROctetString(bytes);
  }

  private static byte[] mlDsa(ASN1Encodable key) throws IOException {
    return new PrivateKeyInfo(new AlgorithmIdentifier(Algorithm.ML_DSA_65.oid()), key).getEncoded();
  }

  private static void assertRefused(byte[] pkcs8, String want) {
    IOException e =
        assertThrows(IOException.class, () -> SigningKey.fromPkcs8(Algorithm.ML_DSA_65, pkcs8));
    assertTrue(e.getMessage().contains(want), e.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "RSA, got an RSA private key; want one of Ed25519",
    "EC, got an elliptic curve (ECDSA) private key; want one of Ed25519",
    "X25519, got an X25519 private key; want one of Ed25519",
    "DSA, got a private key of algorithm 1.2.840.10040.4.1; want one of Ed25519"
  })
  void keysOfOtherAlgorithmsAreCalledByTheirName(String algorithm, String want) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
    byte[] pkcs8 = generator.generateKeyPair().getPrivate().getEncoded();
    Files.write(folder.resolve("ed25519.key.pem"), PemFile.privateKey(pkcs8));
    IOException e = assertThrows(IOException.class, () -> Signatory.read(folder, NONE));
    assertEquals(
        "key " + folder.resolve("ed25519.key.pem") + ": " + want.replace(';', ','), e.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "OPENSSH PRIVATE KEY | openssl genpkey -algorithm ED25519",
        "PUBLIC KEY | this is the public half",
        "RSA PRIVATE KEY | of Ed25519 or ML-DSA-65",
        "CERTIFICATE | want a private key in PKCS#8"
      })
  void otherPemFilesAreCalledByTheirName(String type, String want) throws Exception {
    String pem = "-----BEGIN " + type + "-----\nAAAA\n-----END " + type + "-----\n";
    Files.writeString(folder.resolve("ed25519.key.pem"), pem);
    IOException e = assertThrows(IOException.class, () -> Signatory.read(folder, NONE));
    assertTrue(e.getMessage().contains("got a PEM \"" + type + "\""), e.getMessage());
    assertTrue(e.getMessage().contains(want), e.getMessage());
  }

  /** Whatever the damage, the message is ours, not the library's. */
  @Test
  void damagedKeyFilesAreRefusedInOurWords() throws Exception {
    Map<String, byte[]> files = Signatory.generate().files("a", new char[0]);
    write(files);
    byte[] good = files.get("ed25519.key.pem");
    for (int length = 0; length < good.length - 1; length++) {
      Files.write(folder.resolve("ed25519.key.pem"), Arrays.copyOf(good, length));
      IOException e = assertThrows(IOException.class, () -> Signatory.read(folder, NONE));
      assertTrue(
          e.getMessage().matches("key .*ed25519.key.pem: (not a PEM file.*|.*PKCS#8.*)"),
          e.getMessage());
    }
  }

  /** What two people's keys would sign, no policy of either accepts. */
  @Test
  void filesOfTwoSignersInOneFolderAreRefused() throws Exception {
    Map<String, byte[]> ann = Signatory.generate().files("Ann", new char[0]);
    Map<String, byte[]> bob = Signatory.generate().files("Bob", new char[0]);
    for (String file : Signatory.fileNames()) {
      write(ann);
      Files.write(folder.resolve(file), bob.get(file));
      IOException e = assertThrows(IOException.class, () -> Signatory.read(folder, NONE));
      String pub = file.replace(".key.", ".pub.");
      assertTrue(e.getMessage().contains(folder.resolve(pub) + ": got "), e.getMessage());
    }
    write(ann);
    Signatory.read(folder, NONE);
    Files.delete(folder.resolve("policy.json"));
    Files.delete(folder.resolve("ed25519.pub.pem"));
    Files.delete(folder.resolve("ml-dsa-65.pub.pem"));
    Signatory.read(folder, NONE);
  }

  @Test
  void theKeysOfEachFileAreListed() throws Exception {
    Signatory made = Signatory.generate();
    write(made.files("Ann", new char[0]));
    List<String> ids = List.copyOf(made.sign("t", new byte[1]).keySet());
    assertEquals(
        List.of(
            new KeyListing.Entry(Optional.of("Ann"), "Ed25519", ids.get(0)),
            new KeyListing.Entry(Optional.of("Ann"), "ML-DSA-65", ids.get(1))),
        KeyListing.read(folder.resolve("policy.json"), NONE));
    for (String kind : List.of("key", "pub")) {
      Path file = folder.resolve("ml-dsa-65." + kind + ".pem");
      assertEquals(
          List.of(new KeyListing.Entry(Optional.empty(), "ML-DSA-65", ids.get(1))),
          KeyListing.read(file, NONE));
    }
    String policy = Files.readString(folder.resolve("policy.json"));
    Files.writeString(folder.resolve("policy.json"), policy.replace(ids.get(0), ids.get(1)));
    IOException e =
        assertThrows(IOException.class, () -> KeyListing.read(folder.resolve("policy.json"), NONE));
    assertTrue(e.getMessage().contains("field sha256: got"), e.getMessage());
  }

  private void write(Map<String, byte[]> files) throws IOException {
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Files.write(folder.resolve(file.getKey()), file.getValue());
    }
  }
}

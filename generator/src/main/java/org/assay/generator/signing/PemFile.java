// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.signing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.StringReader;
import java.security.Provider;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8DecryptorProviderBuilder;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.OutputEncryptor;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfoBuilder;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;
import org.bouncycastle.util.io.pem.PemWriter;

/** Keys as PEM text, in the forms of spec F-07. */
final class PemFile {
  private static final String PUBLIC = "PUBLIC KEY";
  private static final String PRIVATE = "PRIVATE KEY";
  private static final String ENCRYPTED = "ENCRYPTED PRIVATE KEY";

  /** What to do with what people hold in place of a PKCS#8 key. */
  private static final Map<String, String> ADVICE =
      Map.of(
          "OPENSSH PRIVATE KEY",
          ": ssh-keygen converts no Ed25519 key; a new one: `openssl genpkey -algorithm ED25519`",
          PUBLIC,
          ": this is the public half",
          "RSA PRIVATE KEY",
          " of Ed25519 or ML-DSA-65",
          "EC PRIVATE KEY",
          " of Ed25519 or ML-DSA-65");

  /** For PBES2 only; an object of our own, not installed in the JVM. */
  private static final Provider PROVIDER = new BouncyCastleProvider();

  private static final int ITERATIONS = 600_000;

  private PemFile() {}

  static byte[] publicKey(byte[] spki) throws IOException {
    return text(PUBLIC, spki);
  }

  static byte[] privateKey(byte[] pkcs8) throws IOException {
    return text(PRIVATE, pkcs8);
  }

  /** PBES2 with PBKDF2-HMAC-SHA-256 and AES-256-CBC. */
  static byte[] encryptedPrivateKey(byte[] pkcs8, char[] password) throws IOException {
    try {
      OutputEncryptor encryptor =
          new JceOpenSSLPKCS8EncryptorBuilder(PKCS8Generator.AES_256_CBC)
              .setProvider(PROVIDER)
              .setPRF(
                  new AlgorithmIdentifier(
                      PKCSObjectIdentifiers.id_hmacWithSHA256, DERNull.INSTANCE))
              .setIterationCount(ITERATIONS)
              .setPassword(password)
              .build();
      return text(
          ENCRYPTED,
          new PKCS8EncryptedPrivateKeyInfoBuilder(PrivateKeyInfo.getInstance(pkcs8))
              .build(encryptor)
              .getEncoded());
    } catch (OperatorCreationException e) {
      throw new IllegalStateException("this Java lacks PBKDF2, HMAC-SHA-256 or AES", e);
    }
  }

  /** The SubjectPublicKeyInfo, if the text is a public key. */
  static Optional<byte[]> readPublicKey(byte[] pem) throws IOException {
    PemObject object = read(pem);
    return object.getType().equals(PUBLIC) ? Optional.of(object.getContent()) : Optional.empty();
  }

  /**
   * @return the PKCS#8 bytes
   * @throws IOException with the reason, if the text is no private key or the password is wrong
   */
  static byte[] readPrivateKey(byte[] pem, PasswordSource passwords) throws IOException {
    PemObject object = read(pem);
    return switch (object.getType()) {
      case PRIVATE -> object.getContent();
      case ENCRYPTED -> decrypt(object.getContent(), passwords.password());
      default ->
          throw new IOException(
              String.format(
                  Locale.ROOT,
                  "got a PEM \"%s\", want a private key in PKCS#8%s",
                  object.getType().replaceAll("\\p{C}", "?"),
                  ADVICE.getOrDefault(object.getType(), "")));
    };
  }

  private static PemObject read(byte[] pem) throws IOException {
    PemObject object;
    try (PemReader reader = new PemReader(new StringReader(new String(pem, US_ASCII)))) {
      object = reader.readPemObject();
    } catch (IOException | IllegalArgumentException | IllegalStateException e) {
      throw new IOException("not a PEM file, or one that is damaged", e);
    }
    if (object == null) throw new IOException("not a PEM file: no line \"-----BEGIN ...\"");
    return object;
  }

  private static byte[] decrypt(byte[] encrypted, char[] password) throws IOException {
    try {
      return new PKCS8EncryptedPrivateKeyInfo(encrypted)
          .decryptPrivateKeyInfo(
              new JceOpenSSLPKCS8DecryptorProviderBuilder().setProvider(PROVIDER).build(password))
          .getEncoded();
    } catch (IOException | PKCSException | OperatorCreationException | IllegalArgumentException e) {
      // Wrong padding, or padding that is right by chance in front of bytes that are no key.
      throw new IOException("wrong password, or not an encrypted PKCS#8 key", e);
    }
  }

  private static byte[] text(String type, byte[] content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (PemWriter writer = new PemWriter(new OutputStreamWriter(out, US_ASCII))) {
      writer.writeObject(new PemObject(type, content));
    }
    return new String(out.toByteArray(), US_ASCII).replace("\r\n", "\n").getBytes(US_ASCII);
  }
}

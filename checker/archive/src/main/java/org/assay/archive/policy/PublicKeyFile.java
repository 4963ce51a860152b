// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.policy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assay.archive.refusal.Code.MALFORMED_KEY;
import static org.assay.archive.refusal.Refusal.quoted;
import static org.assay.archive.refusal.Refusal.require;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.assay.archive.files.NamedFile;
import org.assay.archive.refusal.Refusal;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;

/**
 * A public key as {@code assay keygen} and {@code openssl pkey -pubout} write it.
 *
 * @param spki its DER SubjectPublicKeyInfo; whether it is a good one the checker decides
 */
public record PublicKeyFile(String algorithm, byte[] spki) {
  private static final int MAX_BYTES = 1 << 16;

  /**
   * The key in this file, or those in the {@code *.pub.pem} files of this folder, by name.
   *
   * @throws Refusal MALFORMED_KEY naming the file, what it is and what is wanted
   */
  public static List<PublicKeyFile> read(Path place) throws IOException, Refusal {
    if (!Files.isDirectory(place)) {
      return List.of(one(place));
    }
    List<PublicKeyFile> keys = new ArrayList<>();
    try (Stream<Path> files = Files.list(place)) {
      List<Path> named =
          files.filter(file -> file.toString().endsWith(".pub.pem")).sorted().toList();
      for (Path file : named) {
        keys.add(one(file));
      }
    }
    require(!keys.isEmpty(), MALFORMED_KEY, "%s: has no file *.pub.pem", place);
    return keys;
  }

  private static PublicKeyFile one(Path file) throws IOException, Refusal {
    String text = new String(NamedFile.read(file, MAX_BYTES), ISO_8859_1);
    require(
        !text.contains("PRIVATE KEY"),
        MALFORMED_KEY,
        "%s: is a private key, want the public one: openssl pkey -pubout, or the .pub.pem beside it",
        file);
    require(
        !text.startsWith("ssh-"),
        MALFORMED_KEY,
        "%s: is a public key of ssh, want a PEM \"PUBLIC KEY\"; assay keygen makes one",
        file);
    PemObject pem = pem(file, text);
    require( // A-01 (a)
        pem.getType().equals("PUBLIC KEY"),
        MALFORMED_KEY,
        "%s: got a PEM %s, want \"PUBLIC KEY\"",
        file,
        quoted(pem.getType()));
    return new PublicKeyFile(algorithm(file, pem.getContent()), pem.getContent());
  }

  private static PemObject pem(Path file, String text) throws Refusal {
    try (PemReader reader = new PemReader(new StringReader(text))) {
      PemObject pem = reader.readPemObject();
      require(pem != null, MALFORMED_KEY, "%s: is no PEM file, want a PEM \"PUBLIC KEY\"", file);
      require(
          reader.readPemObject() == null, MALFORMED_KEY, "%s: has more than one PEM object", file);
      return pem;
    } catch (IOException malformed) {
      throw new Refusal(MALFORMED_KEY, "%s: is no PEM file: %s", file, malformed.getMessage());
    }
  }

  private static String algorithm(Path file, byte[] spki) throws Refusal {
    String id;
    try {
      id = SubjectPublicKeyInfo.getInstance(spki).getAlgorithm().getAlgorithm().getId();
    } catch (IllegalArgumentException notDer) {
      throw new Refusal(MALFORMED_KEY, "%s: is no SubjectPublicKeyInfo", file);
    }
    return switch (id) {
      case "1.3.101.112" -> "Ed25519"; // RFC 8410
      case "2.16.840.1.101.3.4.3.18" -> "ML-DSA-65"; // RFC 9881
      default ->
          throw new Refusal(
              MALFORMED_KEY, "%s: got a key of %s, want Ed25519 or ML-DSA-65", file, named(id));
    };
  }

  private static String named(String id) {
    return switch (id) {
      case "1.2.840.113549.1.1.1" -> "RSA";
      case "1.2.840.10045.2.1" -> "ECDSA";
      case "1.3.101.113" -> "Ed448";
      case "2.16.840.1.101.3.4.3.17" -> "ML-DSA-44";
      case "2.16.840.1.101.3.4.3.19" -> "ML-DSA-87";
      default -> "the algorithm " + id;
    };
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.signing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.assay.generator.files.Input;
import org.assay.generator.files.JsonFault;

/** The keys that a file holds: of a policy, or a PEM file with one key. */
public final class KeyListing {
  private static final long MAX_BYTES = 1 << 20;
  private static final JsonMapper JSON = new JsonMapper();

  private KeyListing() {}

  /**
   * One key.
   *
   * @param signer the name in the policy; empty for a PEM file, which names nobody
   * @param algorithm its title
   * @param sha256 fingerprint: of the whole SubjectPublicKeyInfo, in hexadecimal
   */
  public record Entry(Optional<String> signer, String algorithm, String sha256) {}

  /**
   * The keys in the order of the file.
   *
   * @throws IOException naming the file, if it is none of these
   */
  public static List<Entry> read(Path file, PasswordSource passwords) throws IOException {
    Input.requireReadable("keys", file);
    if (Files.size(file) > MAX_BYTES) {
      throw new IOException(
          file + ": got " + Files.size(file) + " bytes, limit " + MAX_BYTES + ": no file of keys");
    }
    byte[] bytes = Files.readAllBytes(file);
    try {
      if (new String(bytes, US_ASCII).stripLeading().startsWith("{")) return ofPolicy(bytes);
      return List.of(ofPem(bytes, passwords));
    } catch (JsonProcessingException e) {
      throw new IOException("keys " + file + ": want a policy, got " + JsonFault.of(e), e);
    } catch (IOException e) {
      throw new IOException("keys " + file + ": " + e.getMessage(), e);
    }
  }

  private static Entry ofPem(byte[] pem, PasswordSource passwords) throws IOException {
    Optional<byte[]> spki = PemFile.readPublicKey(pem);
    return entry(
        Optional.empty(),
        spki.isPresent()
            ? spki.get()
            : SigningKey.ofAny(PemFile.readPrivateKey(pem, passwords)).spki());
  }

  private static Entry entry(Optional<String> signer, byte[] spki) throws IOException {
    String title =
        KeyForm.publicAlgorithm(spki)
            .map(Algorithm::title)
            .orElseThrow(
                () -> new IOException("a public key is neither of Ed25519 nor of ML-DSA-65"));
    return new Entry(signer, title, SigningKey.fingerprint(spki));
  }

  /** Fingerprints are computed from the keys; what the policy says of them is compared. */
  private static List<Entry> ofPolicy(byte[] policy) throws IOException {
    JsonNode signers = JSON.readTree(policy).path("signers");
    if (!signers.isArray()) throw new IOException("want a policy, got JSON without signers");
    List<Entry> entries = new ArrayList<>();
    for (JsonNode signer : signers) {
      for (JsonNode key : signer.path("keys")) {
        Entry entry = entry(Optional.of(signer.path("name").asText()), spki(key));
        requireSame(key, "algorithm", entry.algorithm);
        requireSame(key, "sha256", entry.sha256);
        entries.add(entry);
      }
    }
    return entries;
  }

  private static byte[] spki(JsonNode key) throws IOException {
    try {
      return Base64.getDecoder().decode(key.path("spki").asText());
    } catch (IllegalArgumentException e) {
      throw new IOException("field spki: want base64", e);
    }
  }

  private static void requireSame(JsonNode key, String field, String want) throws IOException {
    if (!key.path(field).asText().equals(want)) {
      throw new IOException(
          "field " + field + ": got " + key.path(field) + ", want \"" + want + "\", by the key");
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.signing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.assay.generator.files.Input;

/** One who signs: one private key of each algorithm. */
public final class Signatory {
  private final List<SigningKey> keys;

  private Signatory(List<SigningKey> keys) {
    this.keys = keys;
  }

  /** New keys from the system's secure random source. */
  public static Signatory generate() {
    SecureRandom random = new SecureRandom();
    return new Signatory(
        Arrays.stream(Algorithm.values()).map(a -> SigningKey.generate(a, random)).toList());
  }

  /** The names of all files that {@link #files} makes. */
  public static List<String> fileNames() {
    return Stream.concat(
            Arrays.stream(Algorithm.values())
                .flatMap(a -> Stream.of(a.privateFile(), a.publicFile())),
            Stream.of(KeyFolder.POLICY))
        .toList();
  }

  /** Whether the file must be readable by its owner only. */
  public static boolean isSecret(String fileName) {
    return Arrays.stream(Algorithm.values()).anyMatch(a -> a.privateFile().equals(fileName));
  }

  /**
   * Reads the private keys that {@link #files} made. The public keys and the policy beside them, if
   * there are any, must be of the same keys: else what they sign would be refused later.
   *
   * @throws IOException naming the file, if one is missing or no key, the password is wrong, or a
   *     file beside it is another signer's
   */
  public static Signatory read(Path folder, PasswordSource passwords) throws IOException {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new IOException("--key: got the file " + folder + ", want the folder that keygen made");
    }
    List<SigningKey> keys = new ArrayList<>();
    for (Algorithm algorithm : Algorithm.values()) {
      Path file = folder.resolve(algorithm.privateFile());
      Input.requireRegular("key", file);
      byte[] pem = Files.readAllBytes(file);
      try {
        keys.add(SigningKey.fromPkcs8(algorithm, PemFile.readPrivateKey(pem, passwords)));
      } catch (IOException e) {
        throw new IOException(String.format(Locale.ROOT, "key %s: %s", file, e.getMessage()), e);
      }
    }
    new KeyFolder(folder).requireOneSigner(keys);
    return new Signatory(keys);
  }

  /**
   * File names and contents: private keys, public keys, and a policy that trusts this signer alone.
   *
   * @param password encrypts the private keys; empty leaves them in the clear
   */
  public Map<String, byte[]> files(String name, char[] password) throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (SigningKey key : keys) {
      files.put(
          key.algorithm().privateFile(),
          password.length == 0
              ? PemFile.privateKey(key.pkcs8())
              : PemFile.encryptedPrivateKey(key.pkcs8(), password));
      files.put(key.algorithm().publicFile(), PemFile.publicKey(key.spki()));
    }
    files.put(KeyFolder.POLICY, policy(name));
    return files;
  }

  /** Spec F-08. Requires: the name needs no escapes. */
  private byte[] policy(String name) throws IOException {
    return ("{\"version\":1,\"signers\":["
            + signer(name)
            + "],\"require\":{\"algorithms\":[\"Ed25519\",\"ML-DSA-65\"],\"signers\":1}}\n")
        .getBytes(UTF_8);
  }

  /** The entry of this signer in a policy, spec F-08. Requires: the name needs no escapes. */
  public String signer(String name) throws IOException {
    List<String> entries = new ArrayList<>();
    for (SigningKey key : keys) {
      entries.add(
          String.format(
              Locale.ROOT,
              "{\"algorithm\":\"%s\",\"spki\":\"%s\",\"sha256\":\"%s\"}",
              key.algorithm().title(),
              Base64.getEncoder().encodeToString(key.spki()),
              key.keyId()));
    }
    return "{\"name\":\"" + name + "\",\"keys\":[" + String.join(",", entries) + "]}";
  }

  /** File names and contents of the public keys alone. */
  public Map<String, byte[]> publicFiles() throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (SigningKey key : keys) {
      files.put(key.algorithm().publicFile(), PemFile.publicKey(key.spki()));
    }
    return files;
  }

  /** Signatures by key id, one for each algorithm, over the pre-authentication encoding. */
  public Map<String, byte[]> sign(String payloadType, byte[] payload) throws IOException {
    byte[] message = PreAuthentication.encode(payloadType, payload);
    Map<String, byte[]> signatures = new LinkedHashMap<>();
    for (SigningKey key : keys) signatures.put(key.keyId(), key.sign(message));
    return signatures;
  }
}

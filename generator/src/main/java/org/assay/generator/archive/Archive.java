// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.assay.generator.certificate.CertificateReader;
import org.assay.generator.certificate.Decidable;
import org.assay.generator.files.Input;
import org.assay.generator.files.JsonFault;
import org.assay.generator.signing.KeyListing;

/**
 * A folder with {@code models/}, a folder of certificates per model, {@code keys/}, {@code
 * policy.json} and {@code index.json}. What is in it is never changed, only added to.
 */
public record Archive(Path folder) {
  private static final String EMPTY_POLICY =
      "{\"version\":1,\"signers\":[],"
          + "\"require\":{\"algorithms\":[\"Ed25519\",\"ML-DSA-65\"],\"signers\":1}}";
  private static final JsonMapper JSON = new JsonMapper();

  /** The model files, by name. */
  public List<Path> models() throws IOException {
    Path models = folder.resolve("models");
    if (!Files.isDirectory(models)) {
      throw new IOException("archive " + folder + ": has no folder models");
    }
    try (Stream<Path> files = Files.list(models)) {
      return files.filter(file -> file.toString().endsWith(".safetensors")).sorted().toList();
    }
  }

  /**
   * The models that have no certificate by this strategy yet.
   *
   * @throws IOException if there is no model at all; naming a file in the place of a certificate
   *     that is none, or of another model or strategy
   */
  public List<Path> uncertified(String strategy) throws IOException {
    List<Path> models = models();
    if (models.isEmpty()) {
      throw new IOException(
          "archive "
              + folder
              + ": no models in "
              + folder.resolve("models")
              + ": want *.safetensors");
    }
    List<Path> without = new ArrayList<>();
    for (Path model : models) {
      Path certificate = certificate(model, strategy);
      if (Files.exists(certificate, LinkOption.NOFOLLOW_LINKS)) {
        requireOf(model, strategy, certificate);
      } else {
        without.add(model);
      }
    }
    return without;
  }

  private static void requireOf(Path model, String strategy, Path certificate) throws IOException {
    Decidable statement =
        CertificateReader.either(certificate, CertificateReader.bytes(certificate));
    String of = "certificate " + certificate + ": is ";
    if (!statement.strategy().equals(strategy)) {
      throw new IOException(of + "by " + statement.strategy() + ", want " + strategy);
    }
    Input.requireRegular("model", model);
    String digest = sha256(Files.readAllBytes(model));
    if (!statement.sha256().equals(digest)) {
      throw new IOException(
          of + "of SHA-256 " + statement.sha256() + ", want " + digest + ", that of " + model);
    }
  }

  /** Where the certificate of a model by a strategy belongs. */
  public Path certificate(Path model, String strategy) {
    return folder.resolve(stem(model)).resolve(strategy + ".cert.json");
  }

  private static String stem(Path model) {
    return model.getFileName().toString().replaceFirst("\\.safetensors$", "");
  }

  /**
   * Where it is written what is asked of a model that is no circuit of version 1: the options of
   * certify beside the model. A model without that file is a circuit.
   */
  public static Path question(Path model) {
    return model.resolveSibling(stem(model) + ".question.json");
  }

  public Path policyFile() {
    return folder.resolve("policy.json");
  }

  public Path keys() {
    return folder.resolve("keys");
  }

  public Path indexFile() {
    return folder.resolve("index.json");
  }

  /**
   * The archive's policy with one more signer (spec F-08); any one signer suffices.
   *
   * @throws IOException if there is a policy and it is none
   */
  public byte[] policyWith(String signer) throws IOException {
    JsonNode policy = policy();
    if (!(policy.path("signers") instanceof ArrayNode)) {
      throw new IOException("policy " + policyFile() + ": has no list of signers");
    }
    ((ArrayNode) policy.path("signers")).add(JSON.readTree(signer));
    return (JSON.writeValueAsString(policy) + "\n").getBytes(UTF_8);
  }

  private JsonNode policy() throws IOException {
    if (!Files.exists(policyFile())) return JSON.readTree(EMPTY_POLICY);
    Input.requireRegular("policy", policyFile());
    try {
      JsonNode policy = JSON.readTree(Files.readAllBytes(policyFile()));
      KeyListing.read(policyFile(), () -> new char[0]); // refuses keys that are none
      return policy;
    } catch (JsonProcessingException e) {
      throw new IOException("policy " + policyFile() + ": " + JsonFault.of(e), e);
    }
  }

  /** A line for each model and certificate: its path, its digest and what it claims. */
  public byte[] index() throws IOException {
    return index(Map.of());
  }

  /** The same once these certificates are written. */
  public byte[] index(Map<Path, byte[]> pending) throws IOException {
    List<String> lines = new ArrayList<>();
    for (Path file : files(pending.keySet())) {
      byte[] bytes = pending.containsKey(file) ? pending.get(file) : written(file);
      ObjectNode entry = JSON.createObjectNode();
      entry.put("file", folder.relativize(file).toString().replace('\\', '/'));
      entry.put("sha256", sha256(bytes));
      entry.set("claim", file.toString().endsWith(".cert.json") ? claim(file, bytes) : null);
      lines.add(JSON.writeValueAsString(entry));
    }
    return ("{\"version\":1,\"files\":[\n" + String.join(",\n", lines) + "\n]}\n").getBytes(UTF_8);
  }

  private List<Path> files(Set<Path> pending) throws IOException {
    try (Stream<Path> below = Files.walk(folder)) {
      Stream<Path> written = below.filter(file -> file.toString().endsWith(".cert.json"));
      Stream<Path> certificates = Stream.concat(written, pending.stream()).distinct().sorted();
      return Stream.concat(models().stream(), certificates).toList();
    }
  }

  private static byte[] written(Path file) throws IOException {
    Input.requireRegular("archive file", file);
    return Files.readAllBytes(file);
  }

  private static ObjectNode claim(Path file, byte[] bytes) throws IOException {
    Decidable statement = CertificateReader.either(file, bytes);
    return JSON.createObjectNode()
        .put("model", statement.sha256())
        .put("strategy", statement.strategy())
        .put("margin", statement.margin())
        .put("correct", statement.correct().toString())
        .put("total", statement.total().toString());
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}

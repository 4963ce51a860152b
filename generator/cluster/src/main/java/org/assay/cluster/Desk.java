// SPDX-License-Identifier: Apache-2.0
package org.assay.cluster;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.assay.generator.files.TemporaryFolder;
import org.assay.generator.issue.CheckerProcess;

/**
 * Has the checker decide a certificate that lies anywhere: certificate, models and policy are
 * copied into a folder of this machine, where the checker finds them.
 *
 * @param hadoop how file systems are reached
 * @param models where files of weights and data are, by their SHA-256
 * @param policy the bytes of one; none: signatures are not looked at
 */
record Desk(Configuration hadoop, Map<String, String> models, Optional<byte[]> policy) {
  private static final String MODELS = "models";
  private static final int MOST = (4 << 20) + 1; // one more than a certificate may have
  private static final Pattern PAYLOAD = Pattern.compile("\"payload\":\"([A-Za-z0-9+/=]*)\"");
  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

  /**
   * The one line that the checker printed, of the certificate as it is called; with --range a part.
   *
   * @throws IOException if the certificate cannot be read, or the checker printed no line
   */
  String line(Places.Certificate certificate, CheckerProcess checker, List<String> options)
      throws IOException {
    try (TemporaryFolder temporary = new TemporaryFolder("assay-check-")) {
      List<Object> words = new ArrayList<>(options);
      words.add("--json");
      words.addAll(laidOut(certificate, temporary.path()));
      CheckerProcess.Outcome outcome = checker.run(words.toArray());
      String line = outcome.output().strip();
      if (line.isEmpty() || line.contains("\n")) {
        throw new IOException(
            certificate.shown()
                + ": the checker ended with "
                + outcome.exitCode()
                + " and printed no line");
      }
      return named(line, certificate.shown());
    }
  }

  /**
   * The bytes of a receipt of the certificate.
   *
   * @param archive the program that decides and signs
   * @param key the folder of private keys
   * @throws IOException if it makes none
   */
  byte[] receipt(Places.Certificate certificate, CheckerProcess archive, String key)
      throws IOException {
    try (TemporaryFolder temporary = new TemporaryFolder("assay-receipt-")) {
      Path receipt = temporary.path().resolve("receipt.json");
      List<Object> words = new ArrayList<>(List.of("receipt", "--key", key, "--out", receipt));
      words.addAll(List.of("--models", temporary.path().resolve(MODELS)));
      words.addAll(laidOut(certificate, temporary.path()));
      int exit = archive.run(words.toArray()).exitCode();
      if (!Files.exists(receipt)) {
        throw new IOException(
            certificate.shown() + ": no receipt; assay-archive ended with " + exit);
      }
      return Files.readAllBytes(receipt);
    }
  }

  /** Copies all that is needed into a folder; the words that say so, the certificate last. */
  private List<Object> laidOut(Places.Certificate certificate, Path folder) throws IOException {
    byte[] bytes = read(certificate.uri());
    Path file = Files.write(folder.resolve(certificate.name()), bytes);
    fetch(bytes, Files.createDirectory(folder.resolve(MODELS)));
    if (policy.isEmpty()) return List.of("--unsigned", file);
    return List.of("--policy", Files.write(folder.resolve("policy.json"), policy.get()), file);
  }

  /** In the name that the certificate has for whoever asked. */
  private static String named(String line, String shown) throws IOException {
    ObjectMapper json = new ObjectMapper();
    ObjectNode node = (ObjectNode) json.readTree(line);
    if (!node.has("file")) return line; // a part
    node.put("file", shown);
    return json.writeValueAsString(node);
  }

  byte[] read(String uri) throws IOException {
    org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(uri);
    try (InputStream in = path.getFileSystem(hadoop).open(path)) {
      return in.readNBytes(MOST);
    }
  }

  /** The files that the payload names by their digests, as far as they are known. */
  private void fetch(byte[] certificate, Path folder) throws IOException {
    Matcher payload = PAYLOAD.matcher(new String(certificate, ISO_8859_1));
    if (!payload.find()) return; // the checker says what is wrong with it
    Set<String> named = new HashSet<>();
    try {
      byte[] text = Base64.getDecoder().decode(payload.group(1));
      DIGEST.matcher(new String(text, ISO_8859_1)).results().forEach(d -> named.add(d.group()));
    } catch (IllegalArgumentException malformed) {
      return; // as above
    }
    for (String digest : named) {
      String uri = models.get(digest);
      if (uri != null) {
        org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(uri);
        try (InputStream in = path.getFileSystem(hadoop).open(path)) {
          Files.copy(in, folder.resolve(digest + ".safetensors"));
        }
      }
    }
  }
}

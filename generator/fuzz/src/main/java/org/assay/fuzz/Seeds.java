// SPDX-License-Identifier: Apache-2.0
package org.assay.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assay.checker.json.Sha256;

/** Writes the first inputs of each target, all from the vectors, into a folder for each. */
public final class Seeds {
  private static final Pattern SPKI =
      Pattern.compile("\"algorithm\":\"([^\"]*)\",\"spki\":\"([A-Za-z0-9+/=]*)\"");
  private static final int LARGEST = 1 << 13;
  private static final int DECISIONS = 64;

  private final Path folder;

  private Seeds(Path folder) {
    this.folder = folder;
  }

  /** The one argument is the folder. */
  public static void main(String[] args) throws IOException {
    new Seeds(Path.of(args[0])).write();
  }

  private void write() throws IOException {
    List<Sample> samples = Sample.all();
    for (Sample sample : samples) {
      add("Envelope", sample.certificate());
      if (sample.payload().isPresent()) add("Payload", sample.payload().get().getBytes(ISO_8859_1));
      add("Tensors", sample.model());
    }
    data(DataTarget.samples(samples));
    for (Path policy : files("spec/vectors", "policy.json")) {
      byte[] bytes = Files.readAllBytes(policy);
      add("Policy", bytes);
      add("KeyFile", bytes);
      keys(new String(bytes, ISO_8859_1));
    }
    for (Path model : files("generator/src/test/resources/torch", "")) {
      add("Import", Files.readAllBytes(model));
    }
    decisions(samples.size());
  }

  /** The data of each of them, behind the byte that says which it is. */
  private void data(List<Sample> samples) throws IOException {
    for (int i = 0; i < samples.size(); i++) {
      ByteArrayOutputStream seed = new ByteArrayOutputStream();
      seed.write(i);
      seed.writeBytes(samples.get(i).data().orElseThrow());
      add("Data", seed.toByteArray());
    }
  }

  private static List<Path> files(String below, String name) throws IOException {
    Path root = Path.of(System.getProperty("assay.vectors", "../../spec/vectors")).resolve("../..");
    try (Stream<Path> all = Files.walk(root.resolve(below))) {
      return all.filter(Files::isRegularFile)
          .filter(file -> name.isEmpty() || file.endsWith(name))
          .sorted()
          .toList();
    }
  }

  /** The keys of a policy, each with a signature of zeros, and as PEM. */
  private void keys(String policy) throws IOException {
    Matcher found = SPKI.matcher(policy);
    while (found.find()) {
      byte[] spki;
      try {
        spki = Base64.getDecoder().decode(found.group(2));
      } catch (IllegalArgumentException noBase64) {
        continue;
      }
      ByteArrayOutputStream key = new ByteArrayOutputStream();
      key.write(found.group(1).equals("Ed25519") ? 1 : 0);
      key.writeBytes(spki);
      key.writeBytes(new byte[found.group(1).equals("Ed25519") ? 64 : 3309]);
      add("Key", key.toByteArray());
      String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(spki);
      String pem = "-----BEGIN PUBLIC KEY-----\n" + body + "\n-----END PUBLIC KEY-----\n";
      add("KeyFile", pem.getBytes(StandardCharsets.US_ASCII));
    }
  }

  /** For what reads its input as decisions: any will do, from a fixed seed. */
  private void decisions(int count) throws IOException {
    Random random = new Random(count);
    for (int i = 0; i < count; i++) {
      byte[] bytes = new byte[DECISIONS];
      random.nextBytes(bytes);
      add("Certificate", bytes);
      if (i % 8 == 0) add("Differential", bytes);
    }
  }

  private void add(String target, byte[] bytes) throws IOException {
    if (bytes.length > LARGEST) return;
    Path file = Files.createDirectories(folder.resolve(target)).resolve(Sha256.of(bytes));
    if (!Files.exists(file)) Files.write(file, bytes);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.assay.checker.json.Sha256;

/**
 * A certificate with its files. The payload is kept as text, a byte a character; the digests of
 * model and data are put into it when the files are changed, so that these are read.
 *
 * @param payload empty where the certificate is none that has one
 */
record Sample(byte[] certificate, Optional<String> payload, byte[] model, Optional<byte[]> data) {
  private static final int LARGEST = 1 << 14; // bytes of a file: what is larger takes too long
  private static final String BEGIN = "{\"payload\":\"";

  /** Of the folder that the system property assay.vectors names: those that are small. */
  static List<Sample> all() {
    Path root = Path.of(System.getProperty("assay.vectors", "../../spec/vectors"));
    try (Stream<Path> files = Files.walk(root)) {
      List<Path> folders =
          files.filter(file -> file.endsWith("vector.json")).map(Path::getParent).sorted().toList();
      List<Sample> all = new ArrayList<>();
      for (Path folder : folders) {
        read(root, folder).ifPresent(all::add);
      }
      return all;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<Sample> read(Path root, Path folder) throws IOException {
    Path own = folder.resolve("model.safetensors");
    Path model =
        Files.exists(own)
            ? own
            : root.resolve("models").resolve(Files.readString(folder.resolve("model")).strip());
    Path certificate = folder.resolve("certificate.json");
    boolean slow = folder.toString().matches(".*(k256|k120|uncut|model-one-byte|long-operands).*");
    if (slow || Math.max(Files.size(certificate), Files.size(model)) > LARGEST) {
      return Optional.empty();
    }
    Path data = folder.resolve("data.safetensors");
    return Optional.of(
        of(
            Files.readAllBytes(certificate),
            Files.readAllBytes(model),
            Files.exists(data) ? Optional.of(Files.readAllBytes(data)) : Optional.empty()));
  }

  private static Sample of(byte[] certificate, byte[] model, Optional<byte[]> data) {
    String text = new String(certificate, ISO_8859_1);
    Optional<String> payload = Optional.empty();
    if (text.startsWith(BEGIN) && text.indexOf('"', BEGIN.length()) > 0) {
      String spelled = text.substring(BEGIN.length(), text.indexOf('"', BEGIN.length()));
      try {
        payload = Optional.of(new String(Base64.getDecoder().decode(spelled), ISO_8859_1));
      } catch (IllegalArgumentException noBase64) {
        payload = Optional.empty();
      }
    }
    return new Sample(certificate, payload, model, data);
  }

  Sample withCertificate(String text) {
    return of(text.getBytes(ISO_8859_1), model, data);
  }

  Sample withPayload(String text) {
    String old = new String(certificate, ISO_8859_1);
    String spelled = Base64.getEncoder().encodeToString(text.getBytes(ISO_8859_1));
    int end = old.indexOf('"', BEGIN.length());
    return withCertificate(BEGIN + spelled + old.substring(end));
  }

  Sample withModel(byte[] changed) {
    Sample next = new Sample(certificate, payload, changed, data);
    return next.naming(model, changed);
  }

  Sample withData(byte[] changed) {
    Sample next = new Sample(certificate, payload, model, Optional.of(changed));
    return next.naming(data.orElseThrow(), changed);
  }

  private Sample naming(byte[] before, byte[] behind) {
    if (payload.isEmpty()) return this;
    return withPayload(payload.get().replace(Sha256.of(before), Sha256.of(behind)));
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.signature;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Writes vectors that have a policy, in the form that {@code spec/README.md} describes. */
record VectorFolder(Path root) {
  /** The model that all of them are about, below {@code models}. */
  static final String MODEL = "v3-k2-f32.safetensors";

  /** What a vector expects; {@code more} are further fields of {@code vector.json}. */
  record Expect(String verdict, String code, String more) {
    static final Expect ACCEPTED = new Expect("accepted", "null", "");

    static Expect rejected(String code) {
      return new Expect("rejected", '"' + code + '"', "");
    }

    /** The policy does not parse: an input error, with this code on stderr. */
    static Expect error(String reason) {
      return new Expect(
          "error", "\"INPUT_ERROR\"", ",\n  \"exit\": 66,\n  \"reason\": \"%s\"".formatted(reason));
    }

    Expect with(String field, String value) {
      return new Expect(verdict, code, more + ",\n  \"%s\": %s".formatted(field, value));
    }
  }

  /** Whether this is a policy of ours, and not of {@code spec/vectors/make_signatures.py}. */
  static boolean isOwnPolicy(Path file) {
    return file.endsWith("policy.json")
        && !file.getParent().getFileName().toString().startsWith("c-crafted-");
  }

  /** Deletes the vectors that have a policy. */
  void clear() throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path policy : files.filter(VectorFolder::isOwnPolicy).toList()) {
        try (Stream<Path> all = Files.list(policy.getParent())) {
          for (Path file : all.toList()) {
            Files.delete(file);
          }
        }
        Files.delete(policy.getParent());
      }
    }
  }

  /** Writes one vector; {@code name} is, for example, {@code F-06/a-unknown-key}. */
  void put(String name, String comment, Expect expect, byte[] certificate, byte[] policy) {
    Path folder =
        root.resolve(
            expect == Expect.ACCEPTED || expect.verdict.equals("accepted") ? "accept" : "reject");
    Path vector = folder.resolve(name);
    String json =
        "{\n  \"comment\": \"%s\",\n  \"expect\": {\n    \"verdict\": \"%s\",\n    \"code\": %s\n  },\n  \"flags\": []%s\n}\n"
            .formatted(comment, expect.verdict, expect.code, expect.more);
    try {
      Files.createDirectories(vector);
      Files.write(vector.resolve("certificate.json"), certificate);
      Files.write(vector.resolve("policy.json"), policy);
      Files.writeString(vector.resolve("model"), MODEL + "\n");
      Files.write(vector.resolve("vector.json"), json.getBytes(StandardCharsets.UTF_8));
    } catch (IOException disk) {
      throw new UncheckedIOException(disk);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.signature;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stored vectors with a policy are those that {@link SignedVectors} makes. */
class SignedVectorsTest {
  private static final Path STORED = Path.of("..", "spec", "vectors");
  private static final String PLAIN = "accept/F-10/exact/certificate.json";

  @TempDir Path made;

  /** With {@code -Dvectors.write=true} they are first written anew. */
  @Test
  void storedVectorsAreThoseMadeAgain() throws IOException {
    if (Boolean.getBoolean("vectors.write")) {
      SignedVectors.write(STORED);
    }
    Files.createDirectories(made.resolve(PLAIN).getParent());
    Files.copy(STORED.resolve(PLAIN), made.resolve(PLAIN));
    SignedVectors.write(made);
    List<Path> vectors = policies(made);
    assertEquals(policies(STORED), vectors);
    for (Path vector : vectors) {
      for (String file : List.of("vector.json", "certificate.json", "policy.json", "model")) {
        Path name = vector.resolveSibling(file);
        byte[] want = Files.readAllBytes(made.resolve(name));
        assertArrayEquals(want, Files.readAllBytes(STORED.resolve(name)), name::toString);
      }
    }
  }

  private static List<Path> policies(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(VectorFolder::isOwnPolicy).map(root::relativize).sorted().toList();
    }
  }
}

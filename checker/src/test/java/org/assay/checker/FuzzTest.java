// SPDX-License-Identifier: Apache-2.0
package org.assay.checker;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.assay.checker.cli.Main;
import org.assay.checker.vectors.Vector;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bytes of all vectors, cut, doubled, spliced and flipped: a verdict, never a bug. */
@Tag("long") // pom.xml, profile long
class FuzzTest {
  private static final long SEED = Long.getLong("seed", 20260102);

  private final Random random = new Random(SEED);
  @TempDir Path folder;

  @Test
  void changedCertificatesAndModelsGetAVerdict() throws IOException {
    byte[] before = {};
    for (Vector vector : Vector.all()) {
      byte[] certificate = vector.bytes("certificate.json");
      byte[] model = Files.readAllBytes(vector.model());
      Path changed = write("certificate.json", mutated(certificate, before));
      Path original = write("original.json", certificate);
      Path tensors = write("model.safetensors", mutated(model, before));
      requireVerdict(vector, Set.of(0, 1, 2), "--unsigned", vector.model(), changed);
      boolean same = Arrays.equals(Files.readAllBytes(tensors), model);
      Set<Integer> expected = same ? Set.of(0, 1, 2) : Set.of(1, 2);
      requireVerdict(vector, expected, "--unsigned", tensors, original);
      before = random.nextBoolean() ? certificate : model;
    }
  }

  @Test
  void changedPoliciesAreInputErrorsOrDecide() throws IOException {
    byte[] before = {};
    for (Vector vector : Vector.all().stream().filter(Vector::isSigned).toList()) {
      byte[] policy = vector.bytes("policy.json");
      Path changed = write("policy.json", mutated(policy, before));
      Path certificate = write("certificate.json", vector.bytes("certificate.json"));
      requireVerdict(vector, Set.of(0, 1, 66), "--policy=" + changed, vector.model(), certificate);
      before = policy;
    }
  }

  /** How it is signed: {@code --unsigned}, or {@code --policy=} and a file. */
  private void requireVerdict(
      Vector vector, Set<Integer> expected, String signed, Path model, Path certificate) {
    List<String> args = new ArrayList<>(List.of(signed.split("=")));
    args.addAll(List.of("--json", "--model", model.toString(), certificate.toString()));
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
    int exit = Main.run(args.toArray(String[]::new), nowhere, nowhere);
    assertTrue(expected.contains(exit), () -> "seed " + SEED + ", " + vector.name() + ": " + exit);
  }

  private Path write(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }

  private byte[] mutated(byte[] bytes, byte[] other) {
    int i = random.nextInt(bytes.length + 1);
    int j = random.nextInt(bytes.length + 1);
    return switch (random.nextInt(bytes.length == 0 ? 3 : 4)) {
      case 0 -> spliced(bytes, i, bytes, bytes.length);
      case 1 -> spliced(bytes, Math.max(i, j), bytes, Math.min(i, j));
      case 2 -> spliced(bytes, i, other, random.nextInt(other.length + 1));
      default -> flipped(bytes, random.nextInt(bytes.length));
    };
  }

  private byte[] flipped(byte[] bytes, int i) {
    return Mangle.with(bytes, i, bytes[i] ^ 1 << random.nextInt(8));
  }

  /** The first {@code head} bytes of one, then the other from {@code tail} on. */
  private static byte[] spliced(byte[] one, int head, byte[] other, int tail) {
    byte[] result = new byte[head + other.length - tail];
    System.arraycopy(one, 0, result, 0, head);
    System.arraycopy(other, tail, result, head, other.length - tail);
    return result;
  }
}

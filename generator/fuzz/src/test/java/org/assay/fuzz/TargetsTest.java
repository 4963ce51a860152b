// SPDX-License-Identifier: Apache-2.0
package org.assay.fuzz;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.assay.checker.verdict.RejectCode;
import org.assay.checker.verdict.Rejection;
import org.assay.checker.verdict.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The targets without the fuzzer: on some of their seeds, and on all that fuzzing ever found. */
class TargetsTest {
  private static final int EVERY = 40;

  @TempDir private Path folder;

  private interface Target {
    void on(byte[] bytes);
  }

  private static final Map<String, Target> TARGETS =
      new TreeMap<>(
          Map.of(
              "Envelope", EnvelopeTarget::fuzzerTestOneInput,
              "Payload", PayloadTarget::fuzzerTestOneInput,
              "Policy", PolicyTarget::fuzzerTestOneInput,
              "KeyFile", KeyFileTarget::fuzzerTestOneInput,
              "Tensors", TensorsTarget::fuzzerTestOneInput,
              "Data", DataTarget::fuzzerTestOneInput,
              "Import", ImportTarget::fuzzerTestOneInput,
              "Key", KeyTarget::fuzzerTestOneInput,
              "Certificate", CertificateTarget::fuzzerTestOneInput));

  @Test
  void seedsAreDecidedAsDocumented() throws IOException {
    Seeds.main(new String[] {folder.toString()});
    for (Map.Entry<String, Target> target : TARGETS.entrySet()) {
      List<Path> seeds = files(folder.resolve(target.getKey()));
      assertTrue(seeds.size() > 5, target.getKey() + " has " + seeds.size() + " seeds");
      for (int i = 0; i < seeds.size(); i += EVERY) {
        byte[] bytes = Files.readAllBytes(seeds.get(i));
        assertDoesNotThrow(() -> target.getValue().on(bytes), target.getKey());
      }
    }
  }

  @Test
  void whatWasFoundIsMended() throws IOException {
    List<Path> found = files(Path.of("src/test/resources/found"));
    assertTrue(!found.isEmpty());
    for (Path file : found) {
      String name = file.getFileName().toString();
      byte[] bytes = Files.readAllBytes(file);
      assertDoesNotThrow(() -> TARGETS.get(name.replaceAll("-.*", "")).on(bytes), name);
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  @Test
  void anotherSpellingAndAnUndocumentedCodeAreFound() {
    assertDoesNotThrow(() -> Wanted.canonical("{\"a\":1}\n".getBytes(US_ASCII)));
    for (String other : List.of("{\"a\":1}", "{\"a\": 1}\n", "{\"\\u0061\":1}\n", "{\"a\":1")) {
      byte[] bytes = other.getBytes(US_ASCII);
      assertThrows(AssertionError.class, () -> Wanted.canonical(bytes), other);
    }
    Rejection why = new Rejection(RejectCode.HINT_RANGE, "too many");
    assertDoesNotThrow(() -> Wanted.oneOf(EnumSet.of(RejectCode.HINT_RANGE), why));
    assertThrows(
        AssertionError.class, () -> Wanted.oneOf(EnumSet.of(RejectCode.MALFORMED_JSON), why));
  }

  @Test
  void samplesAreVectorsAndAreReadToTheEnd() {
    List<Sample> samples = Sample.all();
    assertTrue(samples.size() > 1000, "got " + samples.size());
    List<Sample> accepted =
        samples.stream()
            .limit(50)
            .filter(one -> Deciding.unsigned(one).outcome() == Verdict.Outcome.ACCEPTED)
            .toList();
    assertTrue(accepted.size() > 20, "got " + accepted.size());
    byte[] other = {1, 2, 3};
    for (Sample one : accepted) {
      Verdict verdict = Deciding.unsigned(one.withModel(other));
      assertEquals("MALFORMED_MODEL", verdict.code().orElseThrow());
    }
  }
}
